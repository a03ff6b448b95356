public import HoldfastModel

/// A moment at which a rule of a backup plan begins its backups, with the time it has for them.
public struct ScheduleSlot: Hashable, Sendable {
    /// The rule's name.
    public let ruleName: String
    /// When the rule runs.
    public let due: Instant
    /// When a backup that has not begun is given up.
    public let startsBefore: Instant
    /// When a backup that began as late as it may is given up.
    public let completesBefore: Instant
    /// The rule of the same plan whose backup stands for this one, where AWS Backup takes only that.
    public let coveredBy: String?
}

/// The backups a plan ought to have begun between two moments.
public struct ExpectedSlots: Hashable, Sendable {
    /// The slots by time, then by the rule's name.
    public let slots: [ScheduleSlot]
    /// Rules whose runs cannot be told, with the reason: what AWS would refuse, what is not modelled, and rates, whose
    /// start AWS does not tell.
    public let untold: [String: String]

    /// Expands every rule of a plan from a moment until before another.
    ///
    /// Where the start windows of two rules of one plan overlap, AWS Backup takes one backup, for the rule that keeps it
    /// longer; the other slot is told with the rule that covers it. Of rules that keep it equally long, the earlier slot
    /// stands, then the name that sorts first.
    /// Source: AWS Backup Developer Guide, "Backup plan options and configuration", Backup rules.
    ///
    /// - Parameters:
    ///   - rules: The rules of one plan.
    ///   - limit: The most slots of one rule.
    public init(of rules: [BackupRule], from start: Instant, until end: Instant, limit: Int = 10_000) {
        var candidates: [Candidate] = []
        var untold: [String: String] = [:]
        for rule in rules {
            switch CronExpression.parse(rule.scheduleExpression, timezone: rule.scheduleTimezone) {
            case .invalid(let reason): untold[rule.name] = reason
            case .unsupported(let construct): untold[rule.name] = construct
            case .expression(let expression):
                let window = Self.window(rule.startWindowMinutes ?? Self.defaultStartWindow)
                // A slot before the start can still cover one after it, within its window.
                guard
                    let runs = expression.runs(
                        from: start.advanced(by: .zero - window), until: end, limit: limit)
                else {
                    untold[rule.name] = "the start of rate(…)"
                    continue
                }
                candidates += runs.map { Candidate(rule: rule, due: $0, startsBefore: $0.advanced(by: window)) }
            }
        }
        candidates.sort { ($0.due, $0.rule.name) < ($1.due, $1.rule.name) }
        let longest = candidates.map { $0.due.duration(to: $0.startsBefore) }.max() ?? .zero
        slots = candidates.indices.filter { candidates[$0].due >= start }.map { index in
            let slot = candidates[index]
            let window = Self.window(slot.rule.completionWindowMinutes ?? Self.defaultCompletionWindow)
            return ScheduleSlot(
                ruleName: slot.rule.name, due: slot.due, startsBefore: slot.startsBefore,
                completesBefore: slot.startsBefore.advanced(by: window),
                coveredBy: Self.cover(of: index, in: candidates, longestWindow: longest))
        }
        self.untold = untold
    }

    private struct Candidate {
        let rule: BackupRule
        let due: Instant
        let startsBefore: Instant

        /// Days the rule keeps its backups; no end is the longest.
        var retention: Int {
            guard let days = rule.lifecycle?.deleteAfter, days.rawValue > 0 else { return .max }
            return days.rawValue
        }
    }

    /// The rule whose overlapping slot stands for one, the longest kept first.
    private static func cover(
        of index: Int, in candidates: [Candidate], longestWindow longest: Duration
    ) -> String? {
        let slot = candidates[index]
        var best: Candidate?
        func consider(_ place: Int) {
            let other = candidates[place]
            let overlap = slot.startsBefore > other.due && other.startsBefore > slot.due
            let isKept = (other.retention, index) > (slot.retention, place)
            guard other.rule.name != slot.rule.name, overlap, isKept else { return }
            if other.retention > best?.retention ?? 0 { best = other }
        }
        // No window is longer than the longest, where the walk back ends.
        var place = index - 1
        while place >= 0, candidates[place].due.advanced(by: longest) > slot.due {
            consider(place)
            place -= 1
        }
        place = index + 1
        while place < candidates.count, candidates[place].due < slot.startsBefore {
            consider(place)
            place += 1
        }
        return best?.rule.name
    }

    /// Minutes AWS Backup gives a backup to begin, and to complete, where a rule does not say.
    ///
    /// Source: AWS Backup Developer Guide, "Backup plan options and configuration", Backup window.
    private static let defaultStartWindow: Int64 = 480
    private static let defaultCompletionWindow: Int64 = 10_080

    /// A window of minutes, of which AWS takes no more than a hundred years.
    private static func window(_ minutes: Int64) -> Duration { .minutes(Int(min(max(0, minutes), 52_560_000))) }
}
