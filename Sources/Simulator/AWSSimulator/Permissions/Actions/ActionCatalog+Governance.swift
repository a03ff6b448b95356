extension ActionCatalog {
    private static let rule = "arn:aws:config:{region}:{account}:config-rule/*"
    private static let role = "arn:aws:iam::{account}:role/{RoleName}"

    /// AWS Config, by "Actions, resources, and condition keys for AWS Config".
    static let config = table(
        RequiredAction.plain(
            "config",
            [
                "BatchGetAggregateResourceConfig", "BatchGetResourceConfig", "DeleteConfigurationAggregator",
                "DescribeAggregateComplianceByConfigRules", "DescribeComplianceByResource",
                "DescribeConfigRuleEvaluationStatus", "DescribeConfigRules",
                "DescribeConfigurationAggregatorSourcesStatus",
                "DescribeConfigurationAggregators", "DescribeConfigurationRecorderStatus",
                "DescribeConfigurationRecorders",
                "DescribeDeliveryChannelStatus", "DescribeDeliveryChannels",
                "GetAggregateComplianceDetailsByConfigRule",
                "GetAggregateConfigRuleComplianceSummary", "GetAggregateDiscoveredResourceCounts",
                "GetComplianceDetailsByResource", "GetComplianceSummaryByConfigRule",
                "ListAggregateDiscoveredResources",
                "ListDiscoveredResources", "PutConfigurationAggregator", "PutEvaluations",
                "SelectAggregateResourceConfig",
                "SelectResourceConfig",
            ]
        ),
        RequiredAction.rows(
            "config", on: rule,
            [
                "DeleteConfigRule", "DescribeComplianceByConfigRule", "GetComplianceDetailsByConfigRule",
                "PutConfigRule",
                "StartConfigRulesEvaluation",
            ])
    )

    /// IAM, by "Actions, resources, and condition keys for AWS Identity and Access Management".
    static let iam = table(
        RequiredAction.plain("iam", ["ListAccountAliases", "ListRoles"]),
        RequiredAction.rows(
            "iam", on: role, ["GetRole", "GetRolePolicy", "ListAttachedRolePolicies", "ListRolePolicies"]),
        ["SimulatePrincipalPolicy": [.on("{PolicySourceArn}", "iam:SimulatePrincipalPolicy")]])

    /// AWS KMS, by "Actions, resources, and condition keys for AWS Key Management Service".
    static let kms = table(
        RequiredAction.plain("kms", ["ListAliases", "ListKeys"]),
        RequiredAction.rows(
            "kms", on: "arn:aws:kms:{region}:{account}:key/{KeyId}",
            [
                "CreateGrant", "DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "ListGrants", "ListResourceTags",
                "RetireGrant", "RevokeGrant",
            ])
    )

    /// Amazon CloudWatch, whose actions have another prefix than its signatures.
    static let monitoring = RequiredAction.plain("cloudwatch", ["GetMetricData", "ListMetrics"])
    /// AWS Cost Explorer.
    static let costExplorer = RequiredAction.plain("ce", ["GetCostAndUsage", "GetDimensionValues"])
    /// AWS Price List.
    static let pricing = RequiredAction.plain("pricing", ["DescribeServices", "GetAttributeValues", "GetProducts"])

    /// AWS Organizations, by "Actions, resources, and condition keys for AWS Organizations".
    static let organizations = RequiredAction.plain(
        "organizations",
        [
            "AttachPolicy", "CreatePolicy", "DeletePolicy", "DeregisterDelegatedAdministrator", "DescribeAccount",
            "DescribeEffectivePolicy", "DescribeOrganization", "DescribeOrganizationalUnit", "DescribePolicy",
            "DetachPolicy", "DisableAWSServiceAccess", "DisablePolicyType", "EnableAWSServiceAccess",
            "EnablePolicyType",
            "ListAWSServiceAccessForOrganization", "ListAccounts", "ListAccountsForParent",
            "ListAccountsWithInvalidEffectivePolicy", "ListChildren", "ListDelegatedAdministrators",
            "ListDelegatedServicesForAccount", "ListEffectivePolicyValidationErrors",
            "ListOrganizationalUnitsForParent",
            "ListParents", "ListPolicies", "ListPoliciesForTarget", "ListRoots", "ListTagsForResource",
            "ListTargetsForPolicy", "RegisterDelegatedAdministrator", "TagResource", "UntagResource", "UpdatePolicy",
        ])

    /// AWS STS; nobody needs leave to ask who they are, for a session of their own, or with an identity from elsewhere.
    static let sts: [String: [RequiredAction]] = [
        "AssumeRole": [
            .on("{RoleArn}", "sts:AssumeRole"), .on("{RoleArn}", "sts:TagSession", given: "Tags.member"),
        ],
        "AssumeRoleWithWebIdentity": [], "GetAccessKeyInfo": [.any("sts:GetAccessKeyInfo")], "GetCallerIdentity": [],
        "GetSessionToken": [],
    ]

    /// The tagging API; tagging asks the resource's own service too ("TagResources" of its API reference).
    static let tagging = table(
        RequiredAction.plain(
            "tag",
            ["GetComplianceSummary", "GetResources", "GetTagKeys", "GetTagValues", "TagResources", "UntagResources"]
        ),
        [
            "TagResources": [.any("tag:TagResources"), .taggingOf("{ResourceARNList}", isRemoval: false)],
            "UntagResources": [.any("tag:UntagResources"), .taggingOf("{ResourceARNList}", isRemoval: true)],
        ]
    )
}
