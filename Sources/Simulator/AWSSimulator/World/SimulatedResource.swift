/// The types of resource the world holds.
package enum ResourceKind: String, Sendable, Hashable, CaseIterable {
    /// An EC2 instance.
    case instance = "AWS::EC2::Instance"
    /// An EBS volume.
    case volume = "AWS::EC2::Volume"
    /// An RDS instance that belongs to no cluster.
    case database = "AWS::RDS::DBInstance"
    /// An Aurora cluster.
    case cluster = "AWS::RDS::DBCluster"
    /// A DynamoDB table.
    case table = "AWS::DynamoDB::Table"
    /// An EFS file system.
    case fileSystem = "AWS::EFS::FileSystem"
    /// An S3 bucket.
    case bucket = "AWS::S3::Bucket"

    /// The name AWS Backup has for the type.
    package var backupType: String {
        switch self {
        case .instance: "EC2"
        case .volume: "EBS"
        case .database: "RDS"
        case .cluster: "Aurora"
        case .table: "DynamoDB"
        case .fileSystem: "EFS"
        case .bucket: "S3"
        }
    }

    /// The filter of the tagging API that means the type, such as `ec2:volume`.
    package var taggingType: String {
        switch self {
        case .instance: "ec2:instance"
        case .volume: "ec2:volume"
        case .database: "rds:db"
        case .cluster: "rds:cluster"
        case .table: "dynamodb:table"
        case .fileSystem: "elasticfilesystem:file-system"
        case .bucket: "s3"
        }
    }

    /// The ARN of a resource of this type.
    package func arn(_ id: String, account: String, region: String) -> String {
        switch self {
        case .instance: "arn:aws:ec2:\(region):\(account):instance/\(id)"
        case .volume: "arn:aws:ec2:\(region):\(account):volume/\(id)"
        case .database: "arn:aws:rds:\(region):\(account):db:\(id)"
        case .cluster: "arn:aws:rds:\(region):\(account):cluster:\(id)"
        case .table: "arn:aws:dynamodb:\(region):\(account):table/\(id)"
        case .fileSystem: "arn:aws:elasticfilesystem:\(region):\(account):file-system/\(id)"
        case .bucket: "arn:aws:s3:::\(id)"
        }
    }
}

/// One resource that can be backed up, as the world holds it.
package struct SimulatedResource: Sendable, Hashable {
    /// The type.
    package let kind: ResourceKind
    /// The id within its type: `i-…`, `vol-…`, `fs-…`, or a name.
    package let id: String
    /// The ARN.
    package let arn: String
    /// The Region it lives in, for a bucket too, whose ARN does not say.
    package let region: String
    /// The tags as they are now, writes included.
    package var tags: TagSet
    /// When it was created.
    package let createdAt: Moment
    /// How much it holds.
    package let sizeInBytes: Int64
    /// Whether its storage is encrypted.
    package let isEncrypted: Bool
    /// The key it is encrypted with, where there is one.
    package let kmsKeyARN: String?
    /// The engine of a database or cluster, such as `postgres` or `aurora-mysql`.
    package let engine: String?
    /// The instance class of an instance or database, such as `m6i.large` or `db.r6g.large`.
    package let instanceClass: String?
    /// The id of the instance a volume is attached to.
    package let attachedTo: String?
    /// Whether an instance is stopped.
    package let isStopped: Bool
}
