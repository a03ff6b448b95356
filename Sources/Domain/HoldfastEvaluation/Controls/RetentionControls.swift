internal import HoldfastModel
internal import HoldfastPolicy

/// Whether recovery points are kept long enough, and not for ever: family RET.
///
/// The subject is a resource with all its points in the Region, so that an organization's findings number its resources
/// and not its backups; the evidence names the worst point.
enum RetentionControls {
    static let all = [longEnough, notTooLong, ladder, lastOne, notForEver, incremental]

    static let longEnough = Control(
        id: "HF-RET-01", title: "Recovery points are kept at least as long as the tier asks", severity: .high,
        parameters: [.init("min_days", "the tier's retention")],
        replaces: [
            .auditManager("BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK"),
            .config("BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK"),
        ],
        needs: [
            .init(.inventory), .init(.tags), .init(.vaults, .couldHarm), .init(.recoveryPoints, .couldHarm),
        ],
        listedBy: [.recoveryPoints, .vaults],
        remediation: "Lengthen the rule's retention; points that exist keep theirs until it is changed for each.",
        subjects: { $0.pointGroups }
    ) { subject, context in
        onTier(subject, context) { group, tier in
            // A copy has the retention of its copy rule, not the tier's.
            let own = group.points.filter { $0.sourceVaultARN == nil && $0.isUsable }
            let short = own.filter { ($0.retention ?? tier.retention) < tier.retention }
            let worst = short.min { ($0.retention ?? tier.retention) < ($1.retention ?? tier.retention) }
            guard let worst, let days = worst.retention else {
                return own.isEmpty
                    ? Judgement(.notApplicable, "it has no usable recovery point", tier: tier.name)
                    : Judgement(
                        .compliant, "all \(own.count) recovery points are kept \(tier.retention) or longer",
                        tier: tier.name)
            }
            return Judgement(
                .nonCompliant,
                "\(short.count) of \(own.count) recovery points are kept less than \(tier.retention), one \(days) only",
                tier: tier.name, grounds: [ground(worst)])
        }
    }

    static let notForEver = Control(
        id: "HF-RET-05", title: "No recovery point is kept for ever", severity: .medium,
        needs: [.init(.vaults, .couldHarm), .init(.recoveryPoints, .couldHarm)], listedBy: [.recoveryPoints, .vaults],
        remediation: "Give the rule, or the backup started by hand, a retention; then end the points that have none.",
        subjects: { $0.pointGroups }
    ) { subject, _ in
        guard case .points(let group) = subject else { return Judgement(.notApplicable, "not recovery points") }
        let endless = group.points.filter { $0.retention == nil && $0.isKept }
        guard let first = endless.min(by: { $0.arn < $1.arn }) else {
            return Judgement(.compliant, "all \(group.points.count) recovery points have an end")
        }
        return Judgement(
            .nonCompliant, "\(endless.count) of \(group.points.count) recovery points have no end",
            grounds: [ground(first)])
    }
}

extension JudgingContext {
    /// The recovery points of each resource, sorted by the resource's ARN.
    var pointGroups: [Subject] {
        pointsByResource.sorted { $0.key < $1.key }.map { arn, points in
            .points(PointGroup(resourceARN: arn, type: points.first?.resourceType, points: points))
        }
    }
}

extension RecoveryPoint {
    /// Days it is kept from its creation, by its lifecycle or by the end AWS calculated; nothing for ever.
    ///
    /// AWS Backup ends points at a random moment within hours of the calculated one, so part of a day counts whole.
    var retention: CalendarDays? {
        if let days = lifecycle?.deleteAfter, days.rawValue > 0 { return days }
        guard let deleteAt else { return nil }
        let milliseconds = createdAt.duration(to: deleteAt).wholeMilliseconds
        return CalendarDays(Int((max(0, milliseconds) + 43_200_000) / 86_400_000))
    }

    /// Whether data can be restored from it.
    var isUsable: Bool { status == .completed || status == .available || status == .stopped }

    /// Whether it takes up storage and nobody is ending it.
    var isKept: Bool { status != .deleting && status != .creating }
}
