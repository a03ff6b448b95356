internal import HoldfastModel
internal import HoldfastPolicy

/// How far back, and how much longer, data can be recovered.
extension RetentionControls {
    private static let days = Control.Figure("daily", 7, "days")
    private static let weeks = Control.Figure("weekly", 4, "weeks")
    private static let months = Control.Figure("monthly", 12, "spans of 30 days")
    private static let warning = Control.Figure("warn_days", 7, "days")
    private static let leastWarm = Control.Figure("min_warm_days", 7, "days")

    static let notTooLong = Control(
        id: "HF-RET-02", title: "Recovery points are kept no longer than the tier's lock allows", severity: .medium,
        parameters: [.init("max_days", "the greatest retention of the lock of the tier's vault")],
        needs: [.init(.inventory), .init(.tags), .init(.vaults, .couldHarm), .init(.recoveryPoints, .couldHarm)],
        listedBy: [.recoveryPoints, .vaults], remediation: "Shorten the rule's retention, and end what is too old.",
        subjects: { $0.pointGroups }
    ) { subject, context in
        onTier(subject, context) { group, tier in
            guard let most = tier.vault.lock?.maximumRetention else {
                return Judgement(.notApplicable, "tier \(tier.name) names no greatest retention", tier: tier.name)
            }
            let long = group.points.filter { $0.isKept && ($0.retention.map { $0 > most } ?? true) }
            guard let first = long.min(by: { $0.arn < $1.arn }) else {
                return Judgement(.compliant, "no recovery point is kept longer than \(most)", tier: tier.name)
            }
            return Judgement(
                .nonCompliant, "\(long.count) of \(group.points.count) recovery points are kept longer than \(most)",
                tier: tier.name, grounds: [ground(first)])
        }
    }

    static let ladder = Control(
        id: "HF-RET-03", title: "There is a usable recovery point in every day, week and month that should have one",
        severity: .medium, parameters: [.init(days), .init(weeks), .init(months)],
        needs: [
            .init(.inventory), .init(.tags), .init(.vaults, .couldHelp), .init(.recoveryPoints, .couldHelp),
        ],
        listedBy: [.recoveryPoints, .vaults], remediation: "See the jobs of the days that are missing.",
        subjects: { $0.pointGroups }
    ) { subject, context in onTier(subject, context) { rungs(of: $0, $1, context.now) } }

    static let lastOne = Control(
        id: "HF-RET-04", title: "The last usable recovery point of a resource is not about to end", severity: .high,
        parameters: [.init(warning)],
        needs: [
            .init(.inventory), .init(.tags), .init(.vaults, .couldHelp), .init(.recoveryPoints, .couldHelp),
        ],
        listedBy: [.recoveryPoints, .vaults],
        remediation: "Find out why no newer backup was made, and back the resource up before the last one ends.",
        subjects: { $0.pointGroups }
    ) { subject, context in
        onTier(subject, context) { group, tier in
            let usable = group.points.filter(\.isUsable)
            if let endless = usable.first(where: { $0.end == nil }) {
                return Judgement(
                    .compliant, "a usable recovery point has no end", tier: tier.name, grounds: [ground(endless)])
            }
            guard let last = usable.max(by: { ($0.end ?? $0.createdAt) < ($1.end ?? $1.createdAt) }),
                let end = last.end
            else { return Judgement(.nonCompliant, "no usable recovery point is left", tier: tier.name) }
            let isLate = context.now.duration(to: end) < .days(min(warning.value, tier.retention.rawValue))
            return Judgement(
                isLate ? .nonCompliant : .compliant,
                "the last of \(usable.count) usable recovery points ends at \(end)", tier: tier.name,
                grounds: [ground(last)])
        }
    }

    static let incremental = Control(
        id: "HF-RET-06", title: "Backups are kept until the next one is made, and warm for long enough",
        severity: .medium, parameters: [.init("min_days", "the rule's interval"), .init(leastWarm)],
        needs: [.init(.plans)], listedBy: [.plans],
        remediation: "Keep backups longer than the time between two: else each is a full one, and billed so.",
        subjects: { $0.snapshot.plans.map(Subject.plan) }
    ) { subject, context in
        guard case .plan(let plan) = subject else { return Judgement(.notApplicable, "not a plan") }
        guard let rules = plan.rules else { return Judgement(.unknown, "not known: its rules") }
        guard !rules.isEmpty else { return Judgement(.notApplicable, "it has no rule") }
        return Judgement(Truth.all(rules.map { warmth(of: $0, context.now) }, ofNone: ""))
    }

