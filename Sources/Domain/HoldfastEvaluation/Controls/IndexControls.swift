internal import HoldfastModel
internal import HoldfastPolicy

/// Whether files can be found in backups: family IDX.
enum IndexControls {
    static let all = [indexed]

    static let indexed = Control(
        id: "HF-IDX-01", title: "The newest backup has an index where a plan asks for one", severity: .low,
        parameters: [.init("types", "those the rule names, of EBS and S3")],
        needs: [
            .init(.inventory), .init(.plans), .init(.selections), .init(.tags), .init(.regionSettings), .init(.vaults),
            .init(.recoveryPoints),
        ],
        listedBy: [.inventory], remediation: "See the recovery point's index status, and have the index made again.",
        subjects: { context in
            context.resources { BackupCapability.index.answer(for: $0.type) == .yes }
        }
    ) { subject, context in
        guard case .resource(let resource) = subject else { return Judgement(.notApplicable, "not a resource") }
        let tier = context.assignments[resource.arn]?.tierName
        let asking = (context.selections[resource.arn] ?? []).filter { entry in
            entry.plan.rules?.contains { $0.indexedTypes.contains(resource.type.rawValue) } ?? true
        }
        let answer = Truth.any(asking.map(\.selects), ofNone: "no plan has its backups indexed")
        if answer.isFalse { return Judgement(.notApplicable, "no plan has its backups indexed", tier: tier) }
        guard answer.isTrue else { return Judgement(answer, tier: tier) }
        let points = context.pointsByResource[resource.arn] ?? []
        guard let newest = NewestPoint(of: points, now: context.now)?.point else {
            return Judgement(.nonCompliant, "it has no usable backup, and so no index", tier: tier)
        }
        let grounds = [RetentionControls.ground(newest)]
        let status = newest.indexStatus ?? "none"
        return Judgement(
            status == "ACTIVE" ? .compliant : .nonCompliant, "the index of its newest backup is \(status)", tier: tier,
            grounds: grounds)
    }
}
