/// Decides which resources a backup selection means, as AWS Backup decides it.
///
/// By the pages "Assign resources to a backup plan" and the API reference of `BackupSelection`: the resources its ARNs
/// match and the resources one of its `ListOfTags` matches, together; of these the ones every typed condition holds for;
/// without the ones `NotResources` matches. With none of the three it means every resource. Types the Region does not
/// opt in to are left out, unless an ARN names the type, except for Aurora, which always needs the opt-in.
package struct SelectionResolver: Sendable {
    private let optedIn: Set<String>

    /// Makes the resolver of a Region's settings.
    package init(_ backup: BackupState) {
        optedIn = Set(backup.optIn.filter(\.isOn).map(\.type))
    }

    /// The resources a selection means, in their order.
    package func resources(of selection: BackupSelection, among resources: [SimulatedResource]) -> [SimulatedResource] {
        resources.filter { includes($0, selection) }
    }

    /// Whether a selection means a resource.
    package func includes(_ resource: SimulatedResource, _ selection: BackupSelection) -> Bool {
        guard resource.isBackedUp, !selection.notResources.contains(where: { Self.matches(resource.arn, $0) }) else {
            return false
        }
        let isOptedIn = optedIn.contains(resource.kind.backupType)
        let isEmpty = selection.resources.isEmpty && selection.listOfTags.isEmpty
        var isCandidate = isEmpty && isOptedIn
        for pattern in selection.resources where !isCandidate && Self.matches(resource.arn, pattern) {
            isCandidate = isOptedIn || (Self.namesType(pattern) && !resource.kind.alwaysNeedsOptIn)
        }
        if !isCandidate, isOptedIn {
            isCandidate = selection.listOfTags.contains { condition in
                let key =
                    condition.key.hasPrefix(Self.tagPrefix)
                    ? String(condition.key.dropFirst(Self.tagPrefix.count)) : condition.key
                return resource.tags[key] == condition.value
            }
        }
        return isCandidate && conditionsHold(for: resource, selection)
    }

    private static let tagPrefix = "aws:ResourceTag/"

    private func conditionsHold(for resource: SimulatedResource, _ selection: BackupSelection) -> Bool {
        func value(_ condition: BackupSelection.Condition) -> String? {
            guard condition.key.hasPrefix(Self.tagPrefix) else { return nil }
            return resource.tags[String(condition.key.dropFirst(Self.tagPrefix.count))]
        }
        return selection.stringEquals.allSatisfy { value($0) == $0.value }
            && selection.stringNotEquals.allSatisfy { value($0) != $0.value }
            && selection.stringLike.allSatisfy { condition in
                value(condition).map { Self.like($0, condition.value) } ?? false
            }
            && selection.stringNotLike.allSatisfy { condition in
                !(value(condition).map { Self.like($0, condition.value) } ?? false)
            }
    }

    /// Whether a pattern says more than a service: `arn:aws:ec2:*` does not, `arn:aws:ec2:*:*:volume/*` does.
    private static func namesType(_ pattern: String) -> Bool {
        pattern != "*" && pattern.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).count == 6
    }

    /// Whether an ARN matches a pattern; asterisks stand for any text.
    package static func matches(_ arn: String, _ pattern: String) -> Bool {
        pattern.utf8.contains(UInt8(ascii: "*")) ? like(arn, pattern) : arn == pattern
    }

    /// Whether a text matches a pattern in which asterisks stand for any text; case counts.
    package static func like(_ text: String, _ pattern: String) -> Bool {
        let text = Array(text.utf8)
        let pattern = Array(pattern.utf8)
        var position = 0
        var index = 0
        var star: (pattern: Int, text: Int)?
        while position < text.count {
            if index < pattern.count, pattern[index] == UInt8(ascii: "*") {
                star = (index, position)
                index += 1
            } else if index < pattern.count, pattern[index] == text[position] {
                index += 1
                position += 1
            } else if let last = star {
                index = last.pattern + 1
                position = last.text + 1
                star = (last.pattern, last.text + 1)
            } else {
                return false
            }
        }
        return pattern[index...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
