/// The request rates AWS publishes for the operations this client calls or may come to call.
///
/// AWS General Reference, "AWS Backup endpoints and quotas"; AWS Organizations User Guide, "Quotas and service limits";
/// Amazon EC2 Developer Guide, "Request throttling for the Amazon EC2 API"; IAM User Guide, "IAM and AWS STS quotas";
/// AWS General Reference, "AWS Resource Groups and Tagging endpoints and quotas". All are per account and Region, and
/// charged to the account that signs.
enum PublishedRates {
    /// What the calls of one service share, by service id.
    static let services: [String: RateLimit] = [
        "backup": RateLimit(rate: 50, burst: 50),
        "sts": RateLimit(rate: 600, burst: 600),
    ]

    /// The limit of one operation alone, or nothing where AWS publishes none.
    static func operation(_ name: String, of service: String) -> RateLimit? {
        guard let known = operations[service] else { return nil }
        if let limit = known[name] { return limit }
        // Amazon EC2 counts each operation by itself, at the rate of its category.
        guard service == "ec2" else { return nil }
        return name.hasPrefix("Describe") || name.hasPrefix("Get") ? RateLimit(rate: 20, burst: 100) : nil
    }

    /// Whether each operation of the service has a bucket of its own, also those whose rate is not published.
    static func countsByOperation(_ service: String) -> Bool { operations[service] != nil }

    private static let operations: [String: [String: RateLimit]] = [
        "backup": table([
            (
                RateLimit(rate: 20, burst: 20),
                """
                ListBackupJobs ListBackupPlans ListBackupPlanVersions ListBackupSelections ListBackupVaults
                ListProtectedResources ListRecoveryPointsByBackupVault ListRecoveryPointsByResource ListRestoreJobs
                ListTags
                """
            ),
            (
                RateLimit(rate: 15, burst: 15),
                """
                DescribeBackupJob DescribeRecoveryPoint DescribeRestoreJob GetBackupPlan GetBackupSelection
                GetBackupVaultAccessPolicy GetBackupVaultNotifications GetRecoveryPointRestoreMetadata
                GetSupportedResourceTypes
                """
            ),
            (RateLimit(rate: 10, burst: 10), "DeleteRecoveryPoint DescribeProtectedResource"),
            (
                RateLimit(rate: 5, burst: 5),
                """
                CreateBackupPlan CreateBackupSelection DeleteBackupPlan DeleteBackupSelection DescribeBackupVault
                PutBackupVaultNotifications StartBackupJob StartRestoreJob StopBackupJob TagResource UntagResource
                UpdateBackupPlan UpdateRecoveryPointLifecycle
                """
            ),
        ]),
        "organizations": table([
            (RateLimit(rate: 20, burst: 30), "DescribeAccount"),
            (RateLimit(rate: 10, burst: 15), "ListTagsForResource"),
            (RateLimit(rate: 8, burst: 12), "ListAccounts"),
            (RateLimit(rate: 6, burst: 10), "ListChildren"),
            (RateLimit(rate: 5, burst: 8), "ListAccountsForParent ListParents ListPolicies ListTargetsForPolicy"),
            (RateLimit(rate: 2, burst: 3), "AttachPolicy CreatePolicy UpdatePolicy"),
            (RateLimit(rate: 2, burst: 2), "DescribePolicy"),
        ]),
        "tag": table([
            (RateLimit(rate: 15, burst: 15), "GetResources"),
            (RateLimit(rate: 5, burst: 5), "GetTagKeys GetTagValues TagResources UntagResources"),
        ]),
        "ec2": table([
            (RateLimit(rate: 10, burst: 100), "CreateTags DeleteTags"),
            (RateLimit(rate: 5, burst: 100), "CreateSnapshot"),
        ]),
    ]

    private static func table(_ rows: [(RateLimit, String)]) -> [String: RateLimit] {
        var table: [String: RateLimit] = [:]
        for (limit, names) in rows {
            for name in names.split(whereSeparator: \.isWhitespace) { table[String(name)] = limit }
        }
        return table
    }
}
