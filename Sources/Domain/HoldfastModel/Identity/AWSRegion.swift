/// The code of an AWS Region, such as `eu-central-1`.
///
/// An open set: a Region launched tomorrow is as good as one launched in 2006.
public struct AWSRegion: RawRepresentable, Hashable, Sendable, Comparable, Codable, CodingKeyRepresentable,
    CustomStringConvertible
{
    /// The code as AWS writes it.
    public let rawValue: String

    /// Takes the code, or nothing when it is not lower-case letters, digits and hyphens.
    public init?(rawValue: String) {
        let allowed = rawValue.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
        }
        guard allowed, (4...32).contains(rawValue.utf8.count), rawValue.utf8.contains(0x2D) else { return nil }
        self.rawValue = rawValue
    }

    /// The partition the Region belongs to, by the prefix of its code.
    public var partition: AWSPartition { AWSPartition(regionCode: rawValue) }

    /// The code as AWS writes it.
    public var description: String { rawValue }

    /// Orders Regions by their code.
    public static func < (left: AWSRegion, right: AWSRegion) -> Bool { left.rawValue < right.rawValue }
}

/// A group of Regions with accounts, endpoints and ARNs of its own, such as `aws` or `aws-us-gov`.
///
/// Source: AWS General Reference, "Amazon Resource Names (ARNs)".
public struct AWSPartition: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name as it stands in the second field of an ARN.
    public let rawValue: String

    /// Takes the name as it stands in an ARN.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Chooses the partition a Region code belongs to; a code of no known prefix is in the standard partition.
    public init(regionCode: String) {
        let prefixes = [
            ("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("us-iso-", "aws-iso"), ("us-isob-", "aws-iso-b"),
            ("eu-isoe-", "aws-iso-e"), ("us-isof-", "aws-iso-f"), ("eusc-", "aws-eusc"),
        ]
        rawValue = prefixes.first { regionCode.hasPrefix($0.0) }?.1 ?? "aws"
    }

    /// The partition of all Regions open to everyone.
    public static let standard = AWSPartition(rawValue: "aws")

    /// The name as it stands in the second field of an ARN.
    public var description: String { rawValue }
}
