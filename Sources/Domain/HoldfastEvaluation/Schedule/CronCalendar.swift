internal import HoldfastModel

/// The local days and times of day at which a cron expression runs, in whatever zone it is written.
struct CronCalendar: Hashable, Sendable {
    /// Hours of the day, bit n for the hour n.
    let hours: UInt32
    /// Minutes of the hour, bit n for the minute n.
    let minutes: UInt64
    private let months: UInt32
    private let days: CronDays
    private let years: CronField

    /// Reads the six fields.
    init(_ fields: [Substring]) throws(CronField.Failure) {
        minutes = try CronField(fields[0], .minute).mask
        hours = UInt32(truncatingIfNeeded: try CronField(fields[1], .hour).mask)
        days = try CronDays(dayOfMonth: fields[2], dayOfWeek: fields[4])
        months = UInt32(truncatingIfNeeded: try CronField(fields[3], .month).mask)
        years = try CronField(fields[5], .year)
    }

    /// Whether it runs every day of every year.
    var isDaily: Bool { days == .every && months == 0x1FFE && years.isEvery }

    /// The first day it runs on, from a day on that is counted from 1970-01-01; nothing when its years are over.
    func nextDay(from day: Int64) -> Int64? {
        guard day <= Self.lastDay else { return nil }
        let date = CivilTime(dayNumber: max(0, day))
        var (year, month) = (date.year, date.month)
        var from = UInt32.max << UInt32(date.day)
        while year <= Self.lastYear {
            let mask = mask(year, month) & from
            if mask != 0 {
                return CivilTime.daysSinceEpoch(year: year, month: month, day: mask.trailingZeroBitCount)
            }
            from = .max
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
        }
        return nil
    }

    /// The last day it runs on, up to a day and with it; nothing when its years had not begun.
    func previousDay(through day: Int64) -> Int64? {
        guard day >= 0 else { return nil }
        let date = CivilTime(dayNumber: min(day, Self.lastDay))
        var (year, month) = (date.year, date.month)
        var until = UInt32.max >> UInt32(31 - date.day)
        while year >= Self.firstYear {
            let mask = mask(year, month) & until
            if mask != 0 {
                let day = 31 - mask.leadingZeroBitCount
                return CivilTime.daysSinceEpoch(year: year, month: month, day: day)
            }
            until = .max
            (year, month) = month == 1 ? (year - 1, 12) : (year, month - 1)
        }
        return nil
    }

    /// The first minute of the day it runs at, from a minute on.
    func nextMinute(from minute: Int) -> Int? {
        guard minute < 1_440 else { return nil }
        let (hour, rest) = max(0, minute).quotientAndRemainder(dividingBy: 60)
        let later = minutes & (.max << UInt64(rest))
        if hours & (1 << UInt32(hour)) != 0, later != 0 { return hour * 60 + later.trailingZeroBitCount }
        let laterHours = hours & (.max << UInt32(hour + 1))
        guard laterHours != 0 else { return nil }
        return laterHours.trailingZeroBitCount * 60 + minutes.trailingZeroBitCount
    }

    /// The last minute of the day it runs at, up to a minute and with it.
    func previousMinute(through minute: Int) -> Int? {
        guard minute >= 0 else { return nil }
        let (hour, rest) = min(1_439, minute).quotientAndRemainder(dividingBy: 60)
        let earlier = minutes & (.max >> UInt64(63 - rest))
        if hours & (1 << UInt32(hour)) != 0, earlier != 0 { return hour * 60 + 63 - earlier.leadingZeroBitCount }
        let earlierHours = hours & ((1 << UInt32(hour)) - 1)
        guard earlierHours != 0 else { return nil }
        return (31 - earlierHours.leadingZeroBitCount) * 60 + 63 - minutes.leadingZeroBitCount
    }

    private func mask(_ year: Int, _ month: Int) -> UInt32 {
        guard months & (1 << UInt32(month)) != 0, years.contains(year) else { return 0 }
        return days.mask(year: year, month: month)
    }

    private static let firstYear = CronField.Kind.year.range.lowerBound
    private static let lastYear = CronField.Kind.year.range.upperBound
    private static let lastDay = CivilTime.daysSinceEpoch(year: lastYear, month: 12, day: 31)
}
