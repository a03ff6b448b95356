internal import HoldfastModel
internal import HoldfastPolicy

/// When plans run, and what of it runs into what.
extension PlanControls {
    /// How far ahead runs are compared: every weekly rule meets every monthly one at least once.
    private static let horizon = Duration.hours(24 * 35)
    private static let startsAtOnce = Control.Figure("max_starts_per_minute", 500, "resources")

    static let overlaps = Control(
        id: "HF-PLN-05", title: "No rule that starts while another one does is lost with more than its retention",
        severity: .medium, parameters: [.init("horizon", "the runs of 35 days")],
        needs: [.init(.plans)], listedBy: [.plans],
        remediation: "Move one of the rules out of the other's start window, or give both the same vault and copies.",
        subjects: { $0.snapshot.plans.map(Subject.plan) }
    ) { subject, context in
        guard case .plan(let plan) = subject else { return Judgement(.notApplicable, "not a plan") }
        guard let rules = plan.rules else { return Judgement(.unknown, "not known: its rules") }
        guard rules.count > 1 else { return Judgement(.notApplicable, "it has one rule") }
        var answers: [Truth] = []
        for (index, rule) in rules.enumerated() {
            for other in rules[(index + 1)...] { answers.append(collision(rule, other, context.now)) }
        }
        let ground = Judgement.Ground(
            name: "rules", value: rules.map(\.name).sorted().joined(separator: ","), fact: .plans)
        return Judgement(Truth.all(answers, ofNone: ""), grounds: [ground])
    }

    static let applicationConsistent = Control(
        id: "HF-PLN-07", title: "Backups of buckets keep the access lists and tags of objects", severity: .low,
        needs: [.init(.inventory), .init(.plans), .init(.selections), .init(.tags), .init(.regionSettings)],
        listedBy: [.plans], remediation: "Take BackupACLs and BackupObjectTags out of the plan's advanced settings.",
        subjects: { $0.snapshot.plans.map(Subject.plan) }
    ) { subject, context in
        guard case .plan(let plan) = subject else { return Judgement(.notApplicable, "not a plan") }
        guard plan.rules != nil else { return Judgement(.unknown, "not known: its settings") }
        let takes = context.selected(by: plan) { $0.type == .s3 }
        if takes.isFalse { return Judgement(.notApplicable, "it selects no bucket") }
        guard takes.isTrue else { return Judgement(takes) }
        let options = plan.advancedSettings.filter { $0.resourceType == "S3" }.flatMap(\.options)
        let off = options.filter { $0.value == "disabled" }.map(\.key).sorted()
        let ground = Judgement.Ground(
            name: "advancedSettings", value: off.isEmpty ? "none" : off.joined(separator: ","), fact: .plans)
        return off.isEmpty
            ? Judgement(.compliant, "backups of buckets keep access lists and tags", grounds: [ground])
            : Judgement(
                .nonCompliant, "\(off.joined(separator: " and ")) are disabled: restored objects lack them",
                grounds: [ground])
    }

    static let staggered = Control(
        id: "HF-PLN-08", title: "Backups do not all start in one minute", severity: .low,
        parameters: [.init(startsAtOnce)],
        needs: [
            .init(.inventory), .init(.tags), .init(.plans, .couldHarm), .init(.selections, .couldHarm),
            .init(.regionSettings, .couldHarm),
        ],
        listedBy: [], remediation: "Give the tiers schedules of their own, or leave them to be derived from the RPO.",
        subjects: { _ in [.region] }
    ) { _, context in busiestMinute(context) }

