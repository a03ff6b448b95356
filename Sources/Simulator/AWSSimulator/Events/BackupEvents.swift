/// Finds the events in what a Region's AWS Backup holds.
///
/// What schedules do is a function of time, so its events are found by looking which changes of state fall into a span;
/// what requests do is found by comparing the state before and after.
enum BackupEvents {
    /// Notes every change of state of jobs and recovery points in a span of time.
    ///
    /// Called before what is gone at the end of the span is dropped, so that the end of a recovery point is told too.
    static func note(in region: inout RegionState, after start: Moment, through end: Moment) {
        guard start < end else { return }
        let isInSpan = { (moment: Moment) in start < moment && moment <= end }
        let scope = region.scope
        var events: [BackupEvent] = []
        for job in region.backup.jobs where job.createdAt > start || job.endsAt > start {
            if isInSpan(job.createdAt) { events.append(.created(job, in: scope)) }
            for moment in job.turns where isInSpan(moment) {
                events.append(.changed(job, in: scope, at: moment))
            }
        }
        for job in region.backup.copyJobs where job.endsAt > start {
            for moment in [job.createdAt, job.startsAt, job.endsAt] where isInSpan(moment) {
                events.append(.changed(job, in: scope, at: moment))
            }
        }
        for job in region.backup.restoreJobs where job.endsAt > start {
            for moment in [job.createdAt, job.startsAt, job.endsAt] where isInSpan(moment) {
                events.append(.changed(job, in: scope, at: moment))
            }
        }
        for point in region.backup.recoveryPoints {
            if isInSpan(point.createdAt) {
                events.append(.changed(point, to: "CREATING", in: scope, at: point.createdAt))
            }
            if isInSpan(point.completedAt) {
                let state = point.status(at: point.completedAt)
                events.append(.changed(point, to: state, in: scope, at: point.completedAt))
            }
            if let removed = point.removedAt, isInSpan(removed), !region.backup.isHeld(point, at: removed) {
                events.append(.changed(point, to: "DELETING", in: scope, at: removed))
            }
        }
        region.events += events
    }

    /// What requests change, as it was before one.
    struct Baseline {
        fileprivate let vaults: [BackupVault]
        fileprivate let plans: [BackupPlan]
        fileprivate let optIn: [BackupState.OptIn]

        /// Remembers a state; costs nothing until it changes.
        init(_ backup: BackupState) {
            vaults = backup.vaults
            plans = backup.plans
            optIn = backup.optIn
        }
    }

    /// Notes what a request changed of vaults, plans and settings.
    static func note(in region: inout RegionState, since before: Baseline, at now: Moment) {
        noteVaults(in: &region, since: before.vaults, at: now)
        notePlans(in: &region, since: before.plans, at: now)
        let changed = region.backup.optIn.filter { setting in
            before.optIn.first { $0.type == setting.type }?.isOn != setting.isOn
        }
        if !changed.isEmpty { region.events.append(.changed(changed, in: region.scope, at: now)) }
    }

    private static func noteVaults(in region: inout RegionState, since before: [BackupVault], at now: Moment) {
        let after = region.backup.vaults
        guard before != after else { return }
        let known = Dictionary(before.map { ($0.arn, $0) }) { first, _ in first }
        let present = Set(after.map(\.arn))
        for vault in after {
            guard let old = known[vault.arn] else {
                region.events.append(.changed(vault, to: "CREATED", in: region.scope, at: now))
                continue
            }
            if old.lock != vault.lock || old.accessPolicy != vault.accessPolicy {
                region.events.append(.changed(vault, to: "MODIFIED", in: region.scope, at: now))
            }
        }
        for vault in before where !present.contains(vault.arn) {
            region.events.append(.changed(vault, to: "DELETED", in: region.scope, at: now))
        }
    }

    private static func notePlans(in region: inout RegionState, since before: [BackupPlan], at now: Moment) {
        let after = region.backup.plans
        guard before != after else { return }
        let known = Dictionary(before.map { ($0.id, $0.versionID) }) { first, _ in first }
        let present = Set(after.map(\.id))
        for plan in after where known[plan.id] != plan.versionID {
            let state = known[plan.id] == nil ? "CREATED" : "MODIFIED"
            region.events.append(.changed(plan, to: state, in: region.scope, at: now))
        }
        for plan in before where !present.contains(plan.id) {
            region.events.append(.changed(plan, to: "DELETED", in: region.scope, at: now))
        }
    }
}

extension BackupJob {
    /// The moments after its creation at which its state changes and AWS tells of it.
    fileprivate var turns: [Moment] {
        guard outcome.state != .expired || startsAt < endsAt else { return [endsAt] }
        guard let stoppedAt else { return [startsAt, endsAt] }
        return startsAt < stoppedAt ? [startsAt, stoppedAt, endsAt] : [stoppedAt, endsAt]
    }
}
