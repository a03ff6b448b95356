internal import HoldfastModel
internal import HoldfastPolicy

/// Whether continuous backups are there and go on: those of family PIT that AWS Backup alone answers.
enum ContinuousControls {
    static let all = [present, onePlan, running]

    private static let longestRPO = Duration.hours(1)

    static let present = Control(
        id: "HF-PIT-01", title: "Resources of tiers that allow less than an hour are backed up continuously",
        severity: .high, parameters: [.init("max_rpo", "1 hour, or a tier that asks for it")],
        replaces: [.trustedAdvisor("Amazon RDS Continuous Backup Not Enabled")],
        needs: [
            .init(.inventory), .init(.tags), .init(.vaults, .couldHelp), .init(.recoveryPoints, .couldHelp),
        ],
        listedBy: [.inventory], remediation: "Let a plan make continuous backups of it; no schedule runs often enough.",
        subjects: { $0.resources }
    ) { subject, context in
        CoverageControls.onTier(subject, context) { resource, tier in
            guard tier.isContinuous || tier.rpo < longestRPO else {
                return Judgement(.notApplicable, "a schedule can meet tier \(tier.name)", tier: tier.name)
            }
            let capability = BackupCapability.pointInTimeRestore.answer(for: resource.type, arn: resource.arn)
            if case .no(let reason) = capability {
                return Judgement(.notApplicable, reason, tier: tier.name)
            }
            let points = (context.pointsByResource[resource.arn] ?? []).filter { $0.status == .available }
            guard let point = points.max(by: { $0.createdAt < $1.createdAt }) else {
                return Judgement(.nonCompliant, "it has no continuous backup", tier: tier.name)
            }
            return Judgement(
                .compliant, "it has been backed up continuously since \(point.createdAt)", tier: tier.name,
                grounds: [RetentionControls.ground(point)])
        }
    }

    static let onePlan = Control(
        id: "HF-PIT-02", title: "No two plans claim the continuous backup of one resource", severity: .medium,
        needs: [
            .init(.inventory), .init(.tags, .couldHarm), .init(.plans, .couldHarm), .init(.selections, .couldHarm),
            .init(.regionSettings, .couldHarm),
        ],
        listedBy: [.inventory],
        remediation: "Leave continuous backup to one plan: the jobs of the other complete with issues.",
        subjects: { context in
            context.resources {
                BackupCapability.pointInTimeRestore.answer(for: $0.type, arn: $0.arn) == .yes
            }
        }
    ) { subject, context in
        guard case .resource(let resource) = subject else { return Judgement(.notApplicable, "not a resource") }
        let entries = (context.selections[resource.arn] ?? []).filter { entry in
            entry.plan.rules?.contains(where: \.enablesContinuousBackup) ?? true
        }
        let claiming = entries.filter { $0.selects.isTrue && $0.plan.rules != nil }.map(\.plan.name).sorted()
        let tier = context.assignments[resource.arn]?.tierName
        if claiming.count > 1 {
            return Judgement(
                .nonCompliant, "plans \(claiming.joined(separator: ", ")) all back it up continuously", tier: tier)
        }
        let open = entries.filter { !$0.selects.isFalse && !($0.selects.isTrue && $0.plan.rules != nil) }
        if claiming.count + open.count > 1, let first = open.first {
            return Judgement(.unknown, "not known: \(first.selects.reason)", tier: tier)
        }
        return Judgement(
            .compliant,
            claiming.isEmpty ? "no plan backs it up continuously" : "plan \(claiming.joined()) alone does", tier: tier)
    }

    static let running = Control(
        id: "HF-PIT-04", title: "No continuous backup was interrupted", severity: .high,
        needs: [.init(.vaults), .init(.recoveryPoints)], listedBy: [.recoveryPoints, .vaults],
        remediation: "See why it stopped: retention, versioning or permissions changed; the next run begins a new one.",
        subjects: { context in
            context.pointGroups { group in
                guard let type = group.type else { return true }
                return BackupCapability.pointInTimeRestore.answer(for: type, arn: group.resourceARN) == .yes
            }
        }
    ) { subject, _ in
        guard case .points(let group) = subject else { return Judgement(.notApplicable, "not recovery points") }
        if let going = group.points.first(where: { $0.status == .available }) {
            return Judgement(
                .compliant, "its continuous backup goes on", grounds: [RetentionControls.ground(going)])
        }
        guard let stopped = group.points.first(where: { $0.status == .stopped }) else {
            return Judgement(.notApplicable, "it has no continuous backup")
        }
        return Judgement(
            .nonCompliant, "its continuous backup of \(stopped.createdAt) has stopped, and none goes on",
            grounds: [RetentionControls.ground(stopped)])
    }
}
