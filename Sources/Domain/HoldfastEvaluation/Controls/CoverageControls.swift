internal import HoldfastModel
internal import HoldfastPolicy

/// Whether resources are covered by plans and backups: family COV.
enum CoverageControls {
    static let all = [
        selected, fresh, firstBackup, tierKnown, exceptions, flagged, stopped, orphans, plansExist, ratio,
    ]

    /// How long a resource may be selected before it has its first backup, unless its RPO is longer.
    private static let firstBackup48 = Duration.hours(48)

    static let selected = Control(
        id: "HF-COV-01", title: "A backup plan selects every resource that has a tier", severity: .high,
        replaces: [
            .auditManager("BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN"),
            .config(of: ReplacedCheck.configTypes, "RESOURCES_PROTECTED_BY_BACKUP_PLAN"),
            .config(of: ["DYNAMODB", "EBS", "EFS", "RDS"], "IN_BACKUP_PLAN"),
            .trustedAdvisor("DynamoDB, EBS, EFS and RDS resources not in an AWS Backup plan"),
            .prowler(
                "dynamodb_table_protected_by_backup_plan", "ec2_ebs_volume_protected_by_backup_plan",
                "rds_cluster_protected_by_backup_plan", "rds_instance_protected_by_backup_plan"),
        ],
        needs: [
            .init(.inventory), .init(.plans, .couldHelp), .init(.selections, .couldHelp), .init(.tags, .couldHelp),
            .init(.regionSettings, .couldHelp),
        ],
        listedBy: [.inventory], remediation: "Let a plan select the resource, as `holdfast plan` proposes.",
        subjects: { $0.resources }
    ) { subject, context in
        onTier(subject, context) { resource, tier in
            let answer = context.isSelected(resource)
            let ground = Judgement.Ground(name: "selection", value: answer.reason, fact: .selections)
            return Judgement(answer, tier: tier.name, grounds: [ground])
        }
    }

    static let fresh = Control(
        id: "HF-COV-02", title: "The newest completed backup is younger than the tier's RPO", severity: .critical,
        parameters: [.init("rpo", "the tier's rpo; a backup exactly that old passes")],
        replaces: [
            .auditManager("BACKUP_LAST_RECOVERY_POINT_CREATED"),
            .config(of: ReplacedCheck.configTypes, "LAST_BACKUP_RECOVERY_POINT_CREATED"),
            .trustedAdvisor("Amazon EBS Snapshots", "Amazon RDS Backups"), .prowler("ec2_ebs_volume_snapshots_exists"),
        ],
        needs: [.init(.inventory), .init(.vaults, .couldHelp), .init(.recoveryPoints, .couldHelp)],
        listedBy: [.inventory],
        remediation: "Find out why no backup completed: the role, the window, the vault, or no plan at all.",
        subjects: { $0.resources }
    ) { subject, context in
        onTier(subject, context) { resource, tier in
            let points = context.pointsByResource[resource.arn] ?? []
            let newest = NewestPoint(of: points, now: context.now)
            let judge = ProtectionJudge(
                context: context,
                waivers: WaiverBook(waivers: [], account: context.snapshot.account, matcher: context.matcher))
            var grounds = [
                Judgement.Ground(
                    name: "newestRecoveryPoint", value: newest.map { "\($0.point.createdAt)" } ?? "none",
                    fact: .recoveryPoints)
            ]
            if let point = newest?.point {
                grounds.append(.init(name: "recoveryPointArn", value: point.arn.rawValue, fact: .recoveryPoints))
            }
            return Judgement(judge.freshness(resource, tier, newest), tier: tier.name, grounds: grounds)
        }
    }

    static let firstBackup = Control(
        id: "HF-COV-03", title: "A selected resource gets its first backup in time", severity: .high,
        parameters: [.init("first_backup_hours", "48, or the tier's rpo where that is longer")],
        needs: [
            .init(.inventory), .init(.plans), .init(.selections), .init(.tags), .init(.regionSettings, .couldHelp),
            .init(.vaults, .couldHelp), .init(.recoveryPoints, .couldHelp), .init(.protectedResources, .couldHelp),
        ],
        listedBy: [.inventory],
        remediation: "Look at the plan's backup jobs: a selected resource without any backup points to role or type.",
        subjects: { $0.resources }
    ) { subject, context in
        onTier(subject, context) { resource, tier in firstBackup(of: resource, tier, context) }
    }

    static let tierKnown = Control(
        id: "HF-COV-04", title: "Every resource has a tier, and bears its tag where tagging is on", severity: .medium,
        parameters: [.init("tag_key", "the policy's tagging key"), .init("allowed_values", "the policy's tiers")],
        replaces: [.config("REQUIRED_TAGS")],
        needs: [.init(.inventory), .init(.tags)], listedBy: [.inventory],
        remediation: "Assign the resource a tier in the policy, or leave it out by name; apply to set its tag.",
        subjects: { $0.resources }
    ) { subject, context in
        guard case .resource(let resource) = subject else { return Judgement(.notApplicable, "not a resource") }
        switch context.tier(of: resource) {
        case .open(let answer): return Judgement(answer)
        case .none(let reason):
            if case .ignored = context.assignments[resource.arn] ?? .unassigned {
                return Judgement(.notApplicable, reason)
            }
            return Judgement(.nonCompliant, reason)
        case .tier(let tier): return tag(of: resource, tier, context)
        }
    }

