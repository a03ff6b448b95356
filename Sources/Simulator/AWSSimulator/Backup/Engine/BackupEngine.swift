/// AWS Backup's own behaviour: runs an account's schedules up to a moment.
///
/// Everything a run makes is drawn from the rule, the resource and the scheduled moment, so one step of a day and many
/// small ones give the same jobs and recovery points. States of jobs and points follow from their times when they are
/// read.
package struct BackupEngine: Sendable {
    /// A copy that lands in another account.
    package struct Delivery: Sendable {
        /// Where it lands.
        package let scope: Scope
        /// The copy.
        package let point: RecoveryPoint
    }

    private let options: WorldOptions
    private let failing: Set<String>
    private let destinations: CopyDestinations

    /// Makes the engine of a world.
    ///
    /// - Parameters:
    ///   - failing: The ARNs of resources whose backups are made to fail from now on.
    ///   - destinations: Where copies to other accounts may go.
    package init(options: WorldOptions, failing: Set<String> = [], destinations: CopyDestinations? = nil) {
        self.options = options
        self.failing = failing
        self.destinations = destinations ?? CopyDestinations(options: options)
    }

    /// Brings an account to a moment: jobs, recovery points, copies, restore tests, expiry and AWS Config's daily
    /// evaluation.
    ///
    /// - Returns: The copies that land in other accounts.
    @discardableResult
    package func advance(_ account: inout AccountState, to now: Moment) -> [Delivery] {
        let start = account.advancedTo
        // Schedules fire on whole minutes, so within one there is nothing to do.
        guard start < now, start.milliseconds / 60_000 != now.milliseconds / 60_000 else { return [] }
        account.advancedTo = now
        let names = account.regions.keys.sorted()
        var abroad: [Delivery] = []
        for name in names {
            guard let run = account.regions[name].map({ runs(of: $0, in: account, after: start, through: now) }),
                !run.executions.isEmpty, var region = account.regions[name]
            else { continue }
            region.backup.jobs += run.jobs
            region.backup.recoveryPoints += run.points
            region.backup.copyJobs += run.copyJobs
            region.backup.forcedEnds = run.forcedEnds
            for (id, moment) in run.executions {
                guard let index = region.backup.plans.firstIndex(where: { $0.id == id }) else { continue }
                region.backup.plans[index].lastExecution = moment
            }
            account.regions[name] = region
            for copy in run.copies {
                if copy.scope.account == account.account.id {
                    account.regions[copy.scope.region]?.backup.recoveryPoints.append(copy.point)
                } else {
                    abroad.append(copy)
                }
            }
        }
        for name in names {
            guard var region = account.regions.removeValue(forKey: name) else { continue }
            RestoreTestingRun(options: options, roles: account.roles).run(&region, after: start, through: now)
            BackupEvents.note(in: &region, after: max(start, account.eventsToldTo), through: now)
            BackupSettlement.settle(&region, roles: account.roles, at: now)
            ConfigEvaluation.run(&region, at: now)
            account.regions[name] = region
        }
        return abroad
    }

    /// What the schedules of one Region gave in a span of time.
    private struct Run {
        var jobs: [BackupJob] = []
        var points: [RecoveryPoint] = []
        var copyJobs: [CopyJob] = []
        var copies: [Delivery] = []
        var executions: [String: Moment] = [:]
        var forcedEnds: [String: JobOutcome]
    }

    /// A backup that is due.
    private struct Due {
        let order: BackupOrder
        let resource: SimulatedResource
    }

    private func runs(
        of region: RegionState, in account: AccountState, after start: Moment, through now: Moment
    ) -> Run {
        var run = Run(forcedEnds: region.backup.forcedEnds)
        var due: [Due] = []
        let resolver = SelectionResolver(region.backup)
        for plan in region.backup.plans {
            // Points that a hold keeps or that nobody may delete are never forgotten.
            let canForget =
                region.backup.legalHolds.isEmpty
                && plan.selections.allSatisfy { account.roles.isInForce($0.roleARN, at: now) }
            let fires = plan.rules.map { rule in
                rule.parsedSchedule.occurrences(after: start, through: now, anchor: plan.createdAt)
                    .filter { $0 >= plan.updatedAt && !(canForget && Self.isForgotten(rule, $0, now: now)) }
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
                        let order = BackupOrder(
                            plan: plan, rule: rule, roleARN: target.selection.roleARN, scheduled: scheduled)
                        due.append(Due(order: order, resource: target.resource))
                    }
                }
            }
        }
        // What was forced is taken by the first run in time, whatever plan it is of.
        if !run.forcedEnds.isEmpty { due.sort { $0.order.requestedAt < $1.order.requestedAt } }
        for item in due { perform(item, in: region, of: account, &run) }
        return run
    }

    private func perform(_ due: Due, in region: RegionState, of account: AccountState, _ run: inout Run) {
        let arn = due.resource.arn
        let forced =
            run.forcedEnds.removeValue(forKey: arn)
            ?? (failing.contains(arn)
                ? .failure("Backup job failed because the resource could not be snapshotted.") : nil)
        let present = due.order.isContinuous ? continuousPoint(of: arn, in: region, run) : nil
        if let present, present.creator?.ruleID == due.order.creator?.ruleID { return }
        // A resource has one continuous backup; a second rule's becomes a snapshot, and its job says so.
        let task = BackupTask(
            options: options, region: region, roles: account.roles,
            order: present == nil ? due.order : due.order.snapshot, subject: BackupSubject(due.resource),
            forced: forced, success: present == nil ? .success : Self.secondContinuous)
        run.jobs.append(task.job)
        guard let point = task.recoveryPoint else { return }
        run.points.append(point)
        for (index, action) in due.order.copyActions.enumerated() {
            let order = CopyTask.Order(
                destinationARN: action.destinationVaultARN, lifecycle: action.lifecycle, roleARN: point.roleARN,
                createdAt: point.completedAt.adding(seconds: 30), source: String(index), backupJobID: task.job.id,
                idempotencyToken: nil)
            let copy = CopyTask(
                options: options, account: account, source: region, destinations: destinations, point: point,
                order: order)
            run.copyJobs.append(copy.job)
            if let made = copy.copy, let scope = copy.landing {
                run.copies.append(Delivery(scope: scope, point: made))
            }
        }
    }

    /// How the job of a second rule with continuous backups ends (AWS Backup Developer Guide, "Point-in-time recovery").
    private static let secondContinuous = JobOutcome(
        .completed, message: "A continuous backup of the resource exists; a snapshot was made instead.",
        category: "InvalidParameters")

    private func continuousPoint(of arn: String, in region: RegionState, _ run: Run) -> RecoveryPoint? {
        run.points.first { $0.resourceARN == arn && $0.isContinuous }
            ?? region.backup.recoveryPoints.first { $0.resourceARN == arn && $0.isContinuous && $0.mark == nil }
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

    /// Whether a run is so long ago that neither its job nor its points nor their copies are left.
    private static func isForgotten(_ rule: BackupRule, _ scheduled: Moment, now: Moment) -> Bool {
        guard scheduled < now.adding(days: -31), rule.isContinuous != true else { return false }
        let lives = [rule.lifecycle?.deleteAfterDays] + rule.copyActions.map { $0.lifecycle?.deleteAfterDays }
        return lives.allSatisfy { days in days.map { scheduled.adding(days: $0 + 2) < now } ?? false }
    }
}
