internal import AWSWire

/// Makes what AWS Backup held for an account in a Region before the world's birth, in one of the styles.
package struct ProtectionGenerator: Sendable {
    /// The name of a role that was deleted twelve days before the birth.
    package static let retiredRoleName = "backup-operator"

    private let options: WorldOptions
    private let scope: Scope
    private let style: ProtectionStyle
    private let keyARN: String

    /// Makes the generator of an account in a Region.
    package init(options: WorldOptions, scope: Scope, style: ProtectionStyle, keyARN: String) {
        self.options = options
        self.scope = scope
        self.style = style
        self.keyARN = keyARN
    }

    /// The types `DescribeRegionSettings` names, by the pages of its API reference.
    private static let types = [
        "Aurora", "CloudFormation", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "EKS", "FSx", "Neptune", "RDS",
        "Redshift", "Redshift Serverless", "S3", "SAP HANA on Amazon EC2", "Storage Gateway", "Timestream",
        "VirtualMachine",
    ]

    /// Vaults, plans, selections and settings; no job and no recovery point, which the engine makes.
    package func backup() -> BackupState {
        var backup = BackupState()
        var random = SeededGenerator(options.seed, "protection", scope.account, scope.region)
        let awsKey = "arn:aws:kms:\(scope.region):\(scope.account):key/\(random.uuid())"
        backup.vaults = [vault("Default", key: awsKey, isCustomerKey: false, age: 420)]
        let off: Set<String> = style == .optedOut ? ["EBS", "EFS", "DynamoDB", "S3"] : []
        backup.optIn = Self.types.map { BackupState.OptIn(type: $0, isOn: !off.contains($0)) }
        backup.management = ["CloudFormation", "DSQL", "DynamoDB", "EFS", "S3"].map {
            BackupState.OptIn(type: $0, isOn: $0 != "DynamoDB" || random.chance(70))
        }
        guard style != .none else { return backup }
        if vaultName != "Default", style != .vaultMissing {
            var primary = vault(
                vaultName, key: style == .unencrypted ? awsKey : keyARN, isCustomerKey: style != .unencrypted, age: 300)
            if style == .protected {
                primary.lock = BackupVault.Lock(minRetentionDays: 7, maxRetentionDays: 400, lockDate: nil)
                primary.accessPolicy = Self.denyDeletion(in: primary.arn)
            }
            backup.vaults.append(primary)
        }
        backup.plans = [plan(&random)]
        return backup
    }

    private var vaultName: String {
        switch style {
        case .protected, .unencrypted, .anyTag: "primary"
        case .vaultMissing: "operations"
        default: "Default"
        }
    }

    private func vault(_ name: String, key: String, isCustomerKey: Bool, age: Int64) -> BackupVault {
        BackupVault(
            name: name, arn: BackupTask.vaultARN(name, scope), createdAt: options.birth.adding(days: -age),
            encryptionKeyARN: key, hasCustomerKey: isCustomerKey, creatorRequestID: nil,
            tags: name == "Default" ? [:] : ["managed-by": "platform"], lock: nil, accessPolicy: nil)
    }

    private func plan(_ random: inout SeededGenerator) -> BackupPlan {
        let created = options.birth.adding(days: -280)
        let id = random.uuid()
        let schedule = style == .wrongInterval ? "cron(30 3 ? * SUN *)" : "cron(30 3 ? * * *)"
        let days: Int64 = style == .shortRetention ? 3 : 35
        var rules: [BackupRule] = []
        if let parsed = BackupSchedule(schedule, zone: .utc) {
            rules.append(
                BackupRule(
                    id: random.uuid(), name: "daily", vaultName: vaultName, schedule: schedule, parsedSchedule: parsed,
                    timezone: "Etc/UTC", startWindowMinutes: 480, completionWindowMinutes: 10_080,
                    lifecycle: BackupLifecycle(deleteAfterDays: days), recoveryPointTags: ["plan": planName],
                    copyActions: copyActions, isContinuous: nil, otherMembers: []))
        }
        let selection = selection(random.uuid(), createdAt: created)
        return BackupPlan(
            id: id, arn: "arn:aws:backup:\(scope.region):\(scope.account):backup-plan:\(id)",
            versionID: random.mixed(48), name: planName, createdAt: created, updatedAt: created,
            creatorRequestID: nil, rules: rules, otherMembers: [], selections: [selection], tags: [:],
            lastExecution: nil)
    }

    /// Sound protection copies every point to the default vault of the next Region.
    private var copyActions: [BackupRule.CopyAction] {
        guard style == .protected, options.regions.count > 1,
            let index = options.regions.firstIndex(of: scope.region)
        else { return [] }
        let next = Scope(account: scope.account, region: options.regions[(index + 1) % options.regions.count])
        return [
            BackupRule.CopyAction(
                destinationVaultARN: BackupTask.vaultARN("Default", next),
                lifecycle: BackupLifecycle(deleteAfterDays: 14))
        ]
    }

    /// The policy of a vault nobody may delete recovery points from.
    private static func denyDeletion(in arn: String) -> String {
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","#
            + #""Action":"backup:DeleteRecoveryPoint","Resource":"\#(arn)"}]}"#
    }

    private var planName: String { style == .wrongInterval ? "weekly-backups" : "daily-backups" }

    private func selection(_ id: String, createdAt: Moment) -> BackupSelection {
        let role =
            style == .stale
            ? "arn:aws:iam::\(scope.account):role/\(Self.retiredRoleName)"
            : "arn:aws:iam::\(scope.account):role/service-role/AWSBackupDefaultServiceRole"
        let value = style == .emptySelection ? "gold" : "daily"
        let any = style == .anyTag
        return BackupSelection(
            id: id, name: any ? "daily-and-prod" : "by-tag", roleARN: role, createdAt: createdAt,
            creatorRequestID: nil, resources: any ? [] : ["*"], notResources: [],
            listOfTags: any
                ? [
                    BackupSelection.Condition(key: "backup", value: "daily"),
                    BackupSelection.Condition(key: "data-classification", value: "confidential"),
                ] : [],
            stringEquals: any ? [] : [BackupSelection.Condition(key: "aws:ResourceTag/backup", value: value)],
            stringNotEquals: [], stringLike: [], stringNotLike: [])
    }
}
