import HoldfastEvaluation
import HoldfastModel
import HoldfastPolicy

extension ControlTests {
    private typealias Statement = VaultAccessPolicy.Statement

    private static func world(
        _ statements: [Statement], vault: BackupVault = World.vault(), organization: String? = "o-1"
    ) -> RegionSnapshot {
        let account = Account(id: World.account.id, name: "shop-prod", organizationID: organization)
        var snapshot = RegionSnapshot(account: account, region: World.region, takenAt: World.now)
        snapshot.vaults = [vault]
        snapshot.plans = [World.plan()]
        snapshot.vaultPolicies = ["holdfast": VaultAccessPolicy(statements: statements)]
        return snapshot
    }

    private static func deny(
        _ actions: [String] = ["backup:deleteRecoveryPoint", "backup:UpdateRecoveryPoint*", "backup:Put*"],
        principals: [String] = ["*"], resources: [String] = ["*"], conditions: [VaultAccessPolicy.Condition] = []
    ) -> Statement {
        Statement(isDeny: true, principals: principals, actions: actions, resources: resources, conditions: conditions)
    }

    private static func allow(
        _ principals: [String], _ actions: [String] = ["backup:CopyIntoBackupVault"], organization: String? = nil
    ) -> Statement {
        let bond = organization.map {
            VaultAccessPolicy.Condition(test: "StringEquals", key: "aws:PrincipalOrgID", values: [$0])
        }
        return Statement(
            isDeny: false, principals: principals, actions: actions, resources: ["*"],
            conditions: bond.map { [$0] } ?? [])
    }

    private static func notifying(_ events: [String]?, plan: BackupPlan = World.plan(), points: Int64? = nil)
        -> RegionSnapshot
    {
        var snapshot = World.snapshot(
            plans: [plan],
            vaults: [BackupVault(name: "holdfast", arn: World.vault().arn, recoveryPointCount: points)])
        snapshot.vaultNotifications = [
            "holdfast": VaultNotifications(
                topicARN: events == nil ? nil : "arn:aws:sns:eu-central-1:111122223333:backups", events: events ?? [])
        ]
        return snapshot
    }

    private static let elsewhere = World.plan(rules: [World.rule(vault: "other")])

    static let vaultPolicies: [Case] = [
        .init(control: "HF-VLT-03", name: "denied to all", snapshot: world([deny()]), verdict: .compliant),
        .init(control: "HF-VLT-03", name: "everything denied", snapshot: world([deny(["*"])]), verdict: .compliant),
        .init(control: "HF-VLT-03", name: "no policy", snapshot: world([]), verdict: .nonCompliant),
        .init(
            control: "HF-VLT-03", name: "the lifecycle may be changed",
            snapshot: world([deny(["backup:DeleteRecoveryPoint", "backup:PutBackupVaultAccessPolicy"])]),
            verdict: .nonCompliant),
        .init(
            control: "HF-VLT-03", name: "denied to one", snapshot: world([deny(principals: ["444455556666"])]),
            verdict: .nonCompliant),
        .init(
            control: "HF-VLT-03", name: "denied on the vault, which is not the points",
            snapshot: world([deny(resources: [World.vault().arn.rawValue])]), verdict: .nonCompliant),
        .init(
            control: "HF-VLT-03", name: "denied on a condition",
            snapshot: world([deny(conditions: [.init(test: "ArnNotLike", key: "aws:PrincipalArn", values: ["x"])])]),
            verdict: .nonCompliant),
        .init(
            control: "HF-VLT-03", name: "air-gapped",
            snapshot: world(
                [],
                vault: BackupVault(
                    name: "holdfast", arn: World.vault().arn, vaultType: "LOGICALLY_AIR_GAPPED_BACKUP_VAULT")),
            verdict: .notApplicable),
        .init(
            control: "HF-VLT-03", name: "policy unread",
            snapshot: World.snapshot(gaps: [World.gap(.vaultPolicies, .vault("holdfast"))]), verdict: .unknown),
        .init(control: "HF-VLT-04", name: "no policy", snapshot: world([]), verdict: .compliant),
        .init(
            control: "HF-VLT-04", name: "the organization may copy",
            snapshot: world([allow(["*"], organization: "o-1")]), verdict: .compliant),
        .init(
            control: "HF-VLT-04", name: "the account itself", snapshot: world([allow(["111122223333"], ["*"])]),
            verdict: .compliant),
        .init(control: "HF-VLT-04", name: "everybody", snapshot: world([allow(["*"])]), verdict: .nonCompliant),
        .init(
            control: "HF-VLT-04", name: "another organization", snapshot: world([allow(["*"], organization: "o-2")]),
            verdict: .nonCompliant),
        .init(
            control: "HF-VLT-04", name: "more than copies",
            snapshot: world([allow(["*"], ["backup:*"], organization: "o-1")]), verdict: .nonCompliant),
        .init(
            control: "HF-VLT-04", name: "all but one",
            snapshot: world([Statement(isDeny: false, notPrincipals: ["x"], actions: ["backup:*"], resources: ["*"])]),
            verdict: .nonCompliant),
        .init(
            control: "HF-VLT-04", name: "an account nobody knows", snapshot: world([allow(["444455556666"])]),
            verdict: .unknown),
        .init(
            control: "HF-VLT-04", name: "an organization nobody knows",
            snapshot: world([allow(["*"], organization: "o-1")], organization: nil), verdict: .unknown),
        .init(
            control: "HF-VLT-04", name: "policy unread",
            snapshot: World.snapshot(gaps: [World.gap(.vaultPolicies, .vault("holdfast"))]), verdict: .unknown),
        .init(
            control: "HF-NTF-01", name: "told of failures", snapshot: notifying(["BACKUP_JOB_FAILED"]),
            verdict: .compliant),
        .init(
            control: "HF-NTF-01", name: "told of ends", snapshot: notifying(["BACKUP_JOB_COMPLETED"]),
            verdict: .compliant),
        .init(
            control: "HF-NTF-01", name: "told of starts only", snapshot: notifying(["BACKUP_JOB_STARTED"]),
            verdict: .nonCompliant),
        .init(control: "HF-NTF-01", name: "told nothing", snapshot: notifying(nil), verdict: .nonCompliant),
        .init(
            control: "HF-NTF-01", name: "empty and written to by nobody",
            snapshot: notifying(nil, plan: elsewhere, points: 0), verdict: .notApplicable),
        .init(
            control: "HF-NTF-01", name: "holds points", snapshot: notifying(nil, plan: elsewhere, points: 1),
            verdict: .nonCompliant),
        .init(
            control: "HF-NTF-01", name: "notifications unread",
            snapshot: World.snapshot(gaps: [World.gap(.vaultNotifications, .vault("holdfast"))]), verdict: .unknown),
    ]
}
