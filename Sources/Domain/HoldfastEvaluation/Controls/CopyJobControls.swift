internal import HoldfastModel
internal import HoldfastPolicy

/// Whether recovery points are copied as the policy asks: family CPY, by the copy jobs.
enum CopyJobControls {
    static let all = [complete, inTime, belowQuota]

    /// How long a copy may take; younger points are not asked for theirs.
    private static let lag = Duration.hours(12)
    /// How many copies may run at once into one Region.
    private static let quota = (region: 100, resource: 30)
    /// The share of a quota that may be used, in percent.
    private static let headroom = 80

    static let complete = Control(
        id: "HF-CPY-04", title: "Every recent recovery point has the copies its tier asks for", severity: .high,
        parameters: [.init("window", "twice the tier's rpo, 7 days at most"), .init("lag", "12 hours")],
        needs: [
            .init(.inventory), .init(.tags), .init(.vaults), .init(.recoveryPoints), .init(.copyJobs),
        ],
        listedBy: [.inventory],
        remediation: "Copy the point by hand, and repair what the copy job's message names.",
        isAsked: { context in context.policy.tiers.contains { !$0.copies.isEmpty } },
        subjects: { $0.resources }
    ) { subject, context in
        CoverageControls.onTier(subject, context) { judge($0, $1, context) }
    }

    static let inTime = Control(
        id: "HF-CPY-05", title: "Of twenty copies, nineteen are there within half a day", severity: .medium,
        parameters: [.init("lag", "12 hours, 95th percentile over a week")], needs: [.init(.copyJobs)], listedBy: [],
        remediation: "Spread the schedules: copies into one Region wait for each other.",
        subjects: { _ in [.region] }
    ) { _, context in
        // A copy that is under way for longer than allowed is late, whenever it ends.
        let lags = context.snapshot.copyJobs.compactMap { job -> Int64? in
            guard let end = job.state == .completed ? job.completedAt : job.state.isOpen ? context.now : nil
            else { return nil }
            let taken = job.createdAt.duration(to: end)
            return job.state.isOpen && taken <= lag ? nil : taken.wholeMilliseconds
        }
        guard !lags.isEmpty else { return Judgement(.notApplicable, "no copy completed or is late within a week") }
        let value = Duration.milliseconds(Quantile.value(95, of: lags))
        return Judgement(
            value <= lag ? .compliant : .nonCompliant,
            "95 % of \(lags.count) copies took \(value.roughWords) or less, \(lag.words) are allowed")
    }

    static let belowQuota = Control(
        id: "HF-CPY-07", title: "Copies that run at once leave room below AWS's quotas", severity: .low,
        parameters: [.init("headroom", "20 % of 100 into a Region and of 30 of a resource")],
        needs: [.init(.copyJobs)], listedBy: [],
        remediation: "Spread the schedules, or ask AWS for a higher quota.", subjects: { _ in [.region] }
    ) { _, context in
        let running = context.snapshot.copyJobs.filter(\.state.isOpen)
        guard !running.isEmpty else { return Judgement(.notApplicable, "no copy runs") }
        let intoRegion = most(running, by: \.destinationVaultARN.regionCode)
        let ofResource = most(running, by: \.resourceARN.rawValue)
        let isBelow =
            intoRegion.count * 100 < quota.region * headroom && ofResource.count * 100 < quota.resource * headroom
        return Judgement(
            isBelow ? .compliant : .nonCompliant,
            "\(intoRegion.count) copies run into \(intoRegion.name), \(ofResource.count) of \(ofResource.name)")
    }

    private static func most(
        _ jobs: [CopyJob], by name: (CopyJob) -> String
    ) -> (name: String, count: Int) {
        let counts = Dictionary(grouping: jobs, by: name).mapValues(\.count)
        let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
        return (most?.key ?? "", most?.value ?? 0)
    }

    private static func judge(
        _ resource: Resource, _ tier: ProtectionTier, _ context: JudgingContext
    ) -> Judgement {
        let copies = TierPlan.copies(
            of: tier, account: context.snapshot.account.id, region: context.snapshot.region)
        guard !copies.isEmpty else {
            return Judgement(.notApplicable, "its tier asks for no copy from here", tier: tier.name)
        }
        let window = min(tier.rpo * 2, JobHistory.backupAndCopy)
        let since = context.now.advanced(by: .zero - max(window, lag * 2))
        let until = context.now.advanced(by: .zero - lag)
        let points = (context.pointsByResource[resource.arn] ?? []).filter { point in
            point.status == .completed && point.sourceVaultARN == nil
                && since <= point.createdAt && (point.completedAt ?? point.createdAt) <= until
        }
        guard !points.isEmpty else {
            return Judgement(.notApplicable, "it has no recent recovery point whose copies are due", tier: tier.name)
        }
        let jobs = context.jobsByResource[resource.arn]?.copies ?? []
        for point in points.sorted(by: { $0.arn < $1.arn }) {
            for copy in copies {
                let vault = copy.action.destinationVaultARN
                let own = jobs.filter { $0.sourceRecoveryPointARN == point.arn && $0.destinationVaultARN == vault }
                if own.contains(where: { $0.state == .completed }) { continue }
                let state = own.last.map { "is \($0.state): \($0.message ?? "no reason given")" } ?? "was never begun"
                return Judgement(
                    .nonCompliant, "the copy to \(vault) of the point made at \(point.createdAt) \(state)",
                    tier: tier.name,
                    grounds: [.init(name: "recoveryPointArn", value: point.arn.rawValue, fact: .recoveryPoints)])
            }
        }
        return Judgement(
            .compliant, "all copies of its \(points.count) recent recovery points are made", tier: tier.name)
    }
}
