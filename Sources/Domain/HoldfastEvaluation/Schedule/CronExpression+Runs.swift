public import HoldfastModel

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
    ///
    /// Takes as many steps as there are months without a run, and no more for the hours and minutes.
    public func next(after instant: Instant) -> Run {
        guard let calendar else { return .unknown(construct: Self.rateConstruct) }
        let first = Self.minute(before: instant) + (Self.isWhole(instant) ? 2 : 1)
        // A day's last runs may come after the next day began elsewhere, so the search begins a day early.
        var day = zone.localDay(at: first) - 1
        while let next = calendar.nextDay(from: day) {
            if let run = firstRun(of: calendar, onDay: next, from: first) { return .at(Self.instant(run)) }
            day = next + 1
        }
        return .none
    }

    /// The last run before a moment, that moment not included.
    public func previous(before instant: Instant) -> Run {
        guard let calendar else { return .unknown(construct: Self.rateConstruct) }
        let last = Self.minute(before: instant)
        var day = zone.localDay(at: last) + 1
        while let previous = calendar.previousDay(through: day) {
            if let run = lastRun(of: calendar, onDay: previous, through: last) { return .at(Self.instant(run)) }
            day = previous - 1
        }
        return .none
    }

    /// The runs from `start` until before `end`, in order, `limit` of them at most; nothing for a rate.
    public func runs(from start: Instant, until end: Instant, limit: Int = 10_000) -> [Instant]? {
        guard let calendar else { return nil }
        let first = Self.minute(before: start) + 1
        let last = Self.minute(before: end)
        guard first <= last else { return [] }
        var found: [Instant] = []
        var day = zone.localDay(at: first) - 1
        let lastDay = zone.localDay(at: last) + 1
        while found.count < limit, let next = calendar.nextDay(from: day), next <= lastDay {
            for run in minutes(of: calendar, onDay: next) where run >= first && run <= last && found.count < limit {
                found.append(Self.instant(run))
            }
            day = next + 1
        }
        return found
    }

    /// The runs of a local day in minutes since 1970, in order.
    func minutes(of calendar: CronCalendar, onDay day: Int64) -> [Int64] {
        let steady = zone.steadyOffset(onLocalDay: day)
        var minutes: [Int64] = []
        var minute = calendar.nextMinute(from: 0)
        while let time = minute {
            let local = day * 1_440 + Int64(time)
            if let moment = steady.map({ local - Int64($0) }) ?? zone.firstShowing(ofLocal: local) {
                minutes.append(moment)
            }
            minute = calendar.nextMinute(from: time + 1)
        }
        return minutes
    }

    private func firstRun(of calendar: CronCalendar, onDay day: Int64, from first: Int64) -> Int64? {
        guard let offset = zone.steadyOffset(onLocalDay: day) else {
            return minutes(of: calendar, onDay: day).first { $0 >= first }
        }
        let start = day * 1_440 - Int64(offset)
        guard first - start < 1_440 else { return nil }
        return calendar.nextMinute(from: Int(max(0, first - start))).map { start + Int64($0) }
    }

    private func lastRun(of calendar: CronCalendar, onDay day: Int64, through last: Int64) -> Int64? {
        guard let offset = zone.steadyOffset(onLocalDay: day) else {
            return minutes(of: calendar, onDay: day).last { $0 <= last }
        }
        let start = day * 1_440 - Int64(offset)
        guard last >= start else { return nil }
        return calendar.previousMinute(through: Int(min(1_439, last - start))).map { start + Int64($0) }
    }

    /// The last whole minute before a moment.
    private static func minute(before instant: Instant) -> Int64 {
        let (minute, rest) = CivilTime.floorDivide(instant.millisecondsSinceEpoch, 60_000)
        return rest == 0 ? minute - 1 : minute
    }

    private static func isWhole(_ instant: Instant) -> Bool { instant.millisecondsSinceEpoch.isMultiple(of: 60_000) }

    static func instant(_ minute: Int64) -> Instant { Instant(millisecondsSinceEpoch: minute * 60_000) }

    private static let rateConstruct = "the start of rate(…)"
}
