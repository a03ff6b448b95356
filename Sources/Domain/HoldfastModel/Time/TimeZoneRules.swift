/// How the clocks of a place differ from UTC: a fixed offset, or one that changes at known moments.
///
/// The zones are those of the IANA database, compiled in, so that one schedule means the same on every machine. They are
/// right from 2020 to 2199; before, the offset of the start of 2020 stands. All times are whole minutes since
/// 1970-01-01T00:00Z.
public struct TimeZoneRules: Hashable, Sendable {
    /// A moment from which the clocks show another time.
    struct Step: Hashable, Sendable {
        /// The moment.
        let minute: Int64
        /// Minutes ahead of UTC from then on.
        let offset: Int
    }

    /// Minutes ahead of UTC before the first step.
    let firstOffset: Int
    /// The changes of the clocks, in order.
    let steps: [Step]

    /// Coordinated universal time.
    public static let utc = TimeZoneRules(firstOffset: 0, steps: [])

    /// Finds a zone by its name, such as `Europe/Berlin`; gives nothing for a name the database does not have.
    public init?(named name: String) {
        guard let line = Self.lines[name[...]] else { return nil }
        self.init(line: line)
    }

    /// The names of all zones, sorted.
    public static var names: [String] { lines.keys.map(String.init).sorted() }

    /// Whether the clocks change at all after a moment.
    public func changes(after minute: Int64) -> Bool { (steps.last?.minute ?? .min) > minute }

    /// Minutes ahead of UTC at a moment.
    public func offset(at minute: Int64) -> Int {
        let index = stepIndex(after: minute)
        return index == 0 ? firstOffset : steps[index - 1].offset
    }

    /// The day a zone's calendar shows at a moment, counted from 1970-01-01.
    public func localDay(at minute: Int64) -> Int64 {
        CivilTime.floorDivide(minute + Int64(offset(at: minute)), 1_440).0
    }

    /// The moment at which the clocks first show a local time, given in minutes as if it were UTC.
    ///
    /// A time they skip gives nothing; one they show twice is the first of the two.
    public func firstShowing(ofLocal local: Int64) -> Int64? {
        var index = stepIndex(after: local - Self.widestOffset)
        var first: Int64?
        // Each offset in force around the time is one way to read it.
        while true {
            let offset = index == 0 ? firstOffset : steps[index - 1].offset
            let start = index == 0 ? Int64.min : steps[index - 1].minute
            let end = index < steps.count ? steps[index].minute : .max
            let moment = local - Int64(offset)
            if (start..<end).contains(moment), first.map({ moment < $0 }) ?? true { first = moment }
            guard end <= local + Self.widestOffset else { return first }
            index += 1
        }
    }

    /// The offset all through a local day, or nothing when the clocks change on it or next to it.
    public func steadyOffset(onLocalDay day: Int64) -> Int? {
        let index = stepIndex(after: day * 1_440 - Self.widestOffset)
        let isSteady = index == steps.count || steps[index].minute > (day + 1) * 1_440 + Self.widestOffset
        return isSteady ? (index == 0 ? firstOffset : steps[index - 1].offset) : nil
    }

    /// More than any clock differs from UTC.
    private static let widestOffset: Int64 = 1_500

    init(firstOffset: Int, steps: [Step]) {
        self.firstOffset = firstOffset
        self.steps = steps
    }

    /// The number of steps that are at or before a moment.
    private func stepIndex(after minute: Int64) -> Int {
        var (low, high) = (0, steps.count)
        while low < high {
            let middle = (low + high) / 2
            if steps[middle].minute <= minute { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension TimeZoneRules {
    /// The lines of the table by the names of their zones.
    private static let lines: [Substring: Substring] = Dictionary(
        TimeZoneTable.text.split(separator: "\n").compactMap { line in
            line.firstIndex(of: " ").map { (line[..<$0], line[line.index(after: $0)...]) }
        }
    ) { first, _ in first }

    /// Reads the rest of a zone's line.
    private init?(line: Substring) {
        if line.first == "@" {
            guard let other = Self.lines[line.dropFirst()] else { return nil }
            self.init(line: other)
            return
        }
        let words = line.split(separator: " ")
        guard let first = words.first.flatMap({ Int($0) }), let rule = words.last?.dropFirst() else { return nil }
        var steps: [Step] = []
        for word in words.dropFirst().dropLast() {
            let parts = word.split(separator: ":")
            guard parts.count == 2, let minute = Int64(parts[0]), let offset = Int(parts[1]) else { return nil }
            steps.append(Step(minute: minute, offset: offset))
        }
        guard let yearly = YearlyRule(rule) else { return nil }
        // A rule governs what comes after the last change that is written out.
        let last = steps.last?.minute ?? .min
        steps += yearly.steps(in: 2020...2199).filter { $0.minute > last }
        let offsets = [first] + steps.map(\.offset)
        self.init(firstOffset: first, steps: zip(steps, offsets).filter { $0.offset != $1 }.map(\.0))
    }
}

/// The changes a place makes every year: `standard,daylight,start,end`, each end `month.week.weekday/minute`.
private struct YearlyRule {
    private struct Change {
        let month: Int
        /// 1 to 4, or 5 for the last.
        let week: Int
        /// 0 for Sunday.
        let weekday: Int
        /// Minutes of the local time in force until then; may lie outside the day.
        let minute: Int
        let before: Int
        let after: Int

        init?(_ text: Substring, before: Int, after: Int) {
            let numbers = text.split(whereSeparator: { $0 == "." || $0 == "/" }).compactMap { Int($0) }
            guard numbers.count == 4 else { return nil }
            (month, week, weekday, minute) = (numbers[0], numbers[1], numbers[2], numbers[3])
            (self.before, self.after) = (before, after)
        }

        func step(in year: Int) -> TimeZoneRules.Step {
            let first = CivilTime.daysSinceEpoch(year: year, month: month, day: 1)
            let firstWeekday = Int(CivilTime.floorDivide(first + 4, 7).1)
            var day = 1 + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            let length = CivilTime.daysInMonth(year: year, month: month)
            while day > length { day -= 7 }
            let local = (first + Int64(day - 1)) * 1_440 + Int64(minute)
            return TimeZoneRules.Step(minute: local - Int64(before), offset: after)
        }
    }

    private let changes: [Change]

    init?(_ text: Substring) {
        let parts = text.split(separator: ",")
        guard let standard = parts.first.flatMap({ Int($0) }) else { return nil }
        guard parts.count == 4 else {
            changes = []
            return
        }
        guard let daylight = Int(parts[1]), let start = Change(parts[2], before: standard, after: daylight),
            let end = Change(parts[3], before: daylight, after: standard)
        else { return nil }
        changes = [start, end]
    }

    func steps(in years: ClosedRange<Int>) -> [TimeZoneRules.Step] {
        years.flatMap { year in changes.map { $0.step(in: year) } }.sorted { $0.minute < $1.minute }
    }
}
