/// A kind of resource AWS Backup protects, named as AWS Backup's `ResourceType` names it.
///
/// An open set: a type this version does not know keeps its name. Source: AWS Backup Developer Guide, "What is AWS
/// Backup? - Supported AWS resources and third-party applications".
public struct ResourceType: RawRepresentable, Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
    /// The name AWS Backup uses in settings, jobs and recovery points.
    public let rawValue: String

    /// Takes AWS Backup's name of a type.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// EC2 instances.
    public static let ec2 = ResourceType(rawValue: "EC2")
    /// EBS volumes.
    public static let ebs = ResourceType(rawValue: "EBS")
    /// RDS instances that are not members of an Aurora cluster.
    public static let rds = ResourceType(rawValue: "RDS")
    /// Aurora clusters.
    public static let aurora = ResourceType(rawValue: "Aurora")
    /// DynamoDB tables.
    public static let dynamoDB = ResourceType(rawValue: "DynamoDB")
    /// EFS file systems.
    public static let efs = ResourceType(rawValue: "EFS")
    /// S3 buckets.
    public static let s3 = ResourceType(rawValue: "S3")
    /// DocumentDB clusters.
    public static let documentDB = ResourceType(rawValue: "DocumentDB")
    /// Neptune clusters.
    public static let neptune = ResourceType(rawValue: "Neptune")
    /// FSx file systems, and volumes of FSx for ONTAP.
    public static let fsx = ResourceType(rawValue: "FSx")

    /// The types this version reads and governs, in the order of reports.
    public static let governed: [ResourceType] = [.aurora, .dynamoDB, .ebs, .ec2, .efs, .rds, .s3]

    /// The type's name in AWS Config and CloudFormation, such as `AWS::EC2::Volume`, where it is known here.
    public var configName: String? {
        switch self {
        case .ec2: "AWS::EC2::Instance"
        case .ebs: "AWS::EC2::Volume"
        case .rds: "AWS::RDS::DBInstance"
        case .aurora: "AWS::RDS::DBCluster"
        case .dynamoDB: "AWS::DynamoDB::Table"
        case .efs: "AWS::EFS::FileSystem"
        case .s3: "AWS::S3::Bucket"
        default: nil
        }
    }

    /// Chooses the governed type AWS Config names so, or nothing.
    public init?(configName: String) {
        guard let type = Self.governed.first(where: { $0.configName == configName }) else { return nil }
        self = type
    }

    /// AWS Backup's name of the type.
    public var description: String { rawValue }

    /// Orders types by name.
    public static func < (left: ResourceType, right: ResourceType) -> Bool { left.rawValue < right.rawValue }
}
