/// The types of resource the world holds.
///
/// The raw value is CloudFormation's name of the type.
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
    /// An FSx file system, whose `engine` says which of the four kinds.
    case fsxFileSystem = "AWS::FSx::FileSystem"
    /// A volume of an FSx file system, to which it is `attachedTo`.
    case fsxVolume = "AWS::FSx::Volume"
    /// An Amazon DocumentDB cluster, which RDS answers for.
    case documentCluster = "AWS::DocDB::DBCluster"
    /// An Amazon Neptune cluster, which RDS answers for.
    case graphCluster = "AWS::Neptune::DBCluster"
    /// A volume of a Storage Gateway.
    case gatewayVolume = "AWS::StorageGateway::Volume"
    /// An Amazon Redshift cluster.
    case redshiftCluster = "AWS::Redshift::Cluster"
    /// A table of Amazon Timestream.
    case timestreamTable = "AWS::Timestream::Table"
    /// A CloudFormation stack.
    case stack = "AWS::CloudFormation::Stack"
    /// An Amazon EKS cluster.
    case kubernetesCluster = "AWS::EKS::Cluster"
    /// A VMware virtual machine that a backup gateway knows.
    case virtualMachine = "AWS::BackupGateway::VirtualMachine"
    /// An SAP HANA database on EC2.
    case hanaDatabase = "AWS::SystemsManagerSAP::Database"
    /// An Aurora DSQL cluster.
    case distributedCluster = "AWS::DSQL::Cluster"

    /// The types every world holds, in their order; the others are in worlds that ask for them.
    package static let common: [ResourceKind] = [
        .instance, .volume, .database, .cluster, .table, .fileSystem, .bucket,
    ]
    /// The types besides the common ones.
    package static let further = allCases.filter { !common.contains($0) }
    /// The types RDS answers for as clusters.
    package static let clusters: [ResourceKind] = [.cluster, .documentCluster, .graphCluster]

    /// The name AWS Config has for the type: clusters of DocumentDB and Neptune are RDS's to it.
    package var configType: String { Self.clusters.contains(self) ? Self.cluster.rawValue : rawValue }

    /// AWS Config's names of types, each once, in their order.
    package static func configTypes(of kinds: [ResourceKind]) -> [String] {
        kinds.map(\.configType).reduce(into: []) { names, name in if !names.contains(name) { names.append(name) } }
    }

    /// Whether AWS Config records the type: it has no name for FSx, Timestream and some others.
    ///
    /// Source: AWS Config API Reference, "ResourceIdentifier", the values of `resourceType`.
    package var isRecordedByConfig: Bool {
        Self.common.contains(self) || Self.clusters.contains(self)
            || [.redshiftCluster, .stack, .kubernetesCluster].contains(self)
    }

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
        case .fsxFileSystem, .fsxVolume: "FSx"
        case .documentCluster: "DocumentDB"
        case .graphCluster: "Neptune"
        case .gatewayVolume: "Storage Gateway"
        case .redshiftCluster: "Redshift"
        case .timestreamTable: "Timestream"
        case .stack: "CloudFormation"
        case .kubernetesCluster: "EKS"
        case .virtualMachine: "VirtualMachine"
        case .hanaDatabase: "SAP HANA on Amazon EC2"
        case .distributedCluster: "DSQL"
        }
    }

    /// The filter of the tagging API that means the type, such as `ec2:volume`.
    package var taggingType: String {
        switch self {
        case .instance: "ec2:instance"
        case .volume: "ec2:volume"
        case .database: "rds:db"
        case .cluster, .documentCluster, .graphCluster: "rds:cluster"
        case .table: "dynamodb:table"
        case .fileSystem: "elasticfilesystem:file-system"
        case .bucket: "s3"
        case .fsxFileSystem: "fsx:file-system"
        case .fsxVolume: "fsx:volume"
        case .gatewayVolume: "storagegateway:gateway"
        case .redshiftCluster: "redshift:cluster"
        case .timestreamTable: "timestream:database"
        case .stack: "cloudformation:stack"
        case .kubernetesCluster: "eks:cluster"
        case .virtualMachine: "backup-gateway:vm"
        case .hanaDatabase: "ssm-sap:HANA"
        case .distributedCluster: "dsql:cluster"
        }
    }

    /// The ARN of a resource of this type.
    package func arn(_ id: String, account: String, region: String) -> String {
        let place = "\(region):\(account)"
        return switch self {
        case .instance: "arn:aws:ec2:\(place):instance/\(id)"
        case .volume: "arn:aws:ec2:\(place):volume/\(id)"
        case .database: "arn:aws:rds:\(place):db:\(id)"
        case .cluster, .documentCluster, .graphCluster: "arn:aws:rds:\(place):cluster:\(id)"
        case .table: "arn:aws:dynamodb:\(place):table/\(id)"
        case .fileSystem: "arn:aws:elasticfilesystem:\(place):file-system/\(id)"
        case .bucket: "arn:aws:s3:::\(id)"
        case .fsxFileSystem: "arn:aws:fsx:\(place):file-system/\(id)"
        case .fsxVolume: "arn:aws:fsx:\(place):volume/\(id)"
        case .gatewayVolume: "arn:aws:storagegateway:\(place):gateway/sgw-\(id.suffix(8).uppercased())/volume/\(id)"
        case .redshiftCluster: "arn:aws:redshift:\(place):cluster:\(id)"
        case .timestreamTable: "arn:aws:timestream:\(place):database/metrics/table/\(id)"
        case .stack: "arn:aws:cloudformation:\(place):stack/\(id)"
        case .kubernetesCluster: "arn:aws:eks:\(place):cluster/\(id)"
        case .virtualMachine: "arn:aws:backup-gateway:\(place):vm/\(id)"
        case .hanaDatabase: "arn:aws:ssm-sap:\(place):HANA/\(id)"
        case .distributedCluster: "arn:aws:dsql:\(place):cluster/\(id)"
        }
    }

    /// Whether the type needs the Region's opt-in even where a selection names its ARN.
    package var alwaysNeedsOptIn: Bool { Self.clusters.contains(self) }
}
