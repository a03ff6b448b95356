/// The twelve digits that name an AWS account.
///
/// Leading zeros count, so it is never a number. Source: AWS Account Management Reference Guide, "View AWS account
/// identifiers".
public struct AccountID: RawRepresentable, Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
    /// The digits as AWS writes them.
    public let rawValue: String

    /// Takes the digits, or nothing when they are not exactly twelve.
    public init?(rawValue: String) {
        let bytes = rawValue.utf8
        guard bytes.count == 12, bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        self.rawValue = rawValue
    }

    /// The digits as AWS writes them.
    public var description: String { rawValue }

    /// Orders accounts by their digits.
    public static func < (left: AccountID, right: AccountID) -> Bool { left.rawValue < right.rawValue }
}
