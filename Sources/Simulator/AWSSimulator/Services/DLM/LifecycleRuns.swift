/// The snapshots a lifecycle policy has made and not deleted yet, told from its schedules and a moment alone.
///
/// A policy that is disabled or deleted neither makes nor deletes any more, so what it had then stays.
struct LifecycleRuns {
    private let policy: LifecyclePolicy
    private let region: RegionState

    /// Looks at a policy of a Region.
    init(_ policy: LifecyclePolicy, region: RegionState) {
        self.policy = policy
        self.region = region
    }

    /// The snapshots at a moment, in no order.
    func snapshots(at now: Moment) -> [EBSSnapshot] {
        guard let newest = policy.eras.last, newest.plan.type == "EBS_SNAPSHOT_MANAGEMENT" else { return [] }
        let volumes = targets(of: newest.plan)
        guard !volumes.isEmpty else { return [] }
        return newest.plan.schedules.enumerated().flatMap { index, schedule in
            let runs = runs(of: index, at: now)
            return volumes.flatMap { volume in
                kept(runs, of: schedule, since: volume.createdAt, at: newest.end ?? now).map { moment in
                    snapshot(of: volume, schedule, at: moment)
                }.filter { $0.startedAt <= now }
            }
        }
    }

    /// When a schedule fired, oldest first, as far back as anything can be kept.
    private func runs(of index: Int, at now: Moment) -> [Moment] {
        policy.eras.flatMap { era -> [Moment] in
            guard index < era.plan.schedules.count else { return [] }
            let schedule = era.plan.schedules[index]
            let end = min(era.end ?? now, now)
            // A schedule fires at least every few days, so no more days than snapshots need be looked at, times seven.
            let reach = schedule.keptDays ?? Int64(min(2_000, (schedule.keptCount ?? 1) * 7 + 7))
            let start = max(era.start, end.adding(days: -reach - 1))
            guard start < end else { return [] }
            return schedule.times.occurrences(after: start, through: end, anchor: start).filter { moment in
                schedule.everyDays <= 1 || moment.day % schedule.everyDays == 0
            }
        }
    }

    private func kept(
        _ runs: [Moment], of schedule: LifecyclePlan.Schedule, since birth: Moment, at moment: Moment
    ) -> ArraySlice<Moment> {
        let first = runs.firstIndex { $0 >= birth } ?? runs.endIndex
        let all = runs[first...]
        if let count = schedule.keptCount { return all.suffix(count) }
        let oldest = moment.adding(days: -(schedule.keptDays ?? 1))
        return all.drop { $0 <= oldest }
    }

    /// The volumes the policy means: by their own tags or by those of the instances they are attached to.
    private func targets(of plan: LifecyclePlan) -> [SimulatedResource] {
        func isMeant(_ resource: SimulatedResource) -> Bool {
            plan.targets.isEmpty || plan.targets.contains { resource.tags[$0.key] == $0.value }
        }
        let volumes = region.resources(.volume)
        guard plan.isOfInstances else { return volumes.filter(isMeant) }
        let instances = Set(region.resources(.instance).filter(isMeant).map(\.id))
        return volumes.filter { $0.attachedTo.map { instances.contains($0) } ?? false }
    }

    /// Data Lifecycle Manager begins within the hour after the scheduled time.
    private func snapshot(
        of volume: SimulatedResource, _ schedule: LifecyclePlan.Schedule, at moment: Moment
    ) -> EBSSnapshot {
        let details = ResourceDetails(arn: "\(policy.id)/\(schedule.name)/\(volume.id)/\(moment.milliseconds)")
        let start = moment.adding(seconds: Int64(details.number(below: 3_000, "delay")))
        var tags = schedule.copiesTags ? volume.tags : [:]
        tags.merge(schedule.addedTags)
        tags["aws:dlm:lifecycle-policy-id"] = policy.id
        tags["aws:dlm:lifecycle-schedule-name"] = schedule.name
        tags["dlm:managed"] = "true"
        return EBSSnapshot(
            id: "snap-0" + details.hex(16, "id"), volumeID: volume.id, origin: .lifecyclePolicy, startedAt: start,
            completedAt: start.adding(minutes: Int64(5 + details.number(below: 20, "length"))),
            volumeSize: VolumeFacts.gibibytes(volume.sizeInBytes), isEncrypted: volume.isEncrypted,
            kmsKeyARN: volume.kmsKeyARN, description: "Created for policy: \(policy.id) schedule: \(schedule.name)",
            tags: tags)
    }
}
