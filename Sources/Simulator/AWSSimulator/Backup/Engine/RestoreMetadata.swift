/// What restores are told about the resource to make, by type.
///
/// Source: AWS Backup Developer Guide, "Restore a backup" and its pages by type, and "Restore testing inferred metadata".
package enum RestoreMetadata {
    /// The metadata kept with a point, as `GetRecoveryPointRestoreMetadata` gives it.
    package static func kept(with point: RecoveryPoint) -> TagSet {
        let id = name(ofARN: point.resourceARN)
        let facts = ResourceDetails(arn: point.resourceARN)
        let gibibytes = max(1, point.sizeInBytes / 1_073_741_824)
        var kept: TagSet = ["aws:backup:request-id": facts.uuid("restore-request")]
        let isEncrypted = point.isEncrypted ? "true" : "false"
        switch point.resourceType {
        case "EBS":
            kept.merge([
                "volumeId": id, "volumeSize": String(gibibytes), "volumeType": "gp3", "iops": "3000",
                "encrypted": isEncrypted,
            ])
            kept["kmsKeyId"] = point.encryptionKeyARN
        case "EC2":
            kept.merge([
                "InstanceType": "m6i.large", "SubnetId": "subnet-0\(facts.hex(16, "subnet"))",
                "VpcId": "vpc-0\(facts.hex(16, "vpc"))", "SecurityGroupIds": #"["sg-0\#(facts.hex(16, "group"))"]"#,
                "Monitoring": #"{"State":"disabled"}"#, "EbsOptimized": "true", "DisableApiTermination": "false",
            ])
        case "RDS":
            kept.merge([
                "DBInstanceIdentifier": id, "DBInstanceClass": "db.m6g.large", "MultiAZ": "false",
                "PubliclyAccessible": "false", "StorageType": "gp3",
            ])
        case "Aurora", "DocumentDB", "Neptune":
            kept.merge(["DBClusterIdentifier": id, "EngineMode": "provisioned"])
        case "DynamoDB":
            kept.merge(["originalTableName": id, "encryptionType": point.encryptionKeyARN == nil ? "Default" : "KMS"])
            kept["kmsMasterKeyArn"] = point.encryptionKeyARN
        case "EFS":
            kept.merge([
                "file-system-id": id, "Encrypted": isEncrypted, "PerformanceMode": "generalPurpose",
                "newFileSystem": "false",
            ])
            kept["KmsKeyId"] = point.encryptionKeyARN
        case "S3": kept.merge(["SourceBucketName": id, "Encrypted": isEncrypted, "EncryptionType": "original"])
        default: break
        }
        return kept
    }

    /// The metadata a restore test makes up itself: enough to restore beside the original.
    package static func inferred(for point: RecoveryPoint, scope: Scope) -> TagSet {
        let token = ResourceDetails(arn: point.arn)
        let name = "awsbackup-restore-test-\(token.hex(12, "restore-test"))"
        switch point.resourceType {
        case "EBS": return ["availabilityZone": token.availabilityZone(in: scope.region), "encrypted": "true"]
        case "EC2": return ["RequireIMDSv2": "true"]
        case "RDS": return ["DBInstanceIdentifier": name, "MultiAZ": "false", "DBSubnetGroupName": "default"]
        case "Aurora", "DocumentDB", "Neptune":
            return ["DBClusterIdentifier": name, "DBSubnetGroupName": "default"]
        case "DynamoDB": return ["targetTableName": name, "encryptionType": "Default"]
        case "EFS":
            return [
                "newFileSystem": "true", "Encrypted": "true", "PerformanceMode": "generalPurpose",
                "CreationToken": name, "file-system-id": self.name(ofARN: point.resourceARN),
            ]
        case "S3": return ["DestinationBucketName": name, "NewBucket": "true", "Encrypted": "true"]
        default: return [:]
        }
    }

    /// A key a restore of a type cannot do without and that is missing, or nothing.
    package static func missingKey(_ metadata: TagSet, type: String) -> String? {
        let needed: [String] =
            switch type {
            case "EBS": ["availabilityZone"]
            case "RDS": ["DBInstanceIdentifier"]
            case "Aurora", "DocumentDB", "Neptune": ["DBClusterIdentifier"]
            case "DynamoDB": ["targetTableName"]
            case "EFS": ["file-system-id", "newFileSystem"]
            case "S3": ["DestinationBucketName"]
            default: []
            }
        return needed.first { metadata[$0]?.isEmpty ?? true }
    }

    /// The ARN of what a restore makes.
    static func createdARN(
        of point: RecoveryPoint, metadata: TagSet, scope: Scope, _ random: inout SeededGenerator
    ) -> String? {
        let kind: ResourceKind
        let id: String
        switch point.resourceType {
        case "EC2": (kind, id) = (.instance, "i-0\(random.hex(16))")
        case "EBS": (kind, id) = (.volume, "vol-0\(random.hex(16))")
        case "EFS":
            if metadata["newFileSystem"] == "false" { return point.resourceARN }
            (kind, id) = (.fileSystem, "fs-0\(random.hex(16))")
        case "RDS": (kind, id) = (.database, metadata["DBInstanceIdentifier"] ?? "")
        case "Aurora", "DocumentDB", "Neptune": (kind, id) = (.cluster, metadata["DBClusterIdentifier"] ?? "")
        case "DynamoDB": (kind, id) = (.table, metadata["targetTableName"] ?? "")
        case "S3": (kind, id) = (.bucket, metadata["DestinationBucketName"] ?? "")
        default: return nil
        }
        return kind.arn(id, account: scope.account, region: scope.region)
    }

    private static func name(ofARN arn: String) -> String {
        String(arn.split(whereSeparator: { $0 == ":" || $0 == "/" }).last ?? "")
    }
}
