/// An instant as AWS's messages tell it, in whole milliseconds; finer fractions are cut off.
public struct WireTimestamp: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted; negative before it.
    public let millisecondsSinceEpoch: Int64

    /// Makes the instant that many milliseconds after the epoch.
    public init(millisecondsSinceEpoch: Int64) {
        self.millisecondsSinceEpoch = millisecondsSinceEpoch
    }

    /// Whether one instant comes before another.
    public static func < (left: WireTimestamp, right: WireTimestamp) -> Bool {
        left.millisecondsSinceEpoch < right.millisecondsSinceEpoch
    }

    /// The formats AWS's models name.
    public enum Format: Sendable {
        /// `unixTimestamp`: seconds since the epoch, with a fraction where there is one.
        case epochSeconds
        /// `iso8601`: `2026-11-23T18:27:12Z`, with a fraction where there is one.
        case iso8601
        /// `rfc822`: `Mon, 23 Nov 2026 18:27:12 GMT`; the fraction is lost.
        case rfc822
    }

    /// The instant in one of the formats.
    public func text(_ format: Format) -> String {
        switch format {
        case .epochSeconds: epochSeconds
        case .iso8601: CalendarFields(self).iso8601
        case .rfc822: CalendarFields(self).rfc822
        }
    }

    /// Reads an instant in whichever of the formats it is written, or gives nothing when it is in none.
    ///
    /// Offsets (`+02:00`) are applied; a date that does not exist is none.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let first = bytes.first else { return nil }
        if let instant = WireTimestamp(epochSeconds: bytes[...]) {
            self = instant
        } else if (UInt8.zero ... .nine).contains(first), let instant = TimestampParser.iso8601(bytes) {
            self = instant
        } else if let instant = TimestampParser.rfc822(bytes) {
            self = instant
        } else {
            return nil
        }
    }

    /// Reads seconds since the epoch, with sign, fraction and exponent as JSON writes numbers.
    init?(epochSeconds bytes: ArraySlice<UInt8>) {
        if let instant = TimestampParser.plainSeconds(bytes) {
            self = instant
            return
        }
        let isNumber = bytes.allSatisfy { byte in
            (UInt8.zero ... .nine).contains(byte) || "+-.eE".utf8.contains(byte)
        }
        guard isNumber, let seconds = Double(String(decoding: bytes, as: UTF8.self)),
            let milliseconds = Int64(exactly: (seconds * 1_000).rounded(.down))
        else { return nil }
        self.init(millisecondsSinceEpoch: milliseconds)
    }

    private var epochSeconds: String {
        let magnitude = millisecondsSinceEpoch.magnitude
        let (seconds, milliseconds) = magnitude.quotientAndRemainder(dividingBy: 1_000)
        let sign = millisecondsSinceEpoch < 0 ? "-" : ""
        guard milliseconds > 0 else { return "\(sign)\(seconds)" }
        return "\(sign)\(seconds).\(padded(Int(milliseconds), 3))"
    }
}

/// A number with zeros before it, to a width.
private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// The fields of the Gregorian calendar of an instant, in UTC.
private struct CalendarFields {
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int
    let millisecond: Int
    /// 0 for Thursday, the day of the epoch, to 6 for Wednesday.
    let daysAfterThursday: Int

    init(_ instant: WireTimestamp) {
        let (quotient, remainder) = instant.millisecondsSinceEpoch.quotientAndRemainder(dividingBy: 86_400_000)
        let days = Int(remainder < 0 ? quotient - 1 : quotient)
        let rest = Int(remainder < 0 ? remainder + 86_400_000 : remainder)
        // Days are counted in eras of 400 years beginning on a first of March, so that leap days come last.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = rest / 3_600_000
        minute = rest / 60_000 % 60
        second = rest / 1_000 % 60
        millisecond = rest % 1_000
        daysAfterThursday = ((days % 7) + 7) % 7
    }

    var iso8601: String {
        let fraction = millisecond == 0 ? "" : ".\(padded(millisecond, 3))"
        let sign = year < 0 ? "-" : ""
        return "\(sign)\(padded(abs(year), 4))-\(padded(month, 2))-\(padded(day, 2))T\(clock)\(fraction)Z"
    }

    var rfc822: String {
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][daysAfterThursday]
        return "\(weekday), \(padded(day, 2)) \(TimestampParser.months[month - 1]) \(padded(year, 4)) \(clock) GMT"
    }

    private var clock: String {
        "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))"
    }
}
