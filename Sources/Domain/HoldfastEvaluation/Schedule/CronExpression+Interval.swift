public import HoldfastModel

/// The longest time between two runs.
public enum RunInterval: Hashable, Sendable {
    /// Two runs are never further apart.
    case atMost(Duration)
    /// There is no run, or a last one.
    case endless
}

extension CronExpression {
    /// The longest time between two of its runs in the years that follow a moment.
    ///
    /// Nine years hold every leap day but those around 2100 and 2200; a schedule whose years end has no longest time. A
    /// night in which the clocks go back makes the interval an hour longer, and is counted.
    public func greatestInterval(after instant: Instant) -> RunInterval {
        Self.greatestInterval(of: [self], after: instant)
    }

    /// The longest time between two runs of any of several expressions, in whatever zones they are written.
    public static func greatestInterval(of expressions: [CronExpression], after instant: Instant) -> RunInterval {
        let rates = expressions.compactMap(\.rate).map(RunInterval.atMost)
        let calendars = expressions.filter { $0.calendar != nil }
        let zones = Dictionary(grouping: calendars, by: \.zone)
        var all = rates
        if zones.count <= 1 {
            all.append(IntervalWalk(calendars, after: instant).greatest())
        } else {
            all += zones.values.map { IntervalWalk($0, after: instant).greatest() }
            all.append(mergedInterval(calendars, after: instant))
        }
        return all.min(by: { $0.length < $1.length }) ?? .endless
    }

    /// The same over several zones, run by run; without an answer where there are too many runs to walk.
    private static func mergedInterval(_ expressions: [CronExpression], after instant: Instant) -> RunInterval {
        let most = 400_000
        let end = instant.advanced(by: .hours(24 * IntervalWalk.longestHorizon))
        var runs: [Instant] = []
        for expression in expressions {
            let found = expression.runs(from: instant, until: end, limit: most) ?? []
            guard found.count < most else { return .endless }
            runs += found
        }
        runs.sort()
        guard let last = runs.last, expressions.contains(where: { $0.next(after: last) != .none }) else {
            return .endless
        }
        let longest = zip([instant] + runs, runs).map { $0.duration(to: $1) }.max() ?? .zero
        return .atMost(longest)
    }
}

/// Walks the days on which expressions of one zone run, and keeps the longest time without a run.
private struct IntervalWalk {
    /// Days in which every leap day but those of 2100 and 2200 is seen twice.
    static let longestHorizon = 9 * 366

    private let expressions: [CronExpression]
    private let calendars: [CronCalendar]
    private let start: Int64
    private let zone: TimeZoneRules

    init(_ expressions: [CronExpression], after instant: Instant) {
        self.expressions = expressions
        calendars = expressions.compactMap(\.calendar)
        start = CivilTime.floorDivide(instant.millisecondsSinceEpoch, 60_000).0
        zone = expressions.first?.zone ?? .utc
    }

    /// Days that show everything there is to see: two where every day is as the other, a few years where only the clocks
    /// change.
    private var horizon: Int64 {
        guard calendars.allSatisfy(\.isDaily) else { return Int64(Self.longestHorizon) }
        return zone.changes(after: start) ? 3 * 366 : 2
    }

    func greatest() -> RunInterval {
        var last = start
        var longest: Int64 = 0
        var isEmpty = true
        let firstDay = zone.localDay(at: start) - 1
        var nextDays = calendars.map { $0.nextDay(from: firstDay) }
        var blocks: [[Bool]: Block] = [:]
        while let day = nextDays.compactMap({ $0 }).min(), day <= firstDay + horizon + 1 {
            let running = nextDays.map { $0 == day }
            let block: Block
            if let offset = zone.steadyOffset(onLocalDay: day) {
                if blocks[running] == nil { blocks[running] = Block(localMinutes(running)) }
                block = (blocks[running] ?? Block([])).moved(to: day * 1_440 - Int64(offset))
            } else {
                block = Block(moments(running, onDay: day))
            }
            if let first = block.first, let end = block.last {
                // The days before the start only say what the first days after it are.
                if first > last { longest = max(longest, first - last) }
                if end > start {
                    longest = max(longest, block.widest)
                    isEmpty = false
                    last = max(last, end)
                }
            }
            for index in nextDays.indices where running[index] {
                nextDays[index] = calendars[index].nextDay(from: day + 1)
            }
        }
        let end = CronExpression.instant(last)
        guard !isEmpty, expressions.contains(where: { $0.next(after: end) != .none }) else { return .endless }
        return .atMost(.minutes(Int(longest)))
    }

    private func localMinutes(_ running: [Bool]) -> [Int64] {
        var times: Set<Int64> = []
        for (calendar, runs) in zip(calendars, running) where runs {
            var minute = calendar.nextMinute(from: 0)
            while let time = minute {
                times.insert(Int64(time))
                minute = calendar.nextMinute(from: time + 1)
            }
        }
        return times.sorted()
    }

    private func moments(_ running: [Bool], onDay day: Int64) -> [Int64] {
        var times: Set<Int64> = []
        for (index, calendar) in calendars.enumerated() where running[index] {
            times.formUnion(expressions[index].minutes(of: calendar, onDay: day))
        }
        return times.sorted()
    }

    /// The runs of one day: the first, the last and the longest time between two of them.
    private struct Block {
        var first: Int64?
        var last: Int64?
        var widest: Int64 = 0

        init(_ minutes: [Int64]) {
            first = minutes.first
            last = minutes.last
            widest = zip(minutes, minutes.dropFirst()).map { $1 - $0 }.max() ?? 0
        }

        func moved(to start: Int64) -> Block {
            var block = self
            block.first = first.map { $0 + start }
            block.last = last.map { $0 + start }
            return block
        }
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
