internal import HoldfastModel

/// The days of a month on which a cron expression runs: what its two day fields say together.
///
/// Source: Amazon EventBridge User Guide, "Cron expressions reference".
enum CronDays: Hashable, Sendable {
    /// Every day.
    case every
    /// Days of the month, bit n for the day n.
    case ofMonth(UInt32)
    /// That many days before the last of the month; 0 for the last.
    case beforeEnd(Int)
    /// The Monday to Friday closest to that day, within its month; a month without the day has none.
    case nearestWeekday(Int)
    /// Days of the week, bit n for the n-th, 1 for Sunday.
    case ofWeek(UInt32)
    /// The last such day of the week in the month.
    case lastOfWeek(Int)
    /// The n-th such day of the week in the month; a month without it has none.
    case nthOfWeek(Int, Int)

    /// The days of one month, bit n for the day n.
    func mask(year: Int, month: Int) -> UInt32 {
        let length = CivilTime.daysInMonth(year: year, month: month)
        let all = UInt32.max >> UInt32(31 - length) & ~1
        switch self {
        case .every: return all
        case .ofMonth(let days): return days & all
        case .beforeEnd(let days): return days < length ? 1 << UInt32(length - days) : 0
        case .nearestWeekday(let day):
            guard day <= length else { return 0 }
            return 1 << UInt32(Self.weekday(nearest: day, length: length, first: Self.firstWeekday(year, month)))
        case .ofWeek(let weekdays):
            let first = Self.firstWeekday(year, month)
            // Day 1 is weekday `first`; the pattern of seven repeats over the month.
            let turned = ((weekdays >> 1) | (weekdays >> 1) << 7) >> UInt32(first - 1) & 0x7F
            let weeks = UInt64(turned) * 0x1020_4081
            return UInt32(truncatingIfNeeded: weeks << 1) & all
        case .lastOfWeek(let weekday):
            let day = Self.first(weekday, Self.firstWeekday(year, month))
            return 1 << UInt32(day + (length - day) / 7 * 7)
        case .nthOfWeek(let weekday, let ordinal):
            let day = Self.first(weekday, Self.firstWeekday(year, month)) + (ordinal - 1) * 7
            return day <= length ? 1 << UInt32(day) : 0
        }
    }

    /// Reads the two fields, of which one and only one is `?`.
    init(dayOfMonth: Substring, dayOfWeek: Substring) throws(CronField.Failure) {
        switch (dayOfMonth == "?", dayOfWeek == "?") {
        case (false, true): try self.init(dayOfMonth: dayOfMonth.uppercased()[...])
        case (true, false): try self.init(dayOfWeek: dayOfWeek.uppercased()[...])
        default: throw .invalid("one, and only one, of day of month and day of week must be `?`")
        }
    }

    private init(dayOfMonth text: Substring) throws(CronField.Failure) {
        if text == "L" {
            self = .beforeEnd(0)
        } else if text.hasPrefix("L-"), let days = Int(text.dropFirst(2)), (1...30).contains(days) {
            self = .beforeEnd(days)
        } else if text.hasSuffix("W"), !text.contains("L"), !text.contains(",") {
            self = .nearestWeekday(try CronField.number(text.dropLast(), .dayOfMonth))
        } else if text.contains("L") || text.contains("W") {
            throw .unsupported("`L` or `W` in `\(text)` in the day of month field")
        } else {
            let field = try CronField(text, .dayOfMonth)
            self = field.isEvery ? .every : .ofMonth(UInt32(truncatingIfNeeded: field.mask))
        }
    }

    private init(dayOfWeek text: Substring) throws(CronField.Failure) {
        // No name of a day holds an L.
        if text == "L" {
            self = .ofWeek(1 << 7)
        } else if text.contains("#") {
            let parts = text.split(separator: "#", omittingEmptySubsequences: false)
            guard parts.count == 2, let ordinal = Int(parts[1]), (1...5).contains(ordinal) else {
                throw .invalid("`\(text)` in the day of week field, where `#` stands for one day of one week")
            }
            self = .nthOfWeek(try CronField.number(parts[0], .dayOfWeek), ordinal)
        } else if text.hasSuffix("L"), !text.contains(","), !text.contains("-") {
            self = .lastOfWeek(try CronField.number(text.dropLast(), .dayOfWeek))
        } else if text.contains("L") {
            throw .unsupported("`L` in `\(text)` in the day of week field")
        } else {
            let field = try CronField(text, .dayOfWeek)
            self = field.isEvery ? .every : .ofWeek(UInt32(truncatingIfNeeded: field.mask))
        }
    }

    /// The day of the week of the first of a month, 1 for Sunday.
    private static func firstWeekday(_ year: Int, _ month: Int) -> Int {
        let days = CivilTime.daysSinceEpoch(year: year, month: month, day: 1)
        // 1970-01-01 was a Thursday, and no year of a schedule is before it.
        return Int((days + 4) % 7) + 1
    }

    /// The first day of the month that is such a day of the week.
    private static func first(_ weekday: Int, _ firstWeekday: Int) -> Int { 1 + (weekday - firstWeekday + 7) % 7 }

    private static func weekday(nearest day: Int, length: Int, first: Int) -> Int {
        switch (first - 1 + day - 1) % 7 {
        case 6: day > 1 ? day - 1 : day + 2
        case 0: day < length ? day + 1 : day - 2
        default: day
        }
    }
}
