/// An AWS cron expression: minutes, hours, days of the month, months, days of the week, years.
///
/// Written from the tables of the EventBridge page "Cron expressions" and independent of the product's own reading, so
/// that one judges the other. `L`, `W` and `#` are understood.
package struct CronFields: Sendable, Hashable {
    /// How days are chosen.
    private enum Days: Sendable, Hashable {
        /// Days of the month by bit.
        case ofMonth(UInt64)
        /// The last day of the month.
        case last
        /// The weekday nearest to that day.
        case nearestWeekday(Int)
        /// The last day of the month that is a Monday to Friday.
        case lastWeekday
        /// Days of the week by bit, 1 for Sunday.
        case ofWeek(UInt64)
        /// The last such day of the week in the month.
        case lastOfWeek(Int)
        /// The n-th such day of the week in the month.
        case nthOfWeek(Int, Int)
    }

    private let minutes: UInt64
    private let hours: UInt64
    private let months: UInt64
    private let years: [ClosedRange<Int>: Int]
    private let days: Days

    private static let monthNames = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]
    private static let dayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

    /// Reads the six fields between the parentheses; gives nothing when they are no AWS cron expression.
    package init?(_ text: some StringProtocol) {
        let fields = text.split(separator: " ").map { $0.uppercased() }
        guard fields.count == 6, let minutes = Self.bits(fields[0], 0...59), let hours = Self.bits(fields[1], 0...23),
            let months = Self.bits(fields[3], 1...12, names: Self.monthNames),
            let days = Self.days(ofMonth: fields[2], ofWeek: fields[4]), let years = Self.years(fields[5])
        else { return nil }
        self.minutes = minutes
        self.hours = hours
        self.months = months
        self.days = days
        self.years = years
    }

    /// The minutes of one day, counted from its midnight, at which the expression fires; sorted.
    package func minutes(onDay day: Int64) -> [Int] {
        let date = CalendarFields(Moment(day: day))
        guard months & (1 << UInt64(date.month)) != 0, matches(year: date.year), matches(date) else { return [] }
        var fires: [Int] = []
        for hour in 0...23 where hours & (1 << UInt64(hour)) != 0 {
            for minute in 0...59 where minutes & (1 << UInt64(minute)) != 0 { fires.append(hour * 60 + minute) }
        }
        return fires
    }

    private func matches(year: Int) -> Bool {
        years.contains { $0.key.contains(year) && (year - $0.key.lowerBound) % $0.value == 0 }
    }

    private func matches(_ date: CalendarFields) -> Bool {
        let length = CalendarFields.length(ofMonth: date.month, year: date.year)
        switch days {
        case .ofMonth(let bits): return bits & (1 << UInt64(date.day)) != 0
        case .ofWeek(let bits): return bits & (1 << UInt64(date.weekday)) != 0
        case .last: return date.day == length
        case .lastOfWeek(let weekday): return date.weekday == weekday && date.day + 7 > length
        case .nthOfWeek(let weekday, let ordinal):
            return date.weekday == weekday && (date.day - 1) / 7 + 1 == ordinal
        case .nearestWeekday(let target):
            return date.day == Self.weekday(nearest: min(target, length), to: date, length: length)
        case .lastWeekday:
            let lastWeekday = Self.weekday(ofDay: length, from: date)
            return date.day == length - (lastWeekday == 7 ? 1 : lastWeekday == 1 ? 2 : 0)
        }
    }

    private static func weekday(ofDay day: Int, from date: CalendarFields) -> Int {
        ((date.weekday - 1 + day - date.day) % 7 + 7) % 7 + 1
    }

    private static func weekday(nearest target: Int, to date: CalendarFields, length: Int) -> Int {
        switch weekday(ofDay: target, from: date) {
        case 7: target > 1 ? target - 1 : target + 2
        case 1: target < length ? target + 1 : target - 2
        default: target
        }
    }

    /// Exactly one of the two day fields must be `?`.
    private static func days(ofMonth monthText: String, ofWeek weekText: String) -> Days? {
        if weekText == "?" {
            switch monthText {
            case "?": return nil
            case "L": return .last
            case "LW": return .lastWeekday
            default: break
            }
            if monthText.hasSuffix("W"), let day = Int(monthText.dropLast()), (1...31).contains(day) {
                return .nearestWeekday(day)
            }
            return bits(monthText, 1...31).map { .ofMonth($0) }
        }
        guard monthText == "?" else { return nil }
        if weekText == "L" { return .ofWeek(1 << 7) }
        if weekText.hasSuffix("L"), let day = number(weekText.dropLast(), dayNames), (1...7).contains(day) {
            return .lastOfWeek(day)
        }
        let parts = weekText.split(separator: "#")
        if parts.count == 2, let day = number(parts[0], dayNames), (1...7).contains(day), let ordinal = Int(parts[1]),
            (1...5).contains(ordinal)
        {
            return .nthOfWeek(day, ordinal)
        }
        return bits(weekText, 1...7, names: dayNames).map { .ofWeek($0) }
    }

    private static func years(_ text: String) -> [ClosedRange<Int>: Int]? {
        var years: [ClosedRange<Int>: Int] = [:]
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let (range, step) = span(item, 1970...2199, names: []) else { return nil }
            years[range] = step
        }
        return years
    }

    private static func bits(_ text: String, _ bounds: ClosedRange<Int>, names: [String] = []) -> UInt64? {
        var bits: UInt64 = 0
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let (range, step) = span(item, bounds, names: names) else { return nil }
            for value in stride(from: range.lowerBound, through: range.upperBound, by: step) {
                bits |= 1 << UInt64(value)
            }
        }
        return bits
    }

    /// A range and its step: `*`, `5`, `1-5`, `*/10`, `0/15`, `MON-FRI`.
    private static func span(
        _ text: Substring, _ bounds: ClosedRange<Int>, names: [String]
    ) -> (ClosedRange<Int>, Int)? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count) else { return nil }
        var step = 1
        if parts.count == 2 {
            guard let given = Int(parts[1]), given > 0 else { return nil }
            step = given
        }
        if parts[0] == "*" { return (bounds, step) }
        let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false)
        guard (1...2).contains(ends.count), let low = number(ends[0], names), bounds.contains(low) else { return nil }
        if ends.count == 1 { return (low...(parts.count == 2 ? bounds.upperBound : low), step) }
        guard let high = number(ends[1], names), bounds.contains(high), low <= high else { return nil }
        return (low...high, step)
    }

    private static func number(_ text: some StringProtocol, _ names: [String]) -> Int? {
        if let index = names.firstIndex(of: String(text)) { return index + 1 }
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }
}
