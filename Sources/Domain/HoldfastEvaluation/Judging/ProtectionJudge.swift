internal import HoldfastModel
internal import HoldfastPolicy

/// Decides the protection status of resources, in the words of the contract.
struct ProtectionJudge {
    let context: JudgingContext
    let waivers: WaiverBook

    /// The judgement of one resource.
    ///
    /// A resource an assignment leaves out has the status `unprotected` for want of a better one; it belongs in no count.
    func judgement(of resource: Resource) -> ResourceJudgement {
        let newest = NewestPoint(of: context.pointsByResource[resource.arn] ?? [], now: context.now)
        let (status, failing) = status(of: resource, newest: newest)
        let isWaived = status == .unprotected && waivers.covers(resource, everyOneOf: failing, now: context.now)
        let pointsHidden = hiddenPoints(of: resource) != nil && status != .protected
        return ResourceJudgement(
            resource: resource, assignment: context.assignments[resource.arn] ?? .unassigned,
            flaggedBy: context.flaggedBy[resource.arn] ?? [], status: isWaived ? .waived : status,
            newestRecoveryPointAt: pointsHidden ? nil : newest?.completedAt)
    }

    /// The status before waivers, and the controls that tell why it is not better.
    private func status(of resource: Resource, newest: NewestPoint?) -> (ProtectionStatus, [String]) {
        guard hiddenResource(resource) == nil else { return (.unknown, []) }
        let tier: ProtectionTier
        switch context.tier(of: resource) {
        case .open: return (.unknown, [])
        case .none: return (.unprotected, ["HF-COV-04"])
        case .tier(let asked): tier = asked
        }
        let selected = isSelectedAsPromised(resource, tier)
        let isFresh = freshness(resource, tier, newest)
        switch (selected, isFresh) {
        case (.holds, .holds): return (.protected, [])
        case (.fails, _): return (.unprotected, isFresh.isFalse ? ["HF-COV-01", "HF-COV-02"] : ["HF-COV-01"])
        case (.unknown, _), (.holds, .unknown): return (.unknown, [])
        case (.holds, .fails):
            return isAwaitingFirstRun(resource, tier) ? (.pending, []) : (.unprotected, ["HF-COV-02"])
        }
    }

    /// Whether a plan that meets the tier selects the resource.
    func isSelectedAsPromised(_ resource: Resource, _ tier: ProtectionTier) -> Truth {
        var answers = (context.selections[resource.arn] ?? []).map { entry in
            Truth.all([entry.selects, context.meets(tier, entry.plan)], ofNone: "")
        }
        if let gap = context.hiddenPlans { answers.append(.unknown("\(gap.api): \(gap.code)")) }
        return Truth.any(answers, ofNone: "there is no backup plan")
    }

    /// Whether the newest point is within the RPO; exactly as old as the RPO is within it.
    func freshness(_ resource: Resource, _ tier: ProtectionTier, _ newest: NewestPoint?) -> Truth {
        if let newest {
            let age = newest.reachesTo.duration(to: context.now)
            if age <= tier.rpo {
                return .holds("its newest backup is \(age.roughWords) old, the RPO is \(tier.rpo.words)")
            }
        }
        if let gap = hiddenPoints(of: resource) { return .unknown("\(gap.api): \(gap.code)") }
        guard let newest else { return .fails("it has no completed backup") }
        let age = newest.reachesTo.duration(to: context.now)
        return .fails("its newest backup is \(age.roughWords) old, the RPO is \(tier.rpo.words)")
    }

    /// Whether no run has been due since the resource was selected.
    ///
    /// It counts as selected from when resource, plan and selection all exist. The first run after that is due when its
    /// start and completion windows have closed, and at the latest when it is as old as the RPO allows; AWS tells no
    /// moment at which a tag was set, so that a resource tagged late is never held to be waiting longer than that.
    private func isAwaitingFirstRun(_ resource: Resource, _ tier: ProtectionTier) -> Bool {
        (context.selections[resource.arn] ?? []).contains { entry in
            guard context.meets(tier, entry.plan).isTrue, entry.selects.isTrue, let made = entry.plan.createdAt else {
                return false
            }
            let selected = (entry.plan.selections ?? []).filter {
                SelectionMatch($0, resource: resource, settings: context.snapshot.regionSettings).truth.isTrue
            }.compactMap(\.createdAt).min()
            let since = [made, selected ?? made, resource.createdAt ?? made].max() ?? made
            return (entry.plan.rules ?? []).contains { isOpen($0, since: since, tier) }
        }
    }

    private func isOpen(_ rule: BackupRule, since: Instant, _ tier: ProtectionTier) -> Bool {
        guard
            case .expression(let cron) = CronExpression.parse(
                rule.scheduleExpression, timezone: rule.scheduleTimezone)
        else { return false }
        let first: Instant
        switch cron.next(after: since) {
        case .at(let run): first = run
        // A rate begins to count when the rule is made: its first run is one step later at most.
        case .unknown: first = since.advanced(by: cron.rate ?? .zero)
        case .none: return false
        }
        let windows = Duration.minutes(
            Int(rule.startWindowMinutes ?? 480) + Int(rule.completionWindowMinutes ?? 10_080))
        return context.now <= first.advanced(by: min(windows, tier.rpo))
    }

    private func hiddenResource(_ resource: Resource) -> ReadGap? {
        context.snapshot.gaps.first {
            ($0.fact == .session || $0.fact == .inventory) && Coverage.concerns($0.scope, resource)
        }
    }

    private func hiddenPoints(of resource: Resource) -> ReadGap? {
        context.snapshot.gaps.first {
            ($0.fact == .recoveryPoints || $0.fact == .vaults || $0.fact == .session)
                && Coverage.concerns($0.scope, resource)
        }
    }
}
