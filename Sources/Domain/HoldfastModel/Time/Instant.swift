/// A moment in time, in whole milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Milliseconds are the finest AWS answers in. The domain never asks what time it is: it is told.
public struct Instant: Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
    /// Milliseconds since the epoch; negative before it.
    public let millisecondsSinceEpoch: Int64

    /// Makes the moment that many milliseconds after the epoch.
    public init(millisecondsSinceEpoch: Int64) { self.millisecondsSinceEpoch = millisecondsSinceEpoch }

    /// Makes the moment that many seconds after the epoch, cut to whole milliseconds.
    ///
    /// Seconds out of range (or not a number) give the nearest moment that can be told.
    public init(secondsSinceEpoch seconds: Double) {
        let milliseconds = (seconds * 1_000).rounded()
        let nearest: Int64 = milliseconds > 0 ? .max : (milliseconds < 0 ? .min : 0)
        millisecondsSinceEpoch = Int64(exactly: milliseconds) ?? nearest
    }

    /// Seconds since the epoch, with milliseconds as the fraction.
    public var secondsSinceEpoch: Double { Double(millisecondsSinceEpoch) / 1_000 }

    /// The moment `duration` later, or earlier when it is negative; stays at the end of time instead of overflowing.
    public func advanced(by duration: Duration) -> Instant {
        let (sum, overflow) = millisecondsSinceEpoch.addingReportingOverflow(duration.wholeMilliseconds)
        guard overflow else { return Instant(millisecondsSinceEpoch: sum) }
        return Instant(millisecondsSinceEpoch: duration.wholeMilliseconds > 0 ? .max : .min)
    }

    /// How long after this moment `other` is; negative when it is before.
    public func duration(to other: Instant) -> Duration {
        .milliseconds(other.millisecondsSinceEpoch) - .milliseconds(millisecondsSinceEpoch)
    }

    /// The moment as RFC 3339 in UTC, with milliseconds only where they are not zero.
    public var description: String { CivilTime(self).rfc3339 }

    /// Orders moments by time.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.millisecondsSinceEpoch < right.millisecondsSinceEpoch
    }

    /// Reads RFC 3339 text with `Z` or an offset, or gives nothing when it is not that or names no existing date.
    public init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        func number(_ from: Int, _ count: Int) -> Int? {
            guard from + count <= bytes.count else { return nil }
            let digits = bytes[from..<from + count]
            guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        func mark(_ at: Int, _ characters: String) -> Bool { at < bytes.count && characters.utf8.contains(bytes[at]) }
        guard let year = number(0, 4), mark(4, "-"), let month = number(5, 2), mark(7, "-"), let day = number(8, 2),
            mark(10, "Tt "), let hour = number(11, 2), mark(13, ":"), let minute = number(14, 2), mark(16, ":"),
            let second = number(17, 2), (1...12).contains(month),
            (1...CivilTime.daysInMonth(year: year, month: month)).contains(day), hour < 24, minute < 60, second < 61
        else { return nil }
        var position = 19
        var milliseconds = 0
        if mark(position, ".") {
            let digits = bytes[(position + 1)...].prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty else { return nil }
            let padded = Array(digits.prefix(3)) + Array(repeating: 0x30, count: max(0, 3 - digits.count))
            milliseconds = padded.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            position += 1 + digits.count
        }
        var offset = 0
        if mark(position, "Zz") {
            position += 1
        } else if mark(position, "+-"), let hours = number(position + 1, 2), mark(position + 3, ":"),
            let minutes = number(position + 4, 2), hours < 24, minutes < 60
        {
            offset = (bytes[position] == 0x2D ? -1 : 1) * (hours * 60 + minutes)
            position += 6
        } else {
            return nil
        }
        guard position == bytes.count else { return nil }
        let days = CivilTime.daysSinceEpoch(year: year, month: month, day: day)
        let minutes = days * 1_440 + Int64(hour * 60 + minute - offset)
        self.init(millisecondsSinceEpoch: (minutes * 60 + Int64(second)) * 1_000 + Int64(milliseconds))
    }

    /// Reads the RFC 3339 text `encode` writes.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Instant(rfc3339: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 time: \(text)")
        }
        self = instant
    }

    /// Writes RFC 3339 text in UTC.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Duration {
    /// The duration in milliseconds, cut towards zero; the largest that can be told when it does not fit.
    public var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
        guard !overflow else { return seconds > 0 ? .max : .min }
        let (sum, overflowed) = product.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        return overflowed ? (seconds > 0 ? .max : .min) : sum
    }

    /// The duration in seconds, as a number.
    public var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }

    /// A duration of that many hours of 3,600 seconds.
    public static func hours(_ hours: Int) -> Duration { .seconds(hours * 3_600) }

    /// A duration of that many minutes.
    public static func minutes(_ minutes: Int) -> Duration { .seconds(minutes * 60) }
}
