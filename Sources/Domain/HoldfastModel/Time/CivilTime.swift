/// A moment taken apart into the fields of the proleptic Gregorian calendar, in UTC.
///
/// Days since the epoch are turned into dates by counting 400-year eras of 146,097 days, which needs no tables and holds
/// for every year a 64-bit count of milliseconds reaches.
public struct CivilTime: Hashable, Sendable {
    /// The year, which may be negative.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, 1 to 31.
    public let day: Int
    /// The hour, 0 to 23.
    public let hour: Int
    /// The minute, 0 to 59.
    public let minute: Int
    /// The second, 0 to 59.
    public let second: Int
    /// The millisecond, 0 to 999.
    public let millisecond: Int
    /// The day of the week, 1 for Sunday to 7 for Saturday, as AWS cron counts them.
    public let weekday: Int

    /// Takes a moment apart.
    public init(_ instant: Instant) {
        let (days, milliseconds) = Self.floorDivide(instant.millisecondsSinceEpoch, 86_400_000)
        let shifted = days + 719_468
        let (era, dayOfEra) = Self.floorDivide(shifted, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
        month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
        hour = Int(milliseconds / 3_600_000)
        minute = Int(milliseconds / 60_000 % 60)
        second = Int(milliseconds / 1_000 % 60)
        millisecond = Int(milliseconds % 1_000)
        weekday = Int(Self.floorDivide(days + 4, 7).1) + 1
    }

    /// Takes the beginning of a day apart, which is counted from 1970-01-01.
    public init(dayNumber: Int64) { self.init(Instant(millisecondsSinceEpoch: dayNumber * 86_400_000)) }

    /// The number of days from 1970-01-01 to a date of the Gregorian calendar.
    public static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int64 {
        let shiftedYear = Int64(month <= 2 ? year - 1 : year)
        let (era, yearOfEra) = floorDivide(shiftedYear, 400)
        let shiftedMonth = Int64(month > 2 ? month - 3 : month + 9)
        let dayOfYear = (153 * shiftedMonth + 2) / 5 + Int64(day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The number of days the month of that year has.
    public static func daysInMonth(year: Int, month: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        default: 31
        }
    }

    /// `2026-11-23T18:00:00Z`, or with `.123` before the `Z` when the milliseconds are not zero.
    public var rfc3339: String {
        let date = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
        let time = "\(Self.padded(hour, 2)):\(Self.padded(minute, 2)):\(Self.padded(second, 2))"
        let fraction = millisecond == 0 ? "" : ".\(Self.padded(millisecond, 3))"
        return "\(date)T\(time)\(fraction)Z"
    }

    /// A number with zeros before it, to a width.
    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(abs(number))
        let zeros = String(repeating: "0", count: max(0, width - digits.count))
        return (number < 0 ? "-" : "") + zeros + digits
    }

    /// Quotient and remainder with a remainder that is never negative.
    package static func floorDivide(_ number: Int64, _ divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
