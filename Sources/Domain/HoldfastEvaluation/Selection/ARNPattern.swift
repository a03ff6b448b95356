internal import HoldfastModel

/// One entry of `Resources` or `NotResources`: an ARN, or a pattern of ARNs with `*`.
///
/// A `*` at the end is in the API reference, a `*` for the whole Region or account in the examples of the Developer
/// Guide. The API reference says of a `*` anywhere else that it is not supported, which the Guide does not; `?` and an
/// empty Region and account are in neither's rules. Such an entry is not guessed at: it is unknown for every resource
/// its widest reading names, and fails for the rest.
/// Sources: AWS Backup API Reference, "BackupSelection"; Developer Guide, "Assign resources with AWS CLI".
struct ARNPattern: Hashable, Sendable {
    /// The entry as AWS returned it.
    let text: String

    /// Takes an entry as AWS returned it.
    init(_ text: String) { self.text = text }

    /// Whether it is one ARN and nothing more, which equality alone decides.
    var isPlainARN: Bool {
        !text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") } && openConstruct == nil
    }

    /// Whether the entry names the resource.
    func match(_ arn: ResourceARN) -> Truth {
        guard let construct = openConstruct else {
            guard text.utf8.contains(UInt8(ascii: "*")) else {
                return text == arn.rawValue ? .holds("its ARN is named") : .fails("`\(text)` is another ARN")
            }
            let matched = TextPattern(text, questionMarkIsWildcard: false).matches(arn.rawValue)
            return matched ? .holds("`\(text)` covers its ARN") : .fails("`\(text)` does not cover its ARN")
        }
        let widest = TextPattern(widestReading).matches(arn.rawValue)
        return widest ? .unknown("\(construct) in `\(text)`") : .fails("`\(text)` does not cover its ARN")
    }

    /// Whether the opt-in setting of the Region decides over what this entry matches.
    ///
    /// `*` and an entry that names a service only obey the setting; an entry that names a type, or a resource, ignores
    /// it, but for the types that AWS says need it whatever names them.
    /// Sources: AWS Backup Developer Guide, "Select AWS services to backup"; "Assign resources with AWS CLI", "Selection
    /// by service name", "Selection by resource type", "Shared resource types".
    func obeysOptIn(for resource: Resource) -> Truth {
        if let reason = Self.needOfOptIn(resource) { return .holds(reason) }
        guard text != resource.arn.rawValue else { return .fails("the resource itself is named") }
        let fields = fields
        guard fields.count == 6 else { return .holds("`\(text)` names no resource type") }
        let named = fields[5].prefix { $0 != "*" && $0 != "?" }
        // A bucket's ARN has no type of its own: the namespace is the type, once empty Region and account are passed.
        if resource.type == .s3 {
            let hasNoPlace = fields[3].isEmpty && fields[4].isEmpty
            if hasNoPlace || !named.isEmpty { return .fails("`\(text)` names buckets") }
            return .unknown("whether `\(text)` names buckets or the service only")
        }
        guard let type = Self.typeToken(of: resource.arn) else { return .unknown("the type in `\(text)`") }
        if named.hasPrefix(type) { return .fails("`\(text)` names the type") }
        if named.isEmpty { return .holds("`\(text)` names no resource type") }
        return .unknown("part of a type's name in `\(text)`")
    }

    /// What the documentation leaves open in this entry, or nothing.
    private var openConstruct: String? {
        if text.utf8.contains(UInt8(ascii: "?")) { return "the wildcard `?`" }
        let fields = fields
        if hasOpenWildcard(fields) { return "a wildcard in the middle of a name" }
        if isWithoutPlace(fields) { return "an empty Region and account" }
        return nil
    }

    /// Whether a `*` is neither the whole Region, nor the whole account, nor the end.
    private func hasOpenWildcard(_ fields: [Substring]) -> Bool {
        for (place, field) in fields.enumerated() {
            let end = place == fields.count - 1 && field.utf8.last == UInt8(ascii: "*") ? field.dropLast() : field
            guard end.utf8.contains(UInt8(ascii: "*")) else { continue }
            if end == "*", place == 3 || place == 4 { continue }
            return true
        }
        return false
    }

    private func isWithoutPlace(_ fields: [Substring]) -> Bool {
        fields.count == 6 && fields[2] != "s3" && fields[3].isEmpty && fields[4].isEmpty
    }

    private var widestReading: String {
        let fields = fields
        return isWithoutPlace(fields) ? "\(fields[0]):\(fields[1]):\(fields[2]):*:*:\(fields[5])" : text
    }

    private var fields: [Substring] { text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false) }

    /// The part of an ARN that says the type, with its separator: `volume/`, `db:`.
    private static func typeToken(of arn: ResourceARN) -> String? {
        guard let end = arn.resource.firstIndex(where: { $0 == "/" || $0 == ":" }) else { return nil }
        return String(arn.resource[...end])
    }

    /// Why the resource needs its type's opt-in even where it is named, or nothing where it does not.
    private static func needOfOptIn(_ resource: Resource) -> String? {
        let (service, name) = (resource.arn.service, resource.arn.resource)
        let shared = (service == "rds" && name.hasPrefix("cluster:")) || (service == "fsx" && name.hasPrefix("file-"))
        guard shared || alwaysObeyOptIn.contains(resource.type.rawValue) else { return nil }
        return "\(resource.type) needs its opt-in whatever names it"
    }

    private static let alwaysObeyOptIn: Set = ["Aurora", "Neptune", "DocumentDB"]
}
