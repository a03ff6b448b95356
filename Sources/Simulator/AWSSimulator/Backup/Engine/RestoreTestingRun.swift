/// The scheduled runs of a Region's restore testing plans.
struct RestoreTestingRun: Sendable {
    private let options: WorldOptions
    private let roles: [SimulatedRole]

    /// Makes the runs of an account.
    init(options: WorldOptions, roles: [SimulatedRole]) {
        self.options = options
        self.roles = roles
    }

    /// Starts the restores that fell due after one moment and up to another.
    ///
    /// For every resource of a selection that has a point in the window, one point is restored.
    func run(_ region: inout RegionState, after start: Moment, through now: Moment) {
        for index in region.backup.restoreTestingPlans.indices {
            let plan = region.backup.restoreTestingPlans[index]
            let fires = plan.parsedSchedule.occurrences(after: start, through: now, anchor: plan.createdAt)
                .filter { $0 >= (plan.updatedAt ?? plan.createdAt) }
            for scheduled in fires {
                region.backup.restoreTestingPlans[index].lastExecution = scheduled
                for selection in plan.selections where selection.createdAt <= scheduled {
                    region.backup.restoreJobs += jobs(of: plan, selection, in: region, at: scheduled)
                }
            }
        }
    }

    private func jobs(
        of plan: RestoreTestingPlan, _ selection: RestoreTestingPlan.Selection, in region: RegionState,
        at scheduled: Moment
    ) -> [RestoreJob] {
        var candidates: [String: [RecoveryPoint]] = [:]
        for point in region.backup.recoveryPoints
        where point.resourceType == selection.resourceType && selection.means(point)
            && plan.points.admits(point, scope: region.scope, at: scheduled)
        {
            candidates[point.resourceARN, default: []].append(point)
        }
        return candidates.keys.sorted().compactMap { arn in
            var random = SeededGenerator(
                options.seed, "restore-test", plan.arn, selection.name, arn, String(scheduled.milliseconds))
            let points = (candidates[arn] ?? []).sorted { ($0.createdAt, $0.arn) < ($1.createdAt, $1.arn) }
            guard let latest = points.last else { return nil }
            let point =
                plan.points.algorithm == "RANDOM_WITHIN_WINDOW" ? random.pick(points, else: latest) : latest
            var metadata = RestoreMetadata.inferred(for: point, scope: region.scope)
            metadata.merge(selection.overrides)
            let delay = Int64(random.below(Int(plan.startWindowHours) * 60))
            let order = RestoreTask.Order(
                source: "\(plan.name)/\(selection.name)/\(scheduled.milliseconds)", roleARN: selection.roleARN,
                metadata: metadata, createdAt: scheduled.adding(minutes: delay),
                testing: RestoreJob.Testing(
                    planARN: plan.arn, selectionName: selection.name,
                    validationWindowHours: Int(selection.validationWindowHours)), tags: [:], idempotencyToken: nil)
            return RestoreTask(options: options, scope: region.scope, roles: roles, point: point, order: order).job
        }
    }
}

extension RestoreTestingPlan.PointSelection {
    /// Whether a plan may choose a point at a moment.
    fileprivate func admits(_ point: RecoveryPoint, scope: Scope, at moment: Moment) -> Bool {
        let vault = BackupTask.vaultARN(point.vaultName, scope)
        let isInVault =
            (includeVaults.contains("*") || includeVaults.contains(vault)) && !excludeVaults.contains(vault)
        let isUsable =
            point.completedAt <= moment && point.createdAt >= moment.adding(days: -windowDays)
            && (point.removedAt.map { $0 > moment } ?? true) && point.mark == nil
        return isInVault && isUsable && types.contains(point.isContinuous ? "CONTINUOUS" : "SNAPSHOT")
    }
}

extension RestoreTestingPlan.Selection {
    /// Whether a selection means the resource of a point; its conditions are compared with the point's tags.
    fileprivate func means(_ point: RecoveryPoint) -> Bool {
        guard resourceARNs.contains("*") || resourceARNs.contains(point.resourceARN) else { return false }
        func value(_ condition: BackupSelection.Condition) -> String? {
            let prefix = "aws:ResourceTag/"
            return condition.key.hasPrefix(prefix) ? point.tags[String(condition.key.dropFirst(prefix.count))] : nil
        }
        return stringEquals.allSatisfy { value($0) == $0.value } && stringNotEquals.allSatisfy { value($0) != $0.value }
    }
}
