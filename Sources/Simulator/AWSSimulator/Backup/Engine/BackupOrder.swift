internal import AWSWire

/// What is to be backed up: a resource or a stack of them, with what decides the form of its recovery points.
package struct BackupSubject: Sendable, Hashable {
    /// The ARN.
    package let arn: String
    /// The type as AWS Backup names it.
    package let type: String
    /// The name, from its `Name` tag or id.
    package let name: String
    /// How much it holds.
    package let sizeInBytes: Int64
    /// Whether its storage is encrypted.
    package let isEncrypted: Bool
    /// The key it is encrypted with, where it is the customer's.
    package let kmsKeyARN: String?

    /// Describes a resource.
    package init(_ resource: SimulatedResource) {
        arn = resource.arn
        type = resource.kind.backupType
        name = resource.tags["Name"] ?? resource.id
        sizeInBytes = resource.sizeInBytes
        isEncrypted = resource.isEncrypted
        kmsKeyARN = resource.kmsKeyARN
    }

    /// Describes a stack of that many bytes.
    package init(_ stack: BackupStack, arn: String, sizeInBytes: Int64) {
        self.arn = arn
        type = "CloudFormation"
        name = stack.name
        self.sizeInBytes = sizeInBytes
        isEncrypted = true
        kmsKeyARN = nil
    }
}

/// What a rule or a caller asks of one backup.
package struct BackupOrder: Sendable, Hashable {
    /// What everything about the backup is drawn from, beside the resource and the moment: a rule's or a request's id.
    package let source: String
    /// The vault it goes to.
    package let vaultName: String
    /// How long its point lives.
    package let lifecycle: BackupLifecycle?
    /// The tags its point gets.
    package let tags: TagSet
    /// The plan and rule, when there is one.
    package let creator: RecoveryPoint.Creator?
    /// The role it runs through.
    package let roleARN: String
    /// When it was scheduled or asked for.
    package let requestedAt: Moment
    /// Minutes within which it must start.
    package let startWindowMinutes: Int64
    /// Minutes within which it must end once it has begun.
    package let completionWindowMinutes: Int64
    /// Whether types that have continuous backups get one.
    package private(set) var isContinuous: Bool
    /// The copies of its point.
    package let copyActions: [BackupRule.CopyAction]
    /// Options the caller gave.
    package var options: TagSet = [:]
    /// The token the caller gave.
    package var idempotencyToken: String?
    /// The job and the point of the whole it is part of.
    package var parent: Parent?

    /// A composite backup.
    package struct Parent: Sendable, Hashable {
        /// Its job.
        package let jobID: String
        /// Its point.
        package let pointARN: String
    }

    /// What a rule asks for at one scheduled moment.
    package init(plan: BackupPlan, rule: BackupRule, roleARN: String, scheduled: Moment) {
        source = rule.id
        vaultName = rule.vaultName
        lifecycle = rule.lifecycle
        tags = rule.recoveryPointTags
        creator = RecoveryPoint.Creator(
            planID: plan.id, planARN: plan.arn, planVersion: plan.versionID, planName: plan.name, ruleID: rule.id,
            ruleName: rule.name, schedule: rule.schedule, timezone: rule.timezone)
        self.roleARN = roleARN
        requestedAt = scheduled
        startWindowMinutes = rule.startWindowMinutes
        completionWindowMinutes = rule.completionWindowMinutes
        isContinuous = rule.isContinuous == true
        let airGapped = rule.otherMembers.first { $0.name == "TargetLogicallyAirGappedBackupVaultArn" }
        // A primary backup into an air-gapped vault is a copy there with the rule's own lifecycle.
        copyActions =
            (airGapped?.value.stringValue).map {
                rule.copyActions + [BackupRule.CopyAction(destinationVaultARN: $0, lifecycle: rule.lifecycle)]
            } ?? rule.copyActions
    }

    /// The same but for continuous backups: a snapshot of a type that could have one.
    package var snapshot: BackupOrder {
        var order = self
        order.isContinuous = false
        return order
    }

    /// What a caller asks for.
    package init(
        requestID: String, vaultName: String, lifecycle: BackupLifecycle?, tags: TagSet, roleARN: String,
        at now: Moment,
        startWindowMinutes: Int64, completionWindowMinutes: Int64, options: TagSet, idempotencyToken: String?
    ) {
        source = requestID
        self.vaultName = vaultName
        self.lifecycle = lifecycle
        self.tags = tags
        creator = nil
        self.roleARN = roleARN
        requestedAt = now
        self.startWindowMinutes = startWindowMinutes
        self.completionWindowMinutes = completionWindowMinutes
        isContinuous = false
        copyActions = []
        self.options = options
        self.idempotencyToken = idempotencyToken
    }
}
