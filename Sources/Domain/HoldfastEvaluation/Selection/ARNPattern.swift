internal import HoldfastModel

/// One entry of `Resources` or `NotResources`: an ARN, or a prefix of ARNs that ends in `*`.
///
/// The API reference allows `*` at the end only, while examples of the Developer Guide put it in the middle. Such a
/// pattern is not guessed at: it is unknown for every resource the widest reading would match, and fails for the rest.
/// Sources: AWS Backup API Reference, "BackupSelection"; Developer Guide, "Assign resources with AWS CLI".
struct ARNPattern: Hashable, Sendable {
    /// The entry as AWS returned it.
    let text: String

    /// Takes an entry as AWS returned it.
    init(_ text: String) { self.text = text }

    /// Whether it is one ARN and nothing more, which equality alone decides.
    var isPlainARN: Bool {
        !text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") } && unmodelledConstruct == nil
    }

    /// Whether the entry names the resource.
    func match(_ arn: ResourceARN) -> Truth {
        guard let construct = unmodelledConstruct else {
            if text.hasSuffix("*") {
                let matched = arn.rawValue.hasPrefix(text.dropLast())
                return matched ? .holds("`\(text)` covers its ARN") : .fails("`\(text)` does not cover its ARN")
            }
            return text == arn.rawValue ? .holds("its ARN is named") : .fails("`\(text)` is another ARN")
        }
        let widest = TextPattern(widestReading).matches(arn.rawValue)
        return widest ? .unknown("\(construct) in `\(text)`") : .fails("`\(text)` does not cover its ARN")
    }

    /// Whether the opt-in setting of the Region decides over what this entry matches.
    ///
    /// `*` and an entry that names a service only obey the setting; an entry that names a type, or a resource, ignores
    /// it, but for the types of the `rds` namespace that are not RDS instances.
    func obeysOptIn(for resource: Resource) -> Truth {
        if Self.alwaysObeyOptIn.contains(resource.type.rawValue) {
            return .holds("\(resource.type) needs its opt-in whatever names it")
        }
        guard text.hasSuffix("*"), text != resource.arn.rawValue else { return .fails("the resource itself is named") }
        let fields = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard fields.count == 6 else { return .holds("`\(text)` names no resource type") }
        let named = fields[5].dropLast()
        // A bucket's ARN has no type of its own: the namespace is the type, once Region and account are passed.
        if resource.type == .s3 { return .fails("`\(text)` names buckets") }
        guard let type = Self.typeToken(of: resource.arn) else { return .unknown("the type in `\(text)`") }
        if named.hasPrefix(type) { return .fails("`\(text)` names the type") }
        if named.isEmpty || named.contains("*") { return .holds("`\(text)` names no resource type") }
        return .unknown("part of a type's name in `\(text)`")
    }

    /// What the documentation leaves open in this entry, or nothing.
    private var unmodelledConstruct: String? {
        if text.contains("?") { return "the wildcard `?`" }
        if text.dropLast().contains("*") { return "a wildcard in the middle" }
        guard text.contains(":::") else { return nil }
        let fields = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        if fields.count == 6, fields[2] != "s3", fields[3].isEmpty, fields[4].isEmpty {
            return "an empty Region and account"
        }
        return nil
    }

    private var widestReading: String {
        let fields = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard fields.count == 6, fields[2] != "s3", fields[3].isEmpty, fields[4].isEmpty else { return text }
        return "\(fields[0]):\(fields[1]):\(fields[2]):*:*:\(fields[5])"
    }

    /// The part of an ARN that says the type, with its separator: `volume/`, `db:`.
    private static func typeToken(of arn: ResourceARN) -> String? {
        guard let end = arn.resource.firstIndex(where: { $0 == "/" || $0 == ":" }) else { return nil }
        return String(arn.resource[...end])
    }

    private static let alwaysObeyOptIn: Set = ["Aurora", "Neptune", "DocumentDB"]
}
