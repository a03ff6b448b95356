/// A number of days as AWS Backup counts retention and cold storage: whole days, never a duration in seconds.
public struct CalendarDays: RawRepresentable, Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
    /// The number of days.
    public let rawValue: Int

    /// Takes a number of days.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Takes a number of days.
    public init(_ days: Int) { rawValue = days }

    /// The days with their unit, such as `35 days`.
    public var description: String { rawValue == 1 ? "1 day" : "\(rawValue) days" }

    /// Orders by number.
    public static func < (left: CalendarDays, right: CalendarDays) -> Bool { left.rawValue < right.rawValue }
}

/// A number of bytes.
public struct ByteCount: RawRepresentable, Hashable, Sendable, Comparable, Codable {
    /// The number of bytes.
    public let rawValue: Int64

    /// Takes a number of bytes.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// Orders by number.
    public static func < (left: ByteCount, right: ByteCount) -> Bool { left.rawValue < right.rawValue }
}
