/// AWS Backup's own behaviour: runs an account's schedules up to a moment.
///
/// Everything a run makes is drawn from the rule, the resource and the scheduled moment, so one step of a day and many
/// small ones give the same jobs and recovery points. States of jobs and points follow from their times when they are
/// read.
package struct BackupEngine: Sendable {
    private let options: WorldOptions
    private let failing: Set<String>

    /// Makes the engine of a world.
    ///
    /// - Parameter failing: The ARNs of resources whose backups are made to fail from now on.
    package init(options: WorldOptions, failing: Set<String> = []) {
        self.options = options
        self.failing = failing
    }

    /// Brings an account to a moment: jobs, recovery points, copies, expiry and AWS Config's daily evaluation.
    package func advance(_ account: inout AccountState, to now: Moment) {
        let start = account.advancedTo
        // Schedules fire on whole minutes, so within one there is nothing to do.
        guard start < now, start.milliseconds / 60_000 != now.milliseconds / 60_000 else { return }
        account.advancedTo = now
        let names = account.regions.keys.sorted()
        for name in names {
            guard let run = account.regions[name].map({ runs(of: $0, in: account, after: start, through: now) }),
                !run.executions.isEmpty, var region = account.regions[name]
            else { continue }
            region.backup.jobs += run.jobs
            region.backup.recoveryPoints += run.points
            for (id, moment) in run.executions {
                guard let index = region.backup.plans.firstIndex(where: { $0.id == id }) else { continue }
                region.backup.plans[index].lastExecution = moment
            }
            account.regions[name] = region
            for copy in run.copies { account.regions[copy.region]?.backup.recoveryPoints.append(copy.point) }
        }
        for name in names {
            guard var region = account.regions.removeValue(forKey: name) else { continue }
            BackupEvents.note(in: &region, after: max(start, account.eventsToldTo), through: now)
            Self.settle(&region.backup, at: now)
            ConfigEvaluation.run(&region, at: now)
            account.regions[name] = region
        }
    }

    /// What the schedules of one Region gave in a span of time.
    private struct Run {
        var jobs: [BackupJob] = []
        var points: [RecoveryPoint] = []
        var copies: [(region: String, point: RecoveryPoint)] = []
        var executions: [String: Moment] = [:]
    }

    /// Drops what is gone and puts the rest into the order of creation, whatever steps led here.
    private static func settle(_ backup: inout BackupState, at now: Moment) {
        backup.recoveryPoints.removeAll { $0.removedAt.map { $0 <= now } ?? false }
        backup.recoveryPoints.sort { ($0.createdAt, $0.arn) < ($1.createdAt, $1.arn) }
        backup.jobs.removeAll { $0.createdAt < now.adding(days: -30) }
        backup.jobs.sort { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    private func runs(
        of region: RegionState, in account: AccountState, after start: Moment, through now: Moment
    ) -> Run {
        var run = Run()
        let resolver = SelectionResolver(region.backup)
        for plan in region.backup.plans {
            let fires = plan.rules.map { rule in
                rule.parsedSchedule.occurrences(after: start, through: now, anchor: plan.createdAt)
                    .filter { $0 >= plan.updatedAt && !Self.isForgotten(rule, $0, now: now) }
            }
            // Matching every resource is the costly part, and most spans of time hold no run.
            guard fires.contains(where: { !$0.isEmpty }) else { continue }
            let targets = Self.targets(of: plan, resolver: resolver, resources: region.resources)
            guard !targets.isEmpty else { continue }
            for (rule, moments) in zip(plan.rules, fires) {
                for scheduled in moments {
                    run.executions[plan.id] = max(scheduled, run.executions[plan.id] ?? scheduled)
                    for target in targets
                    where target.selection.createdAt <= scheduled && target.resource.createdAt <= scheduled {
                        let task = BackupTask(
                            options: options, region: region, account: account, plan: plan, rule: rule,
                            resource: target.resource, roleARN: target.selection.roleARN, scheduled: scheduled,
                            isMadeToFail: failing.contains(target.resource.arn))
                        append(task, to: &run, region: region)
                    }
                }
            }
        }
        return run
    }

    private func append(_ task: BackupTask, to run: inout Run, region: RegionState) {
        let continuous = task.continuousPointARN
        if let continuous,
            region.backup.recoveryPoints.contains(where: { $0.arn == continuous })
                || run.points.contains(where: { $0.arn == continuous })
        {
            return
        }
        run.jobs.append(task.job)
        guard let point = task.recoveryPoint else { return }
        run.points.append(point)
        run.copies += task.copies(of: point)
    }

    /// The resources of a plan, each with the first selection that means it.
    private static func targets(
        of plan: BackupPlan, resolver: SelectionResolver, resources: [SimulatedResource]
    ) -> [(resource: SimulatedResource, selection: BackupSelection)] {
        guard !plan.selections.isEmpty else { return [] }
        return resources.compactMap { resource in
            plan.selections.first { resolver.includes(resource, $0) }.map { (resource, $0) }
        }
    }

    /// Whether a run is so long ago that neither its job nor its points are left.
    private static func isForgotten(_ rule: BackupRule, _ scheduled: Moment, now: Moment) -> Bool {
        guard rule.copyActions.isEmpty, rule.isContinuous != true, let days = rule.lifecycle?.deleteAfterDays else {
            return false
        }
        return scheduled < now.adding(days: -31) && scheduled.adding(days: days + 2) < now
    }
}