    static let flagged = Control(
        id: "HF-COV-06", title: "A resource a Config rule of the policy flags is under a plan", severity: .high,
        parameters: [.init("rule_names", "the Config rules the policy's assignments name")],
        needs: [
            .init(.inventory), .init(.plans, .couldHelp), .init(.selections, .couldHelp), .init(.tags, .couldHelp),
            .init(.regionSettings, .couldHelp),
        ],
        listedBy: [.configFlags, .inventory],
        remediation: "Let a plan select the resource; the Config rule turns green at its next evaluation.",
        isAsked: { !rules(of: $0.policy).isEmpty },
        subjects: { context in
            let patterns = rules(of: context.policy)
            return context.snapshot.resources.filter {
                context.matcher.flagged($0, by: patterns).answer.isFalse == false
            }.map(Subject.resource)
        }
    ) { subject, context in
        guard case .resource(let resource) = subject else { return Judgement(.notApplicable, "not a resource") }
        let flag = context.matcher.flagged(resource, by: rules(of: context.policy)).answer
        if !flag.isTrue { return Judgement(.unknown, "not known: \(flag.reason)") }
        if case .ignored(let assignment) = context.assignments[resource.arn] ?? .unassigned {
            return Judgement(.notApplicable, "\(flag.reason), but assignment \(assignment) leaves it out")
        }
        let answer = context.isSelected(resource).prefixed("\(flag.reason); ")
        return Judgement(
            answer, tier: context.assignments[resource.arn]?.tierName,
            grounds: [
                .init(name: "configRule", value: flag.reason, fact: .configFlags),
                .init(name: "selection", value: answer.reason, fact: .selections),
            ])
    }

    /// Judges a resource that has a tier.
    static func onTier(
        _ subject: Subject, _ context: JudgingContext, _ judge: (Resource, ProtectionTier) -> Judgement
    ) -> Judgement {
        guard case .resource(let resource) = subject else { return Judgement(.notApplicable, "not a resource") }
        switch context.tier(of: resource) {
        case .open(let answer): return Judgement(answer)
        case .none(let reason): return Judgement(.notApplicable, reason)
        case .tier(let tier): return judge(resource, tier)
        }
    }

    private static func firstBackup(
        of resource: Resource, _ tier: ProtectionTier, _ context: JudgingContext
    ) -> Judgement {
        let selected = context.isSelected(resource)
        if selected.isFalse { return Judgement(.notApplicable, "no plan selects it", tier: tier.name) }
        guard selected.isTrue else { return Judgement(selected, tier: tier.name) }
        if let point = NewestPoint(of: context.pointsByResource[resource.arn] ?? [], now: context.now) {
            return Judgement(.compliant, "it was backed up at \(point.point.createdAt)", tier: tier.name)
        }
        let listed = context.snapshot.protectedResources.first { $0.resourceARN == resource.arn }
        if let last = listed?.lastBackupAt {
            return Judgement(.compliant, "AWS Backup says it was backed up at \(last)", tier: tier.name)
        }
        let plans = (context.selections[resource.arn] ?? []).filter(\.selects.isTrue).map(\.plan)
        guard let made = plans.compactMap(\.createdAt).min() else {
            return Judgement(.unknown, "not known: since when a plan selects it", tier: tier.name)
        }
        let since = max(made, resource.createdAt ?? made)
        let waited = since.duration(to: context.now)
        let allowed = max(firstBackup48, tier.rpo)
        let sentence = "it has no backup \(waited.roughWords) after it could be selected; \(allowed.words) are allowed"
        return Judgement(
            waited <= allowed ? .compliant : .nonCompliant, sentence, tier: tier.name,
            grounds: [.init(name: "selectedSince", value: "\(since)", fact: .plans)])
    }

    private static func tag(of resource: Resource, _ tier: ProtectionTier, _ context: JudgingContext) -> Judgement {
        let key = context.policy.tagging.key
        guard context.policy.tagging.isEnabled else {
            return Judgement(.compliant, "the policy gives it tier \(tier.name)", tier: tier.name)
        }
        guard let tags = resource.tags else {
            return Judgement(.unknown, "not known: its tags were not read", tier: tier.name)
        }
        let ground = Judgement.Ground(name: key, value: tags[key] ?? "none", fact: .tags)
        if tags[key] == tier.name {
            return Judgement(.compliant, "it is tagged \(key)=\(tier.name)", tier: tier.name, grounds: [ground])
        }
        let found = tags[key].map { "its tag \(key) is \($0)" } ?? "it has no tag \(key)"
        return Judgement(
            .nonCompliant, "\(found), the policy gives it tier \(tier.name)", tier: tier.name, grounds: [ground])
    }

    private static func rules(of policy: ProtectionPolicy) -> [String] {
        policy.assignments.flatMap(\.selector.configRules)
    }
}

extension JudgingContext {
    /// Every resource of the snapshot, as a subject.
    var resources: [Subject] { snapshot.resources.map(Subject.resource) }
}
