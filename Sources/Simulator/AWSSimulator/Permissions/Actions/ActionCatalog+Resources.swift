extension ActionCatalog {
    private static let table = "arn:aws:dynamodb:{region}:{account}:table/{TableName}"
    private static let fileSystem = "arn:aws:elasticfilesystem:{region}:{account}:file-system/{FileSystemId}"
    private static let taggedFileSystem = "arn:aws:elasticfilesystem:{region}:{account}:file-system/{ResourceId}"
    private static let bucket = "arn:aws:s3:::{Bucket}"
    private static let ec2Resource = "arn:aws:ec2:{region}:{account}:{ec2:ResourceId}"
    private static let snapshot = "arn:aws:ec2:{region}::{ec2:SnapshotId}"
    private static let ec2Volume = "arn:aws:ec2:{region}:{account}:{ec2:VolumeId}"
    private static let cluster = "arn:aws:rds:{region}:{account}:cluster:{DBClusterIdentifier}"
    private static let database = "arn:aws:rds:{region}:{account}:db:{DBInstanceIdentifier}"

    /// Amazon DynamoDB, by "Actions, resources, and condition keys for Amazon DynamoDB".
    static let dynamoDB = table(
        RequiredAction.plain("dynamodb", ["ListBackups", "ListTables"]),
        RequiredAction.rows(
            "dynamodb", on: table,
            [
                "CreateBackup", "DescribeContinuousBackups", "DescribeTable", "DescribeTimeToLive",
                "UpdateContinuousBackups", "UpdateTable",
            ]),
        [
            "DeleteBackup": [.on("{BackupArn}", "dynamodb:DeleteBackup")],
            "DescribeBackup": [.on("{BackupArn}", "dynamodb:DescribeBackup")],
            "ListTagsOfResource": [.on("{ResourceArn}", "dynamodb:ListTagsOfResource")],
            "TagResource": [.on("{ResourceArn}", "dynamodb:TagResource", tags: "Tags")],
            "UntagResource": [.on("{ResourceArn}", "dynamodb:UntagResource")],
        ])

    /// Amazon EC2, by "Actions, resources, and condition keys for Amazon EC2"; its lists know no resource.
    static let ec2 = table(
        RequiredAction.plain(
            "ec2",
            [
                "DescribeAvailabilityZones", "DescribeImages", "DescribeInstances", "DescribeLockedSnapshots",
                "DescribeRegions", "DescribeSnapshotAttribute", "DescribeSnapshotTierStatus", "DescribeSnapshots",
                "DescribeTags", "DescribeVolumeStatus", "DescribeVolumes", "DescribeVolumesModifications",
                "DisableEbsEncryptionByDefault", "EnableEbsEncryptionByDefault", "GetEbsEncryptionByDefault",
            ]
        ),
        RequiredAction.rows(
            "ec2", on: snapshot,
            ["DeleteSnapshot", "LockSnapshot", "ModifySnapshotTier", "RestoreSnapshotTier", "UnlockSnapshot"]),
        [
            "CopySnapshot": [.on("arn:aws:ec2:{region}::snapshot/*", "ec2:CopySnapshot")],
            "CreateSnapshot": [.on(ec2Volume, "ec2:CreateSnapshot")],
            "CreateTags": [.on(ec2Resource, "ec2:CreateTags", tags: "Tag")],
            "DeleteTags": [.on(ec2Resource, "ec2:DeleteTags")],
            "ModifyVolume": [.on(ec2Volume, "ec2:ModifyVolume")],
        ])

    /// The direct APIs of Amazon EBS.
    static let ebs = [
        "ListChangedBlocks": [
            RequiredAction.on("arn:aws:ec2:{region}::snapshot/{secondSnapshotId}", "ebs:ListChangedBlocks")
        ],
        "ListSnapshotBlocks": [
            RequiredAction.on("arn:aws:ec2:{region}::snapshot/{snapshotId}", "ebs:ListSnapshotBlocks")
        ],
    ]

    /// Amazon Data Lifecycle Manager, by "Actions, resources, and condition keys for Amazon Data Lifecycle Manager".
    static let lifecycleManager = table(
        RequiredAction.plain(
            "dlm",
            [
                "CreateLifecyclePolicy", "DeleteLifecyclePolicy", "GetLifecyclePolicies", "GetLifecyclePolicy",
                "UpdateLifecyclePolicy",
            ]
        ),
        RequiredAction.rows("dlm", on: "{resourceArn}", ["ListTagsForResource", "TagResource", "UntagResource"])
    )

    /// Amazon FSx, by "Actions, resources, and condition keys for Amazon FSx".
    static let fsx = table(
        RequiredAction.plain("fsx", ["DescribeBackups", "DescribeFileSystems", "DescribeVolumes"]),
        RequiredAction.rows(
            "fsx", on: "arn:aws:fsx:{region}:{account}:file-system/{FileSystemId}",
            ["CreateBackup", "UpdateFileSystem"]),
        RequiredAction.rows("fsx", on: "{ResourceARN}", ["ListTagsForResource", "TagResource", "UntagResource"]),
        ["DeleteBackup": [.on("arn:aws:fsx:{region}:{account}:backup/{BackupId}", "fsx:DeleteBackup")]]
    )

    /// Amazon EFS, by "Actions, resources, and condition keys for Amazon Elastic File System".
    static let elasticFileSystem = table(
        RequiredAction.rows(
            "elasticfilesystem", on: fileSystem,
            [
                "DescribeBackupPolicy", "DescribeFileSystems", "DescribeLifecycleConfiguration",
                "DescribeReplicationConfigurations", "PutBackupPolicy", "PutLifecycleConfiguration",
            ]
        ),
        [
            "ListTagsForResource": [.on(taggedFileSystem, "elasticfilesystem:ListTagsForResource")],
            "TagResource": [.on(taggedFileSystem, "elasticfilesystem:TagResource", tags: "Tags")],
            "UntagResource": [.on(taggedFileSystem, "elasticfilesystem:UntagResource")],
        ])

    /// Amazon RDS, by "Actions, resources, and condition keys for Amazon RDS".
    static let rds = table(
        RequiredAction.rows(
            "rds", on: cluster,
            [
                "CopyDBClusterSnapshot", "CreateDBClusterSnapshot", "DescribeDBClusterAutomatedBackups",
                "DescribeDBClusterSnapshots", "DescribeDBClusters", "ModifyDBCluster",
            ]
        ),
        RequiredAction.rows(
            "rds", on: database,
            [
                "CopyDBSnapshot", "CreateDBSnapshot", "DescribeDBInstanceAutomatedBackups", "DescribeDBInstances",
                "DescribeDBSnapshots", "ModifyDBInstance",
            ]),
        RequiredAction.rows("rds", on: "{ResourceName}", ["ListTagsForResource", "RemoveTagsFromResource"]),
        [
            "AddTagsToResource": [.on("{ResourceName}", "rds:AddTagsToResource", tags: "Tags")],
            "DeleteDBClusterSnapshot": [
                .on(
                    "arn:aws:rds:{region}:{account}:cluster-snapshot:{DBClusterSnapshotIdentifier}",
                    "rds:DeleteDBClusterSnapshot")
            ],
            "DeleteDBSnapshot": [
                .on("arn:aws:rds:{region}:{account}:snapshot:{DBSnapshotIdentifier}", "rds:DeleteDBSnapshot")
            ],
        ])

    /// Amazon S3, by "Required permissions for Amazon S3 API operations"; many actions have other names.
    static let s3 = table(
        Dictionary(
            uniqueKeysWithValues: s3Names.map { ($0.key, [RequiredAction.on(bucket, "s3:\($0.value)")]) }
        ), ["ListBuckets": [.any("s3:ListAllMyBuckets")]])

    private static let s3Names = [
        "DeleteBucketIntelligentTieringConfiguration": "PutIntelligentTieringConfiguration",
        "DeleteBucketLifecycle": "PutLifecycleConfiguration", "DeleteBucketTagging": "PutBucketTagging",
        "GetBucketEncryption": "GetEncryptionConfiguration",
        "GetBucketIntelligentTieringConfiguration": "GetIntelligentTieringConfiguration",
        "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration", "GetBucketLocation": "GetBucketLocation",
        "GetBucketNotificationConfiguration": "GetBucketNotification", "GetBucketPolicy": "GetBucketPolicy",
        "GetBucketReplication": "GetReplicationConfiguration", "GetBucketTagging": "GetBucketTagging",
        "GetBucketVersioning": "GetBucketVersioning", "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
        "GetPublicAccessBlock": "GetBucketPublicAccessBlock", "HeadBucket": "ListBucket",
        "ListBucketIntelligentTieringConfigurations": "GetIntelligentTieringConfiguration",
        "PutBucketIntelligentTieringConfiguration": "PutIntelligentTieringConfiguration",
        "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration", "PutBucketTagging": "PutBucketTagging",
        "PutBucketVersioning": "PutBucketVersioning",
    ]
}
