/// The name of one AWS resource, taken apart into its fields.
///
/// `arn:partition:service:region:account:resource`, where region and account may be empty (S3 buckets have neither) and
/// the resource may hold further colons. Equality and order are those of the text.
/// Source: AWS General Reference, "Amazon Resource Names (ARNs)".
public struct ResourceARN: RawRepresentable, Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
    /// The whole text.
    public let rawValue: String
    /// The partition, such as `aws`.
    public let partition: AWSPartition
    /// The service's namespace, such as `ec2`.
    public let service: String
    /// The Region's code, empty for a global resource.
    public let regionCode: String
    /// The digits of the account, empty where AWS leaves them out.
    public let accountCode: String
    /// All that follows the fifth colon, such as `volume/vol-0abc`.
    public let resource: String

    /// Takes an ARN apart, or gives nothing when it has fewer than six fields or an empty service or resource.
    public init?(rawValue: String) {
        let fields = rawValue.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard fields.count == 6, fields[0] == "arn", !fields[1].isEmpty, !fields[2].isEmpty, !fields[5].isEmpty
        else { return nil }
        self.rawValue = rawValue
        partition = AWSPartition(rawValue: String(fields[1]))
        service = String(fields[2])
        regionCode = String(fields[3])
        accountCode = String(fields[4])
        resource = String(fields[5])
    }

    /// The whole text.
    public var description: String { rawValue }

    /// Equal texts are equal names.
    public static func == (left: ResourceARN, right: ResourceARN) -> Bool { left.rawValue == right.rawValue }

    /// Hashes the text alone, for the fields follow from it.
    public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }

    /// Orders names by their text.
    public static func < (left: ResourceARN, right: ResourceARN) -> Bool { left.rawValue < right.rawValue }
}
