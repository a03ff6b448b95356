internal import HoldfastModel
internal import HoldfastPolicy

/// Whether tables and buckets can be restored to a moment: family PIT, by what their services say.
enum NativeContinuousControls {
    static let all = [bucketsReady, tablesRecoverable]

    /// How many days back a table must be recoverable, which is the most DynamoDB offers.
    private static let days = Control.Figure("min_days", 35, "days")

    static let bucketsReady = Control(
        id: "HF-PIT-05", title: "Every bucket with a continuous tier can be backed up continuously", severity: .high,
        replaces: [.config("S3_EVENT_NOTIFICATIONS_ENABLED")],
        needs: [.init(.inventory), .init(.tags), .init(.bucketSettings)], listedBy: [.inventory],
        remediation: "Enable versioning, and let the bucket tell EventBridge of its events.",
        subjects: { $0.resources(of: .s3) }
    ) { subject, context in
        CoverageControls.onTier(subject, context) { bucket, tier in
            guard tier.isContinuous else {
                return Judgement(.notApplicable, "its tier asks for no continuous backup", tier: tier.name)
            }
            let settings = context.snapshot.bucketSettings[bucket.arn]
            guard let versioning = settings?.versioning, let tellsEventBridge = settings?.tellsEventBridge else {
                return Judgement(.unknown, "not known: its versioning and notifications", tier: tier.name)
            }
            let answers: [Truth] = [
                versioning == .enabled
                    ? .holds("it keeps versions") : .fails("its versioning is \(versioning.rawValue.lowercased())"),
                tellsEventBridge
                    ? .holds("it tells EventBridge") : .fails("it does not tell EventBridge of its events"),
            ]
            return Judgement(Truth.all(answers, ofNone: ""), tier: tier.name)
        }
    }

    static let tablesRecoverable = Control(
        id: "HF-PIT-06", title: "Every table can be restored to any moment of the last 35 days", severity: .medium,
        parameters: [.init(days)],
        replaces: [
            .config("DYNAMODB_PITR_ENABLED"), .prowler("dynamodb_tables_pitr_enabled"),
            .trustedAdvisor("Amazon DynamoDB Point-in-Time Recovery"),
        ],
        needs: [.init(.inventory), .init(.tags), .init(.tableRecovery)], listedBy: [.inventory],
        remediation: "Turn point-in-time recovery on, with a recovery period of 35 days.",
        subjects: { $0.resources(of: .dynamoDB) }
    ) { subject, context in
        guard case .resource(let table) = subject else { return Judgement(.notApplicable, "not a table") }
        if let exempt = context.exemption(of: table.arn) { return exempt }
        guard let recovery = context.snapshot.tableRecovery[table.arn] else {
            return Judgement(.unknown, "not known: its point-in-time recovery")
        }
        guard recovery.isOn else { return Judgement(.nonCompliant, "its point-in-time recovery is off") }
        // Endpoints from before the period could be chosen do not tell it; it was 35 days then.
        let period = recovery.period?.rawValue ?? days.value
        return Judgement(
            period >= days.value ? .compliant : .nonCompliant, "it can be restored to any moment of \(period) days")
    }
}
