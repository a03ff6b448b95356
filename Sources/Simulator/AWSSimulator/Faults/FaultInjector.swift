internal import AWSWire

/// Decides which calls go wrong, and counts them; a value that only its calls change.
///
/// Whether a call goes wrong depends on the script, the seed and how many calls fitted the rule before, never on chance.
struct FaultInjector: Sendable {
    /// What became of one rule.
    private struct Count: Sendable {
        var fitting = 0
        var injected = 0
    }

    let script: FaultScript
    private let seed: UInt64
    private var counts: [Count]
    private var buckets: [Place: RequestBucket] = [:]

    /// Where the calls of a rule with a rate are counted together.
    private struct Place: Hashable {
        let rule: Int
        let account: String
        let region: String
    }

    /// Makes an injector that has seen no call.
    init(script: FaultScript, seed: UInt64) {
        self.script = script
        self.seed = seed
        counts = Array(repeating: Count(), count: script.rules.count)
    }

    /// The rule that takes a call, which then counts as injected.
    ///
    /// - Parameter wall: The wall-clock moment, for rules with a rate.
    mutating func take(_ call: FaultCall, at wall: Moment) -> FaultRule? {
        for (index, rule) in script.rules.enumerated() where rule.fits(call) {
            counts[index].fitting += 1
            let count = counts[index]
            guard count.fitting > rule.after, rule.times.map({ count.injected < $0 }) ?? true else { continue }
            var random = SeededGenerator(seed, "fault", String(index), String(count.fitting))
            guard rule.share >= 100 || random.chance(rule.share) else { continue }
            guard !isWithinRate(call, of: rule, index, at: wall) else { continue }
            counts[index].injected += 1
            return rule
        }
        return nil
    }

    /// Whether a rule lets a call go because it comes slowly enough; `false` for a rule without a rate.
    private mutating func isWithinRate(_ call: FaultCall, of rule: FaultRule, _ index: Int, at wall: Moment) -> Bool {
        guard let rate = rule.above else { return false }
        let place = Place(rule: index, account: call.account, region: call.region)
        return buckets[place, default: RequestBucket(rate, at: wall)].take(at: wall)
    }

    /// Takes back the count of a rule whose call failed by itself before the fault could show.
    mutating func giveBack(_ rule: FaultRule) {
        guard let index = script.rules.firstIndex(of: rule) else { return }
        counts[index].injected -= 1
    }

    /// Every rule with how many calls fitted it and how many of them went wrong, in the order of the script.
    var report: WireValue {
        let faults = zip(script.rules, counts).map { rule, count in
            WireValue.record(
                ("kind", .string(rule.kind.rawValue)), ("service", .texts(rule.services)),
                ("operation", .texts(rule.operations)), ("account", .texts(rule.accounts)),
                ("region", .texts(rule.regions)), ("fitting", .integer(Int64(count.fitting))),
                ("injected", .integer(Int64(count.injected))))
        }
        return .record(("faults", .array(faults)))
    }
}
