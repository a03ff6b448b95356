/// A moment of simulated time, in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// The simulator keeps its own time type: it shares no type with the product it is used to judge.
public struct Moment: Sendable, Hashable, Comparable {
    /// Milliseconds since the epoch.
    public let milliseconds: Int64

    /// Makes the moment that many milliseconds after the epoch.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Makes the moment that begins a minute of a day, in UTC.
    package init(day: Int64, hour: Int = 0, minute: Int = 0) {
        milliseconds = ((day * 24 + Int64(hour)) * 60 + Int64(minute)) * 60_000
    }

    /// Seconds since the epoch, with milliseconds as the fraction.
    package var seconds: Double { Double(milliseconds) / 1_000 }

    /// The whole days since the epoch.
    package var day: Int64 { milliseconds.floorDivided(by: Moment.dayLength) }

    /// Milliseconds in a day.
    package static let dayLength: Int64 = 86_400_000

    /// The moment that many seconds later.
    package func adding(seconds: Int64) -> Moment { Moment(milliseconds: milliseconds + seconds * 1_000) }

    /// The moment that many minutes later.
    package func adding(minutes: Int64) -> Moment { adding(seconds: minutes * 60) }

    /// The moment that many days of 24 hours later.
    package func adding(days: Int64) -> Moment { Moment(milliseconds: milliseconds + days * Moment.dayLength) }

    /// Orders by time.
    public static func < (left: Moment, right: Moment) -> Bool { left.milliseconds < right.milliseconds }
}

extension Int64 {
    /// The quotient rounded down, for times before the epoch too.
    package func floorDivided(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

/// A moment taken apart into the fields of the Gregorian calendar.
package struct CalendarFields: Sendable, Hashable {
    /// The year.
    package let year: Int
    /// The month, 1 to 12.
    package let month: Int
    /// The day of the month, 1 to 31.
    package let day: Int
    /// The hour, 0 to 23.
    package let hour: Int
    /// The minute, 0 to 59.
    package let minute: Int
    /// The second, 0 to 59.
    package let second: Int
    /// The millisecond, 0 to 999.
    package let millisecond: Int
    /// The day of the week, 1 for Sunday to 7 for Saturday.
    package let weekday: Int

    /// Takes a moment apart, in UTC.
    package init(_ moment: Moment) {
        let days = moment.day
        let rest = Int(moment.milliseconds - days * Moment.dayLength)
        let shifted = days + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
        month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
        hour = rest / 3_600_000
        minute = rest / 60_000 % 60
        second = rest / 1_000 % 60
        millisecond = rest % 1_000
        weekday = Int(days + 4 - (days + 4).floorDivided(by: 7) * 7) + 1
    }

    /// The whole days from the epoch to a date.
    package static func days(year: Int, month: Int, day: Int) -> Int64 {
        let shiftedYear = Int64(month <= 2 ? year - 1 : year)
        let era = shiftedYear.floorDivided(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * Int64(month > 2 ? month - 3 : month + 9) + 2) / 5 + Int64(day) - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The number of days that month has.
    package static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        default: 31
        }
    }
}

extension Moment {
    private static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let dayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    /// `2026-11-23T18:00:00.123Z`, as the query protocols write times.
    package var iso8601: String {
        let fields = CalendarFields(self)
        return "\(date(fields))T\(time(fields)).\(fields.millisecond.padded(3))Z"
    }

    /// `2026-11-23T18:00:00Z`, without the milliseconds.
    package var iso8601Seconds: String {
        let fields = CalendarFields(self)
        return "\(date(fields))T\(time(fields))Z"
    }

    /// `20261123T180000Z`, as signatures write times.
    package var basicISO8601: String {
        let fields = CalendarFields(self)
        return "\(fields.year.padded(4))\(fields.month.padded(2))\(fields.day.padded(2))T"
            + "\(fields.hour.padded(2))\(fields.minute.padded(2))\(fields.second.padded(2))Z"
    }

    /// `Mon, 23 Nov 2026 18:00:00 GMT`, as HTTP writes times.
    package var httpDate: String {
        let fields = CalendarFields(self)
        return "\(Self.dayNames[fields.weekday - 1]), \(fields.day.padded(2)) \(Self.monthNames[fields.month - 1]) "
            + "\(fields.year.padded(4)) \(time(fields)) GMT"
    }

    /// Reads `20261123T180000Z`, or gives nothing when the text is not that.
    package init?(basicISO8601 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") else { return nil }
        func number(_ from: Int, _ count: Int) -> Int? {
            let digits = bytes[from..<from + count]
            guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        guard let year = number(0, 4), let month = number(4, 2), let day = number(6, 2), let hour = number(9, 2),
            let minute = number(11, 2), let second = number(13, 2), (1...12).contains(month),
            (1...CalendarFields.length(ofMonth: month, year: year)).contains(day), hour < 24, minute < 60, second < 61
        else { return nil }
        self = Moment(day: CalendarFields.days(year: year, month: month, day: day), hour: hour, minute: minute)
            .adding(seconds: Int64(second))
    }

    /// Reads `2026-11-23T18:00:00Z`, with or without a fraction of a second, which it drops; gives nothing for anything else.
    package init?(iso8601 text: String) {
        guard text.hasSuffix("Z"), text.utf8.count >= 20 else { return nil }
        let whole = text.dropLast().split(separator: ".", maxSplits: 1).first ?? ""
        self.init(basicISO8601: whole.filter { $0 != "-" && $0 != ":" } + "Z")
    }

    private func date(_ fields: CalendarFields) -> String {
        "\(fields.year.padded(4))-\(fields.month.padded(2))-\(fields.day.padded(2))"
    }

    private func time(_ fields: CalendarFields) -> String {
        "\(fields.hour.padded(2)):\(fields.minute.padded(2)):\(fields.second.padded(2))"
    }
}

extension Int {
    /// The number with zeros before it, to a width.
    package func padded(_ width: Int) -> String {
        let digits = String(self)
        return digits.utf8.count >= width ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
    }
}