    /// Whether the rule's points outlive the time between two runs.
    private static func warmth(of rule: BackupRule, _ now: Instant) -> Truth {
        let lifecycle = rule.lifecycle
        let warm = lifecycle?.isCold == true ? lifecycle?.moveToColdStorageAfter : lifecycle?.deleteAfter
        guard let warm, warm.rawValue > 0 else { return .holds("rule \(rule.name) keeps its backups warm") }
        if warm.rawValue < leastWarm.value {
            return .fails("rule \(rule.name) keeps its backups warm for \(warm), less than \(leastWarm.value) days")
        }
        guard
            case .expression(let cron) = CronExpression.parse(rule.scheduleExpression, timezone: rule.scheduleTimezone)
        else { return .unknown("how often rule \(rule.name) runs") }
        guard case .atMost(let interval) = cron.greatestInterval(after: now) else {
            return .holds("rule \(rule.name) does not run again and again")
        }
        guard interval <= .days(warm.rawValue) else {
            return .fails("rule \(rule.name) keeps its backups warm for \(warm), and runs every \(interval.words)")
        }
        return .holds("rule \(rule.name) keeps its backups warm for \(warm), and runs every \(interval.words)")
    }

    /// Whether each span that is long enough past, and not longer past than the retention, has a usable point.
    ///
    /// Spans are counted back from now, and from the oldest usable point on: what was before is no gap.
    private static func rungs(of group: PointGroup, _ tier: ProtectionTier, _ now: Instant) -> Judgement {
        let usable = group.points.filter { $0.isUsable && $0.sourceVaultARN == nil }
        guard let oldest = usable.map(\.createdAt).min() else {
            return Judgement(.nonCompliant, "it has no usable recovery point", tier: tier.name)
        }
        let known = oldest.duration(to: now)
        var missing: [String] = []
        var count = 0
        for (figure, length, word) in [(days, 1, "day"), (weeks, 7, "week"), (months, 30, "month")] {
            // A span shorter than the RPO promises nothing.
            guard .days(length) >= tier.rpo else { continue }
            for step in 0..<figure.value {
                let (from, to) = (Duration.days((step + 1) * length), Duration.days(step * length))
                guard from <= known, (step + 1) * length <= tier.retention.rawValue else { break }
                count += 1
                let holds = usable.contains { point in
                    let age = point.createdAt.duration(to: now)
                    // A point that continues is in each span since its beginning, for 35 days at most.
                    if point.status == .available { return to < min(age, .days(35)) }
                    return age > to && age <= from
                }
                if !holds { missing.append("\(word) \(step + 1)") }
            }
        }
        guard count > 0 else {
            return Judgement(
                .notApplicable, "its backups do not go back over one span that should have one", tier: tier.name)
        }
        guard !missing.isEmpty else {
            return Judgement(
                .compliant, "there is a usable recovery point in each of \(count) spans looked at", tier: tier.name)
        }
        return Judgement(
            .nonCompliant,
            "there is no usable recovery point in \(missing.joined(separator: ", ")), counted back from now",
            tier: tier.name)
    }

    static func ground(_ point: RecoveryPoint) -> Judgement.Ground {
        .init(name: "recoveryPointArn", value: point.arn.rawValue, fact: .recoveryPoints)
    }

    /// Judges the points of a resource that has a tier.
    static func onTier(
        _ subject: Subject, _ context: JudgingContext, _ judge: (PointGroup, ProtectionTier) -> Judgement
    ) -> Judgement {
        guard case .points(let group) = subject else { return Judgement(.notApplicable, "not recovery points") }
        guard let assignment = context.assignments[group.resourceARN] else {
            return Judgement(.notApplicable, "the resource is not in the inventory, so it has no tier")
        }
        if case .unknown(let gap) = assignment {
            return Judgement(.unknown, "not known: its tier is not known: \(gap.message)")
        }
        guard let tier = assignment.tierName.flatMap(context.policy.tier(named:)) else {
            return Judgement(.notApplicable, "the policy gives it no tier")
        }
        return judge(group, tier)
    }
}

extension RecoveryPoint {
    /// When it ends, as AWS calculated or as its lifecycle says; nothing for never.
    fileprivate var end: Instant? {
        if let deleteAt { return deleteAt }
        guard let days = lifecycle?.deleteAfter?.rawValue, days > 0 else { return nil }
        return createdAt.advanced(by: .days(days))
    }
}
