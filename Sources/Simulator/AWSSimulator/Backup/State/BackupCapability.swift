/// What AWS Backup can do with a type of resource, and how it names the recovery points of the type.
///
/// Source: AWS Backup Developer Guide, "Feature availability by resource".
package enum BackupCapability {
    /// The types AWS Backup supports, as `GetSupportedResourceTypes` names them, sorted.
    package static let types = [
        "Aurora", "CloudFormation", "DSQL", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "EKS", "FSx", "Neptune",
        "RDS", "Redshift", "Redshift Serverless", "S3", "SAP HANA on Amazon EC2", "Storage Gateway", "Timestream",
        "VirtualMachine",
    ]

    /// Whether AWS Backup keeps the points of a type itself; DynamoDB's only where the Region's settings say so.
    package static func isFullyManaged(_ type: String, in backup: BackupState) -> Bool {
        switch type {
        case "EFS", "S3", "Timestream", "VirtualMachine", "CloudFormation", "DSQL", "EKS", "SAP HANA on Amazon EC2":
            true
        case "DynamoDB": backup.management.first { $0.type == type }?.isOn ?? false
        default: false
        }
    }

    /// Whether points of a type can go cold; EBS only when the lifecycle opts in to its archive.
    package static func hasColdStorage(_ type: String, isFullyManaged: Bool, lifecycle: BackupLifecycle?) -> Bool {
        switch type {
        case "EFS", "Timestream", "VirtualMachine", "CloudFormation", "SAP HANA on Amazon EC2": true
        case "DynamoDB": isFullyManaged
        case "EBS": lifecycle?.optInToArchive == true
        default: false
        }
    }

    /// Whether a type's points can be copied to another Region or account.
    package static func canCopy(_ type: String, isFullyManaged: Bool) -> Bool { type != "DynamoDB" || isFullyManaged }

    /// Whether a rule can make continuous backups of a type.
    package static func isContinuous(_ type: String) -> Bool { ["Aurora", "RDS", "S3"].contains(type) }

    /// The ARN of a point.
    ///
    /// - Parameters:
    ///   - id: A UUID the point's own id is made of.
    ///   - scope: Where the point lies.
    ///   - startedAt: When it was begun, which DynamoDB's backups carry in their names.
    package static func pointARN(
        _ type: String, id: String, resourceARN: String, scope: Scope, isFullyManaged: Bool, startedAt: Moment
    ) -> String {
        let compact = String(id.filter { $0 != "-" }.prefix(17))
        let rds = "arn:aws:rds:\(scope.region):\(scope.account)"
        switch type {
        case "EC2": return "arn:aws:ec2:\(scope.region)::image/ami-\(compact)"
        case "EBS", "Storage Gateway": return "arn:aws:ec2:\(scope.region)::snapshot/snap-\(compact)"
        case "RDS": return "\(rds):snapshot:awsbackup:job-\(id)"
        case "Aurora", "DocumentDB", "Neptune": return "\(rds):cluster-snapshot:awsbackup:job-\(id)"
        case "Redshift":
            let cluster = resourceARN.split(separator: ":").last ?? ""
            return "arn:aws:redshift:\(scope.region):\(scope.account):snapshot:\(cluster)/awsbackup:job-\(id)"
        case "FSx": return "arn:aws:fsx:\(scope.region):\(scope.account):backup/backup-\(compact)"
        case "DynamoDB" where !isFullyManaged:
            let moment = String(startedAt.milliseconds).suffix(17)
            return "\(resourceARN)/backup/0\(moment)-\(compact.prefix(8))"
        case "CloudFormation": return "arn:aws:backup:\(scope.region):\(scope.account):recovery-point:composite:\(id)"
        default: return "arn:aws:backup:\(scope.region):\(scope.account):recovery-point:\(id)"
        }
    }

    /// The type of the resource an ARN names, when AWS Backup supports it.
    package static func type(ofARN arn: String) -> String? {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "arn" else { return nil }
        switch (parts[2], parts[5]) {
        case ("ec2", let name) where name.hasPrefix("instance/"): return "EC2"
        case ("ec2", let name) where name.hasPrefix("volume/"): return "EBS"
        case ("rds", let name) where name.hasPrefix("db:"): return "RDS"
        case ("rds", let name) where name.hasPrefix("cluster:"): return "Aurora"
        case ("dynamodb", let name) where name.hasPrefix("table/"): return "DynamoDB"
        case ("elasticfilesystem", let name) where name.hasPrefix("file-system/"): return "EFS"
        case ("s3", _): return "S3"
        case ("fsx", _): return "FSx"
        case ("cloudformation", let name) where name.hasPrefix("stack/"): return "CloudFormation"
        case ("timestream", _): return "Timestream"
        case ("storagegateway", _): return "Storage Gateway"
        case ("redshift", _): return "Redshift"
        case ("redshift-serverless", _): return "Redshift Serverless"
        case ("eks", _): return "EKS"
        case ("dsql", _): return "DSQL"
        case ("backup-gateway", _): return "VirtualMachine"
        case ("ssm-sap", _): return "SAP HANA on Amazon EC2"
        default: return nil
        }
    }
}
