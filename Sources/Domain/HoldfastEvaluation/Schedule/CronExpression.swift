internal import HoldfastModel

/// When a backup rule runs: AWS's `cron(minute hour day-of-month month day-of-week year)` or `rate(n unit)`.
///
/// Each day is expanded by itself from 00:00 to 23:59, as AWS Backup does: `13/12` in the hour field is 13:00 and no
/// second run, so that an "every 12 hours" schedule that starts after 11:59 runs once a day. `L`, `W`, `#`, ranges past
/// the end of a field and time zones with rules of their own are named, not guessed.
/// Sources: AWS Backup Developer Guide, "Backup plan options and configuration"; Amazon EventBridge User Guide,
/// "Setting a schedule pattern for scheduled rules".
public struct CronExpression: Hashable, Sendable {
    /// What reading an expression gives.
    public enum Parsing: Hashable, Sendable {
        /// An expression whose runs can be told.
        case expression(CronExpression)
        /// AWS would refuse it, for that reason.
        case invalid(String)
        /// It may be right, but holds a construct that is not modelled.
        case unsupported(construct: String)
    }

    /// The schedule AWS Backup uses for a rule that has none.
    ///
    /// Source: AWS Backup API Reference, "BackupRuleInput", `ScheduleExpression`.
    public static let defaultText = "cron(0 5 ? * * *)"

    /// The fixed length of `rate(…)`; nothing for a calendar.
    package let rate: Duration?
    /// Minutes to add to UTC for the clock the expression is written in.
    let offsetMinutes: Int
    /// Minutes of the day at which it runs, sorted.
    let minutesOfDay: [Int]
    private let dayOfMonth: CronField?
    private let month: CronField?
    private let dayOfWeek: CronField?
    private let year: CronField?

    /// Reads an expression and the zone it is written in; no expression is AWS's default, no zone is UTC.
    public static func parse(_ text: String?, timezone: String? = nil) -> Parsing {
        let text = text ?? defaultText
        guard let offset = offsetMinutes(of: timezone ?? "UTC") else {
            return .unsupported(construct: "the time zone \(timezone ?? "")")
        }
        if let inner = inside(text, "cron") { return calendar(inner, offset) }
        if let inner = inside(text, "rate") { return rate(inner) }
        return .invalid("`\(text)` is neither cron(…) nor rate(…)")
    }

    /// Whether the whole day can be told to be one of its days.
    func runs(on date: CivilTime) -> Bool {
        guard let dayOfMonth, let month, let dayOfWeek, let year else { return false }
        return year.contains(date.year) && month.contains(date.month) && dayOfMonth.contains(date.day)
            && dayOfWeek.contains(date.weekday)
    }

    /// Whether it runs every day of every year.
    var isDaily: Bool {
        guard let dayOfMonth, let month, let dayOfWeek, let year else { return false }
        return year.isEvery && month.isEvery && (dayOfMonth.values == nil || dayOfMonth.isEvery)
            && (dayOfWeek.values == nil || dayOfWeek.isEvery)
    }

    private init(_ fields: [CronField], _ offset: Int) {
        rate = nil
        offsetMinutes = offset
        let minutes = fields[0].values ?? []
        minutesOfDay = (fields[1].values ?? []).flatMap { hour in minutes.map { hour * 60 + $0 } }.sorted()
        dayOfMonth = fields[2]
        month = fields[3]
        dayOfWeek = fields[4]
        year = fields[5]
    }

    private init(rate: Duration) {
        self.rate = rate
        offsetMinutes = 0
        minutesOfDay = []
        dayOfMonth = nil
        month = nil
        dayOfWeek = nil
        year = nil
    }

    private static func inside(_ text: String, _ word: String) -> Substring? {
        guard text.hasPrefix("\(word)("), text.hasSuffix(")") else { return nil }
        return text.dropFirst(word.utf8.count + 1).dropLast()
    }

    private static func calendar(_ text: Substring, _ offset: Int) -> Parsing {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "\t" })
        guard parts.count == 6 else { return .invalid("\(parts.count) fields where AWS wants six") }
        var fields: [CronField] = []
        do {
            for (part, kind) in zip(parts, CronField.Kind.allCases) { fields.append(try CronField(part, kind)) }
        } catch {
            switch error {
            case .invalid(let reason): return .invalid(reason)
            case .unsupported(let construct): return .unsupported(construct: construct)
            }
        }
        guard (fields[2].values == nil) != (fields[4].values == nil) else {
            return .invalid("one, and only one, of day of month and day of week must be `?`")
        }
        return .expression(CronExpression(fields, offset))
    }

    private static func rate(_ text: Substring) -> Parsing {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let count = Int(parts[0]), (1...52_560_000).contains(count) else {
            return .invalid("`\(text)` is not a number and a unit")
        }
        let units = ["minute": 60, "hour": 3_600, "day": 86_400]
        let unit = count == 1 ? String(parts[1]) : String(parts[1].hasSuffix("s") ? parts[1].dropLast() : "")
        guard let seconds = units[unit] else { return .invalid("the unit `\(parts[1])` for \(count)") }
        return .expression(CronExpression(rate: .seconds(count * seconds)))
    }

    /// Zones that never change their clock: UTC by its names and `Etc/GMT±n`, whose sign is turned round by convention.
    private static func offsetMinutes(of zone: String) -> Int? {
        let utc: Set = [
            "UTC", "Etc/UTC", "GMT", "Etc/GMT", "UCT", "Etc/UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal",
            "Greenwich", "Etc/Greenwich", "GMT0", "Etc/GMT0", "Etc/GMT+0", "Etc/GMT-0",
        ]
        if utc.contains(zone) { return 0 }
        guard zone.hasPrefix("Etc/GMT"), let hours = Int(zone.dropFirst(7)), (-14...12).contains(hours) else {
            return nil
        }
        return -hours * 60
    }
}
