/// The request rates AWS publishes, by service and operation.
///
/// AWS General Reference, "AWS Backup endpoints and quotas" and "AWS Resource Groups and Tagging endpoints and quotas";
/// AWS Organizations User Guide, "Quotas and service limits", throttling limits; Amazon EC2 Developer Guide, "Request
/// throttling for the Amazon EC2 API"; IAM User Guide, "IAM and AWS STS quotas". Each is per account and Region.
enum PublishedQuotas {
    /// The buckets a request takes from.
    static func rates(service: String, operation: String, isNarrow: Bool) -> [(bucket: String, rate: RequestRate)] {
        switch service {
        case "backup":
            let own = backup[operation].map { [(bucket: operation, rate: RequestRate($0))] } ?? []
            return own + [("all operations", RequestRate(50))]
        case "sts": return [("all operations", RequestRate(600))]
        case "organizations": return organizations[operation].map { [(operation, $0)] } ?? []
        case "tagging":
            let own: [String: Double] = [
                "GetResources": 15, "GetTagKeys": 5, "GetTagValues": 5, "TagResources": 5, "UntagResources": 5,
            ]
            return own[operation].map { [(operation, RequestRate($0))] } ?? []
        case "ec2": return ec2(operation, isNarrow: isNarrow)
        default: return []
        }
    }

    private static let backup: [String: Double] = {
        var rates: [String: Double] = [:]
        let rows: [(Double, [String])] = [
            (
                20,
                [
                    "ListBackupJobs", "ListBackupPlans", "ListBackupPlanVersions", "ListBackupSelections",
                    "ListBackupVaults", "ListProtectedResources", "ListRecoveryPointsByBackupVault",
                    "ListRecoveryPointsByResource", "ListRestoreJobs", "ListTags",
                ]
            ),
            (
                15,
                [
                    "DescribeBackupJob", "DescribeRecoveryPoint", "DescribeRestoreJob", "GetBackupPlan",
                    "GetBackupSelection", "GetBackupVaultAccessPolicy", "GetBackupVaultNotifications",
                    "GetRecoveryPointRestoreMetadata", "GetSupportedResourceTypes",
                ]
            ),
            (10, ["DeleteRecoveryPoint", "DescribeProtectedResource"]),
            (
                5,
                [
                    "CreateBackupPlan", "CreateBackupSelection", "DeleteBackupPlan", "DeleteBackupSelection",
                    "DescribeBackupVault", "PutBackupVaultNotifications", "StartBackupJob", "StartRestoreJob",
                    "StopBackupJob", "TagResource", "UntagResource", "UpdateBackupPlan",
                    "UpdateRecoveryPointLifecycle",
                ]
            ),
        ]
        for (rate, operations) in rows {
            for operation in operations { rates[operation] = rate }
        }
        return rates
    }()

    private static let organizations: [String: RequestRate] = [
        "AttachPolicy": RequestRate(2, burst: 3), "CreatePolicy": RequestRate(2, burst: 3),
        "DescribeAccount": RequestRate(20, burst: 30), "DescribePolicy": RequestRate(2, burst: 2),
        "ListAccounts": RequestRate(8, burst: 12), "ListAccountsForParent": RequestRate(5, burst: 8),
        "ListChildren": RequestRate(6, burst: 10), "ListParents": RequestRate(5, burst: 8),
        "ListPolicies": RequestRate(5, burst: 8), "ListTagsForResource": RequestRate(10, burst: 15),
        "ListTargetsForPolicy": RequestRate(5, burst: 8), "UpdatePolicy": RequestRate(2, burst: 3),
    ]

    /// Each operation has its own bucket, at the rate of its category.
    private static func ec2(_ operation: String, isNarrow: Bool) -> [(bucket: String, rate: RequestRate)] {
        let heavy = ["DescribeInstances", "DescribeSnapshots", "DescribeVolumes"]
        if heavy.contains(operation), !isNarrow {
            return [("\(operation) without page or filter", RequestRate(10, burst: 50))]
        }
        if operation.hasPrefix("Describe") || operation.hasPrefix("Get") {
            return [(operation, RequestRate(20, burst: 100))]
        }
        switch operation {
        case "CreateTags", "DeleteTags": return [(operation, RequestRate(10, burst: 100))]
        case "CreateSnapshot": return [(operation, RequestRate(5, burst: 100))]
        default: return []
        }
    }
}