    static let ranLately = Control(
        id: "HF-PLN-09", title: "A plan that selects something has run within twice its interval", severity: .high,
        parameters: [.init("max_age", "twice the longest time between two runs")],
        needs: [.init(.inventory), .init(.plans), .init(.selections), .init(.tags), .init(.regionSettings)],
        listedBy: [.plans], remediation: "Look at the plan's backup jobs, its role and the opt-in of the Region.",
        subjects: { $0.snapshot.plans.map(Subject.plan) }
    ) { subject, context in
        guard case .plan(let plan) = subject else { return Judgement(.notApplicable, "not a plan") }
        guard let rules = plan.rules else { return Judgement(.unknown, "not known: its rules") }
        let takes = context.selected(by: plan) { _ in true }
        if takes.isFalse { return Judgement(.notApplicable, "it selects none of the resources here") }
        guard takes.isTrue else { return Judgement(takes) }
        let schedules = rules.map { CronExpression.parse($0.scheduleExpression, timezone: $0.scheduleTimezone) }
        let expressions = schedules.compactMap { parsing -> CronExpression? in
            if case .expression(let expression) = parsing { expression } else { nil }
        }
        guard case .atMost(let interval) = CronExpression.greatestInterval(of: expressions, after: context.now) else {
            return expressions.count < rules.count
                ? Judgement(.unknown, "not known: how often it runs")
                : Judgement(.notApplicable, "it does not run again and again")
        }
        let ground = Judgement.Ground(
            name: "lastExecution", value: plan.lastExecutionAt.map { "\($0)" } ?? "none", fact: .plans)
        guard let last = plan.lastExecutionAt else {
            guard let made = plan.createdAt else { return Judgement(.unknown, "not known: since when it is there") }
            let age = made.duration(to: context.now)
            return Judgement(
                age <= interval * 2 ? .compliant : .nonCompliant,
                "it is \(age.roughWords) old and has not run; it should run every \(interval.words)", grounds: [ground])
        }
        let age = last.duration(to: context.now)
        return Judgement(
            age <= interval * 2 ? .compliant : .nonCompliant,
            "it last ran \(age.roughWords) ago; it should run every \(interval.words)", grounds: [ground])
    }

    /// Whether two rules of a plan leave each other alone.
    ///
    /// Where start windows overlap, AWS Backup makes one backup, that of the rule with the longer retention. The other
    /// rule is missed only where it asks for more than that: another vault, further copies, continuous backup.
    /// Source: AWS Backup Developer Guide, "Backup plan options and configuration", "Overlapping backup rules".
    private static func collision(_ rule: BackupRule, _ other: BackupRule, _ now: Instant) -> Truth {
        let pair = "\(rule.name) and \(other.name)"
        let (loser, winner) = rule.keeps(longerThan: other) ? (other, rule) : (rule, other)
        let lost = loss(of: loser, to: winner)
        guard !lost.isEmpty else { return .holds("\(pair) ask for the same") }
        guard let left = runs(of: rule, from: now), let right = runs(of: other, from: now) else {
            return .unknown("when \(pair) run")
        }
        guard meet(left, rule.startWindow, right, other.startWindow) else {
            return .holds("\(pair) never start together")
        }
        return .fails(
            "\(pair) start together, and AWS Backup then runs \(winner.name) alone: \(loser.name)'s "
                + "\(lost.joined(separator: " and ")) is missed")
    }

    /// Whether any run of one begins within the start window of one of the other; both in order of time.
    private static func meet(
        _ left: [Instant], _ leftWindow: Duration, _ right: [Instant], _ rightWindow: Duration
    ) -> Bool {
        var (first, second) = (left[...], right[...])
        while let run = first.first, let other = second.first {
            let gap = run.duration(to: other)
            if gap >= .zero ? gap < leftWindow : .zero - gap < rightWindow { return true }
            if gap >= .zero { first.removeFirst() } else { second.removeFirst() }
        }
        return false
    }

    private static func loss(of loser: BackupRule, to winner: BackupRule) -> [String] {
        var lost: [String] = []
        if loser.targetVaultName != winner.targetVaultName { lost.append("vault \(loser.targetVaultName)") }
        let kept = Set(winner.copyActions.map(\.destinationVaultARN))
        let missed = loser.copyActions.map(\.destinationVaultARN).filter { !kept.contains($0) }.sorted()
        lost += missed.map { "copy to \($0)" }
        if loser.enablesContinuousBackup, !winner.enablesContinuousBackup { lost.append("continuous backup") }
        return lost
    }

