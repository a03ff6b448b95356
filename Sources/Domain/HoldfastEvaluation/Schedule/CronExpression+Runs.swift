public import HoldfastModel

/// The longest time between two runs.
public enum RunInterval: Hashable, Sendable {
    /// Two runs are never further apart.
    case atMost(Duration)
    /// There is no run, or a last one.
    case endless
}

extension CronExpression {
    /// A run that is asked for.
    public enum Run: Hashable, Sendable {
        /// It is at that moment.
        case at(Instant)
        /// There is none.
        case none
        /// A rate runs by the moment AWS began to count from, which AWS does not tell.
        case unknown(construct: String)
    }

    /// The first run after a moment, that moment not included.
    public func next(after instant: Instant) -> Run {
        guard rate == nil else { return .unknown(construct: Self.rateConstruct) }
        let start = local(instant)
        for day in dayNumber(start)..<Self.lastDay where runs(onDay: day) {
            for minute in minutesOfDay {
                let run = self.instant(day: day, minute: minute)
                if run > instant { return .at(run) }
            }
        }
        return .none
    }

    /// The last run before a moment, that moment not included.
    public func previous(before instant: Instant) -> Run {
        guard rate == nil else { return .unknown(construct: Self.rateConstruct) }
        let end = dayNumber(local(instant))
        for day in stride(from: min(end, Self.lastDay), through: 0, by: -1) where runs(onDay: day) {
            for minute in minutesOfDay.reversed() {
                let run = self.instant(day: day, minute: minute)
                if run < instant { return .at(run) }
            }
        }
        return .none
    }

    /// The runs from `start` until before `end`, in order, `limit` of them at most; nothing for a rate.
    public func runs(from start: Instant, until end: Instant, limit: Int = 10_000) -> [Instant]? {
        guard rate == nil else { return nil }
        var found: [Instant] = []
        var cursor = Instant(millisecondsSinceEpoch: start.millisecondsSinceEpoch - 1)
        while found.count < limit, case .at(let run) = next(after: cursor), run < end {
            found.append(run)
            cursor = run
        }
        return found
    }

    /// The longest time between two of its runs in the years that follow a moment.
    ///
    /// Nine years hold every leap day but those around 2100 and 2200; a schedule whose years end has no longest time.
    public func greatestInterval(after instant: Instant) -> RunInterval {
        Self.greatestInterval(of: [self], after: instant)
    }

    /// The longest time between two runs of any of several expressions.
    public static func greatestInterval(of expressions: [CronExpression], after instant: Instant) -> RunInterval {
        let rates = expressions.compactMap(\.rate)
        let byOffset = Dictionary(grouping: expressions.filter { $0.rate == nil }, by: \.offsetMinutes)
        // Schedules in several zones are not merged: the closest alone is what can be promised.
        let calendars = byOffset.values.map { calendarInterval($0, after: instant) }
        let all = rates.map(RunInterval.atMost) + calendars
        return all.min(by: { $0.length < $1.length }) ?? .endless
    }

    private static func calendarInterval(_ expressions: [CronExpression], after instant: Instant) -> RunInterval {
        guard let first = expressions.first else { return .endless }
        let daily = Set(expressions.filter(\.isDaily).flatMap(\.minutesOfDay))
        if expressions.allSatisfy(\.isDaily) { return .atMost(.minutes(widestGap(daily.sorted()))) }
        let today = first.dayNumber(first.local(instant))
        let horizon = today + 9 * 366
        var last: Int64?
        var widest: Int64 = 0
        for day in today..<horizon {
            var minutes = daily
            for expression in expressions where !expression.isDaily && expression.runs(onDay: day) {
                minutes.formUnion(expression.minutesOfDay)
            }
            for minute in minutes.sorted() {
                let run = day * 1_440 + Int64(minute)
                if let last { widest = max(widest, run - last) }
                last = run
            }
        }
        guard let last, widest > 0, horizon * 1_440 - last <= widest + 1_440 else { return .endless }
        return .atMost(.minutes(Int(widest)))
    }

    private static func widestGap(_ minutes: [Int]) -> Int {
        guard let first = minutes.first, let last = minutes.last else { return .max }
        return zip(minutes, minutes.dropFirst()).map { $1 - $0 }.reduce(first + 1_440 - last, max)
    }

    private static let rateConstruct = "the start of rate(…)"
    /// The first day of 2200, past AWS's last year.
    private static let lastDay = CivilTime.daysSinceEpoch(year: 2200, month: 1, day: 1)

    private func local(_ instant: Instant) -> Instant { instant.advanced(by: .minutes(offsetMinutes)) }

    private func dayNumber(_ instant: Instant) -> Int64 {
        let days = instant.millisecondsSinceEpoch.quotientAndRemainder(dividingBy: 86_400_000)
        return max(0, days.remainder < 0 ? days.quotient - 1 : days.quotient)
    }

    private func runs(onDay day: Int64) -> Bool {
        isDaily || runs(on: CivilTime(Instant(millisecondsSinceEpoch: day * 86_400_000)))
    }

    private func instant(day: Int64, minute: Int) -> Instant {
        Instant(millisecondsSinceEpoch: (day * 1_440 + Int64(minute - offsetMinutes)) * 60_000)
    }
}

extension RunInterval {
    /// The length, with the longest duration for no end.
    fileprivate var length: Duration { if case .atMost(let length) = self { length } else { .seconds(Int64.max) } }

    /// In words, such as `every 12 hours`.
    public var words: String {
        guard case .atMost(let length) = self else { return "not for ever" }
        return "every \(length.words)"
    }

    /// Whether two runs are never further apart than that.
    public func isWithin(_ limit: Duration) -> Bool {
        if case .atMost(let length) = self { length <= limit } else { false }
    }
}

extension Duration {
    /// In the largest unit that leaves nothing over, such as `12 hours`.
    package var words: String {
        let seconds = wholeMilliseconds / 1_000
        for (size, name) in [(86_400, "day"), (3_600, "hour"), (60, "minute")] as [(Int64, String)]
        where seconds >= size && seconds.isMultiple(of: size) {
            let count = seconds / size
            if name == "day", count == 1 { return "24 hours" }
            return count == 1 ? "1 \(name)" : "\(count) \(name)s"
        }
        return seconds == 1 ? "1 second" : "\(seconds) seconds"
    }

    /// Rounded to the minute for reading, such as `26 hours 5 minutes`.
    package var roughWords: String {
        let minutes = max(0, (wholeMilliseconds + 30_000) / 60_000)
        let (hours, rest) = minutes.quotientAndRemainder(dividingBy: 60)
        if hours >= 48 { return "\(hours / 24) days\(hours % 24 == 0 ? "" : " \(hours % 24) hours")" }
        if hours == 0 { return "\(rest) minutes" }
        return rest == 0 ? "\(hours) hours" : "\(hours) hours \(rest) minutes"
    }
}
