internal import HoldfastModel

/// Whether the windows of rules are wide enough for the jobs they hold: family PLN, by the backup jobs.
enum WindowControls {
    static let all = [wideEnough]

    /// The least start window AWS documents, in minutes, and what it uses where a rule has none.
    private static let (leastStart, usualStart): (Int64, Int64) = (60, 480)
    /// The completion window AWS uses where a rule has none, in minutes.
    private static let usualCompletion: Int64 = 10_080
    /// How much wider than nineteen of twenty jobs took the window must be, in tenths.
    private static let margin: Int64 = 15

    static let wideEnough = Control(
        id: "HF-PLN-04", title: "The windows of every rule are wide enough for its jobs", severity: .medium,
        parameters: [.init("margin", "1.5 times the 95th percentile of a week"), .init("start_window", "60 minutes")],
        needs: [.init(.plans), .init(.backupJobs)], listedBy: [.plans],
        remediation: "Widen the completion window, or back up less in one job.",
        subjects: { $0.snapshot.plans.map(Subject.plan) }
    ) { subject, context in
        guard case .plan(let plan) = subject else { return Judgement(.notApplicable, "not a plan") }
        guard let rules = plan.rules else { return Judgement(.unknown, "not known: its rules") }
        // Amazon FSx pays no heed to the completion window.
        let jobs = context.snapshot.backupJobs.filter { $0.planID == plan.id && $0.resourceType != .fsx }
        let answers = rules.compactMap { rule in answer(rule, jobs.filter { $0.ruleID == rule.id }) }
        guard !answers.isEmpty else {
            return Judgement(.notApplicable, "no job of it completed within a week")
        }
        return Judgement(Truth.all(answers, ofNone: ""))
    }

    private static func answer(_ rule: BackupRule, _ jobs: [BackupJob]) -> Truth? {
        let start = rule.startWindowMinutes ?? usualStart
        guard start >= leastStart else {
            return .fails("the start window of rule \(rule.name) is \(start) minutes, at least 60 are needed")
        }
        // Those that never began took no time that could be counted, and say more than all others.
        let expired = jobs.count { $0.state == .expired }
        if expired > 0 { return .fails("\(expired) jobs of rule \(rule.name) did not begin within its start window") }
        let durations = jobs.filter { $0.state == .completed }.compactMap(\.duration?.wholeMilliseconds)
        guard !durations.isEmpty else { return nil }
        let usual = Quantile.value(95, of: durations)
        let window = Duration.minutes(Int(rule.completionWindowMinutes ?? usualCompletion))
        let words =
            "rule \(rule.name) gives its jobs \(window.words), 95 % of \(durations.count) took "
            + Duration.milliseconds(usual).roughWords
        return window.wholeMilliseconds >= usual / 10 * margin ? .holds(words) : .fails(words)
    }
}
