internal import HoldfastModel

/// When a backup rule runs: AWS's `cron(minute hour day-of-month month day-of-week year)` or `rate(n unit)`.
///
/// Each day is expanded by itself from 00:00 to 23:59, as AWS Backup does: `13/12` in the hour field is 13:00 and no
/// second run, so that an "every 12 hours" schedule that starts after 11:59 runs once a day. Local times that the clocks
/// skip have no run; those they show twice have one, at the first. What AWS's pages do not describe, such as a range
/// past the end of its field, is named, not guessed.
/// Sources: AWS Backup Developer Guide, "Backup plan options and configuration"; Amazon EventBridge User Guide, "Cron
/// expressions reference"; AWS re:Post, "How do I adjust my EventBridge schedule for Daylight Saving Time?".
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
    /// The clocks the expression is written in.
    let zone: TimeZoneRules
    /// The days and times of day; nothing for a rate.
    let calendar: CronCalendar?

    /// Reads an expression and the zone it is written in; no expression is AWS's default, no zone is UTC.
    public static func parse(_ text: String?, timezone: String? = nil) -> Parsing {
        let text = text ?? defaultText
        guard let zone = timezone.map({ TimeZoneRules(named: $0) }) ?? .utc else {
            return .unsupported(construct: "the time zone \(timezone ?? "")")
        }
        if let inner = inside(text, "cron") { return calendar(inner, zone) }
        if let inner = inside(text, "rate") { return rate(inner) }
        return .invalid("`\(text)` is neither cron(…) nor rate(…)")
    }

    private static func inside(_ text: String, _ word: String) -> Substring? {
        guard text.hasPrefix("\(word)("), text.hasSuffix(")") else { return nil }
        return text.dropFirst(word.utf8.count + 1).dropLast()
    }

    private static func calendar(_ text: Substring, _ zone: TimeZoneRules) -> Parsing {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "\t" })
        guard parts.count == 6 else { return .invalid("\(parts.count) fields where AWS wants six") }
        do {
            return .expression(CronExpression(rate: nil, zone: zone, calendar: try CronCalendar(parts)))
        } catch {
            switch error {
            case .invalid(let reason): return .invalid(reason)
            case .unsupported(let construct): return .unsupported(construct: construct)
            }
        }
    }

    private static func rate(_ text: Substring) -> Parsing {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let count = Int(parts[0]), (1...52_560_000).contains(count) else {
            return .invalid("`\(text)` is not a number and a unit")
        }
        let units = ["minute": 60, "hour": 3_600, "day": 86_400]
        let unit = count == 1 ? String(parts[1]) : String(parts[1].hasSuffix("s") ? parts[1].dropLast() : "")
        guard let seconds = units[unit] else { return .invalid("the unit `\(parts[1])` for \(count)") }
        return .expression(CronExpression(rate: .seconds(count * seconds), zone: .utc, calendar: nil))
    }
}
