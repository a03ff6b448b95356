/// When a backup rule fires: a cron expression in a time zone, or a rate.
package struct BackupSchedule: Sendable, Hashable {
    private enum Form: Sendable, Hashable {
        case cron(CronFields)
        case rate(minutes: Int64)
    }

    private let form: Form
    private let zone: TimeZoneRules

    /// Reads `cron(0 5 ? * * *)`, the same without `cron(…)`, or `rate(12 hours)`; gives nothing for anything else.
    package init?(_ expression: String, zone: TimeZoneRules) {
        var text = expression[...]
        func body(_ prefix: String) -> Substring? {
            text.hasPrefix("\(prefix)(") && text.hasSuffix(")") ? text.dropFirst(prefix.count + 1).dropLast() : nil
        }
        if let rate = body("rate") {
            let parts = rate.split(separator: " ")
            guard parts.count == 2, let number = Int64(parts[0]), number > 0, number < 1_000_000 else { return nil }
            switch parts[1] {
            case "minute", "minutes": form = .rate(minutes: number)
            case "hour", "hours": form = .rate(minutes: number * 60)
            case "day", "days": form = .rate(minutes: number * 1_440)
            default: return nil
            }
        } else {
            if let cron = body("cron") { text = cron }
            guard let fields = CronFields(text) else { return nil }
            form = .cron(fields)
        }
        self.zone = zone
    }

    /// Every moment the schedule fires after one moment and up to another, sorted.
    ///
    /// - Parameter anchor: What a rate counts from: when its plan was made, in whole minutes.
    package func occurrences(after start: Moment, through end: Moment, anchor: Moment) -> [Moment] {
        guard start < end else { return [] }
        switch form {
        case .rate(let minutes):
            let step = minutes * 60_000
            let origin = anchor.milliseconds.floorDivided(by: 60_000) * 60_000
            var count = max(1, (start.milliseconds - origin).floorDivided(by: step) + 1)
            var fires: [Moment] = []
            while origin + count * step <= end.milliseconds {
                fires.append(Moment(milliseconds: origin + count * step))
                count += 1
            }
            return fires
        case .cron(let fields):
            var fires: [Moment] = []
            for day in (start.day - 1)...(end.day + 1) {
                for minute in fields.minutes(onDay: day) {
                    let moment = zone.moment(ofLocal: Moment(day: day, minute: minute))
                    if let moment, moment > start, moment <= end { fires.append(moment) }
                }
            }
            return fires
        }
    }

    /// The next moments the schedule fires after one, at most that many, within four years.
    package func next(_ count: Int, after start: Moment, anchor: Moment) -> [Moment] {
        var fires: [Moment] = []
        var from = start
        var span: Int64 = 1
        while fires.count < count, from < start.adding(days: 1_461) {
            let to = from.adding(days: span)
            fires += occurrences(after: from, through: to, anchor: anchor)
            from = to
            span = min(span * 2, 64)
        }
        return Array(fires.prefix(count))
    }
}
