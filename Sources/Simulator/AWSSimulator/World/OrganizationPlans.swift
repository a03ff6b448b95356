internal import AWSWire

/// Puts the backup policy in force for an account into its AWS Backup: each plan of it in every Region the plan names.
///
/// The ids of such plans begin with `orgs/`, and nobody in the account may change them. A policy with a problem makes no
/// plan at all. Source: AWS Organizations User Guide, "Backup policies"; AWS Backup Developer Guide, "Managing AWS
/// Backup resources across multiple AWS accounts".
enum OrganizationPlans {
    private static let prefix = "orgs/"
    private static let changes: Set<String> = [
        "CreateBackupSelection", "DeleteBackupPlan", "DeleteBackupSelection", "UpdateBackupPlan",
    ]

    /// Refuses to change a plan the organization made.
    static func check(_ request: ServiceRequest) throws(ServiceFault) {
        guard changes.contains(request.operation), request.labels["backupPlanId"]?.hasPrefix(prefix) ?? false else {
            return
        }
        throw ServiceFault(
            "InvalidParameterValueException", "The backup plan is managed by a backup policy of the organization.")
    }

    /// Brings an account's plans to the policies in force, when these changed since the last time.
    static func settle(
        _ account: inout AccountState, _ governance: OrganizationGovernance, in tree: OrganizationTree
    ) {
        guard account.policyRevision != governance.revision, let since = governance.policiesChangedAt else { return }
        account.policyRevision = governance.revision
        var plans: [WireValue.Member] = []
        if let policy = governance.effectivePolicy(of: "BACKUP_POLICY", for: account.account, in: tree),
            EffectiveBackupPolicy.problems(in: policy.document).isEmpty
        {
            plans = policy.document["plans"]?.objectValue ?? []
        }
        for name in account.regions.keys.sorted() {
            guard var region = account.regions[name] else { continue }
            let wanted = plans.filter { $0.value["regions"]?.textsValue?.contains(name) ?? false }
            region.backup.plans.removeAll { $0.id.hasPrefix(prefix) }
            region.backup.plans += wanted.map { plan($0.value, named: $0.name, in: region.scope, since: since) }
            account.regions[name] = region
        }
    }

    private static func plan(
        _ policy: WireValue, named name: String, in scope: Scope, since: Moment
    ) -> BackupPlan {
        var random = SeededGenerator(0, "orgs", scope.account, scope.region, name)
        let id = "\(prefix)\(random.uuid())"
        let rules = (policy["rules"]?.objectValue ?? []).compactMap { member in
            rule(member.value, named: member.name, in: scope, id: random.uuid())
        }
        var selections: [BackupSelection] = []
        for kind in ["tags", "resources"] {
            for member in policy["selections"]?[kind]?.objectValue ?? [] {
                selections.append(
                    selection(member.value, named: member.name, in: scope, id: random.uuid(), since: since))
            }
        }
        return BackupPlan(
            id: id, arn: "arn:aws:backup:\(scope.region):\(scope.account):backup-plan:\(id)",
            versionID: random.mixed(48), name: name, createdAt: since, updatedAt: since, creatorRequestID: nil,
            rules: rules, otherMembers: [], selections: selections, tags: tags(policy["backup_plan_tags"]),
            lastExecution: nil)
    }

    private static func rule(
        _ policy: WireValue, named name: String, in scope: Scope, id: String
    ) -> BackupRule? {
        guard let schedule = policy["schedule_expression"]?.stringValue,
            let parsed = BackupSchedule(schedule, zone: .utc),
            let vault = policy["target_backup_vault_name"]?.stringValue
        else { return nil }
        let copies = (policy["copy_actions"]?.objectValue ?? []).compactMap { member -> BackupRule.CopyAction? in
            let target = member.value["target_backup_vault_arn"]?.stringValue.map { filled($0, scope) }
            return target.map {
                BackupRule.CopyAction(destinationVaultARN: $0, lifecycle: lifecycle(member.value["lifecycle"]))
            }
        }
        return BackupRule(
            id: id, name: name, vaultName: vault, schedule: schedule, parsedSchedule: parsed, timezone: "Etc/UTC",
            startWindowMinutes: number(policy["start_backup_window_minutes"]) ?? 480,
            completionWindowMinutes: number(policy["complete_backup_window_minutes"]) ?? 10_080,
            lifecycle: lifecycle(policy["lifecycle"]), recoveryPointTags: tags(policy["recovery_point_tags"]),
            copyActions: copies, isContinuous: policy["enable_continuous_backup"]?.stringValue.map { $0 == "true" },
            otherMembers: [])
    }

    private static func selection(
        _ policy: WireValue, named name: String, in scope: Scope, id: String, since: Moment
    ) -> BackupSelection {
        func conditions(_ kind: String) -> [BackupSelection.Condition] {
            (policy["conditions"]?[kind]?.objectValue ?? []).map { member in
                BackupSelection.Condition(
                    key: member.value["condition_key"]?.stringValue ?? "",
                    value: member.value["condition_value"]?.stringValue ?? "")
            }
        }
        let key = policy["tag_key"]?.stringValue ?? ""
        let values = policy["tag_value"]?.textsValue ?? []
        return BackupSelection(
            id: id, name: name, roleARN: filled(policy["iam_role_arn"]?.stringValue ?? "", scope), createdAt: since,
            creatorRequestID: nil, resources: policy["resource_types"]?.textsValue ?? [],
            notResources: policy["not_resource_types"]?.textsValue ?? [],
            listOfTags: values.map { BackupSelection.Condition(key: key, value: $0) },
            stringEquals: conditions("string_equals"), stringNotEquals: conditions("string_not_equals"),
            stringLike: conditions("string_like"), stringNotLike: conditions("string_not_like"))
    }

    private static func lifecycle(_ policy: WireValue?) -> BackupLifecycle? {
        guard let policy else { return nil }
        return BackupLifecycle(
            moveToColdAfterDays: number(policy["move_to_cold_storage_after_days"]),
            deleteAfterDays: number(policy["delete_after_days"]),
            optInToArchive: policy["opt_in_to_archive_for_supported_resources"]?.stringValue.map { $0 == "true" })
    }

    private static func tags(_ policy: WireValue?) -> TagSet {
        TagSet(
            (policy?.objectValue ?? []).map { member in
                (member.value["tag_key"]?.stringValue ?? member.name, member.value["tag_value"]?.stringValue ?? "")
            })
    }

    /// Policies carry numbers as text.
    private static func number(_ value: WireValue?) -> Int64? { value?.stringValue.flatMap { Int64($0) } }

    /// Text with the account and Region it is for in the places policies leave for them.
    private static func filled(_ text: String, _ scope: Scope) -> String {
        text.replacing("$account", with: scope.account).replacing("$region", with: scope.region)
    }
}