    private static func runs(of rule: BackupRule, from now: Instant) -> [Instant]? {
        guard
            case .expression(let cron) = CronExpression.parse(
                rule.scheduleExpression, timezone: rule.scheduleTimezone)
        else { return nil }
        return allRuns(of: cron, from: now, until: now.advanced(by: horizon))
    }

    /// Every run in a span; nothing where they cannot be told, or are too many to be told one by one.
    private static func allRuns(of cron: CronExpression, from start: Instant, until end: Instant) -> [Instant]? {
        let most = 10_000
        let runs = cron.runs(from: start, until: end, limit: most)
        return runs.flatMap { $0.count < most ? $0 : nil }
    }

    /// Counts, for each minute of the next 7 days, the resources whose backups start in it.
    private static func busiestMinute(_ context: JudgingContext) -> Judgement {
        var starts: [Instant: Int] = [:]
        var isOpen = false
        let end = context.now.advanced(by: .hours(24 * 7))
        var selected: [String: Int] = [:]
        for entry in context.selections.values.joined() {
            if entry.selects.isTrue { selected[entry.plan.id, default: 0] += 1 }
            if !entry.selects.isTrue, !entry.selects.isFalse { isOpen = true }
        }
        for plan in context.snapshot.plans {
            if plan.rules == nil { isOpen = true }
            guard let count = selected[plan.id] else { continue }
            for rule in plan.rules ?? [] {
                guard
                    case .expression(let cron) = CronExpression.parse(
                        rule.scheduleExpression, timezone: rule.scheduleTimezone),
                    let runs = allRuns(of: cron, from: context.now, until: end)
                else {
                    isOpen = true
                    continue
                }
                for run in runs { starts[run, default: 0] += count }
            }
        }
        let busiest = starts.max { ($0.value, $1.key) < ($1.value, $0.key) }
        let ground = Judgement.Ground(name: "mostStartsInAMinute", value: "\(busiest?.value ?? 0)", fact: .plans)
        if let busiest, busiest.value > startsAtOnce.value {
            return Judgement(
                .nonCompliant, "\(busiest.value) backups start at \(busiest.key); \(startsAtOnce.value) are allowed",
                grounds: [ground])
        }
        if isOpen { return Judgement(.unknown, "not known: when, or of what, some plans run", grounds: [ground]) }
        return Judgement(
            .compliant, "no more than \(busiest?.value ?? 0) backups start in one minute of the next 7 days",
            grounds: [ground])
    }
}

extension JudgingContext {
    /// Whether a plan selects any resource that meets a condition.
    func selected(by plan: BackupPlan, where isMeant: (Resource) -> Bool) -> Truth {
        let answers = snapshot.resources.filter(isMeant).compactMap { resource in
            selections[resource.arn]?.first { $0.plan.id == plan.id }?.selects
        }
        if let held = answers.first(where: \.isTrue) { return held }
        if let open = answers.first(where: { !$0.isFalse }) { return open }
        return .fails("plan \(plan.name) selects none")
    }
}

extension BackupRule {
    /// In which time a backup must start; eight hours where AWS was not told.
    fileprivate var startWindow: Duration { .minutes(Int(startWindowMinutes ?? 480)) }

    /// Whether AWS Backup prefers this rule where both start: the longer retention wins, for ever most of all.
    fileprivate func keeps(longerThan other: BackupRule) -> Bool {
        let (own, others) = (lifecycle?.deleteAfter, other.lifecycle?.deleteAfter)
        guard let own, own.rawValue > 0 else { return true }
        guard let others, others.rawValue > 0 else { return false }
        return own >= others
    }
}
