/// The prices of everything backups are billed as, a row for each usage type.
///
/// The prices of us-east-1, and of us-west-1 where they are known to differ; other Regions cost what us-east-1 does.
/// Sources: the AWS Price List and AWS Backup's price page, as far as they are written down in the design's domain notes.
enum PriceList {
    /// One usage type's price.
    struct Row: Sendable, Hashable {
        /// The code of the service in the price list, such as `AWSBackup`.
        let service: String
        /// The family in the price list.
        let family: String
        /// The usage type without its Region's prefix.
        let usage: String
        /// The unit, `GB-Mo` for what is stored.
        let unit: String
        /// Millionths of a dollar for a unit in us-east-1.
        let price: Int64
        /// Millionths of a dollar for a unit in us-west-1, where another.
        var northernCalifornia: Int64?

        /// Millionths of a dollar for a unit in a Region.
        func price(in region: String) -> Int64 { region == "us-west-1" ? northernCalifornia ?? price : price }
    }

    private static let store = "AWS Backup Storage"
    private static let snapshot = "Storage Snapshot"

    /// Every row, in the order of the services.
    static let rows: [Row] = [
        Row(
            service: backup, family: store, usage: "WarmStorage-ByteHrs-EFS", unit: gigabytes, price: 50_000,
            northernCalifornia: 60_000),
        Row(
            service: backup, family: store, usage: "ColdStorage-ByteHrs-EFS", unit: gigabytes, price: 10_000,
            northernCalifornia: 12_000),
        Row(service: backup, family: store, usage: "WarmStorage-ByteHrs-S3", unit: gigabytes, price: 50_000),
        Row(
            service: backup, family: store, usage: "WarmStorage-ByteHrs-DynamoDB", unit: gigabytes, price: 100_000,
            northernCalifornia: 110_000),
        Row(service: backup, family: store, usage: "ColdStorage-ByteHrs-DynamoDB", unit: gigabytes, price: 30_000),
        Row(
            service: backup, family: "AWS Backup Restore", usage: "Restore-WarmBytes-EFS", unit: "GB", price: 20_000,
            northernCalifornia: 24_000),
        Row(
            service: backup, family: "AWS Backup Restore", usage: "Restore-ColdBytes-EFS", unit: "GB", price: 30_000,
            northernCalifornia: 36_000),
        Row(
            service: backup, family: "AWS Backup Restore", usage: "PartialRestore-Jobs-EFS", unit: "Requests",
            price: 500_000, northernCalifornia: 600_000),
        Row(
            service: compute, family: snapshot, usage: "EBS:SnapshotUsage", unit: gigabytes, price: 50_000,
            northernCalifornia: 55_000),
        Row(service: compute, family: snapshot, usage: "EBS:SnapshotArchiveStorage", unit: gigabytes, price: 12_500),
        Row(service: compute, family: snapshot, usage: "EBS:SnapshotArchiveRetrieval", unit: "GB", price: 30_000),
        Row(service: databases, family: snapshot, usage: "RDS:ChargedBackupUsage", unit: gigabytes, price: 95_000),
        Row(
            service: databases, family: snapshot, usage: "Aurora:BackupUsage", unit: gigabytes, price: 21_000,
            northernCalifornia: 24_000),
        Row(
            service: tables, family: "Amazon DynamoDB On-Demand Backup Storage", usage: "TimedBackupStorage-ByteHrs",
            unit: gigabytes, price: 100_000, northernCalifornia: 110_000),
        Row(
            service: tables, family: "Amazon DynamoDB PITR Backup Storage", usage: "TimedPITRStorage-ByteHrs",
            unit: gigabytes, price: 200_000),
        Row(
            service: files, family: "Storage", usage: "TimedStorage-ByteHrs", unit: gigabytes, price: 300_000,
            northernCalifornia: 330_000),
        Row(service: files, family: "Storage", usage: "IATimedStorage-ByteHrs", unit: gigabytes, price: 25_000),
        Row(
            service: objects, family: "Storage", usage: "TimedStorage-ByteHrs", unit: gigabytes, price: 23_000,
            northernCalifornia: 26_000),
        Row(service: objects, family: "Storage", usage: "TimedStorage-SIA-ByteHrs", unit: gigabytes, price: 12_500),
        Row(
            service: fsx, family: snapshot, usage: "BackupUsage", unit: gigabytes, price: 50_000,
            northernCalifornia: 55_000),
    ]

    static let gigabytes = "GB-Mo"
    static let backup = "AWSBackup"
    static let compute = "AmazonEC2"
    static let databases = "AmazonRDS"
    static let tables = "AmazonDynamoDB"
    static let files = "AmazonEFS"
    static let objects = "AmazonS3"
    static let fsx = "AmazonFSx"

    /// The names the bill has for services, by their codes.
    static let serviceNames: [String: String] = [
        backup: "AWS Backup", compute: "EC2 - Other", databases: "Amazon Relational Database Service",
        tables: "Amazon DynamoDB", files: "Amazon Elastic File System", objects: "Amazon Simple Storage Service",
        fsx: "Amazon FSx",
    ]

    /// The row of a usage type of a service.
    static func row(_ service: String, _ usage: String) -> Row? {
        rows.first { $0.service == service && $0.usage == usage }
    }

    /// The usage type with what the bill puts before it for a Region; older services have nothing for us-east-1.
    static func usageType(_ row: Row, in region: String) -> String {
        let known = ["us-east-1": "USE1", "us-west-1": "USW1", "us-west-2": "USW2", "eu-west-1": "EU"]
        let parts = region.split(separator: "-")
        let derived = parts.enumerated().map { index, part in
            index == 0 ? part.uppercased() : String(part.first.map { String($0).uppercased() } ?? "")
        }.joined()
        let isNew = [backup, files, fsx].contains(row.service)
        if region == "us-east-1", !isNew { return row.usage }
        if region == "eu-west-1", isNew { return "EUW1-\(row.usage)" }
        return "\(known[region] ?? derived)-\(row.usage)"
    }

    /// The name the price list has for a Region.
    static func location(of region: String) -> String {
        let names = [
            "us-east-1": "US East (N. Virginia)", "us-east-2": "US East (Ohio)",
            "us-west-1": "US West (N. California)", "us-west-2": "US West (Oregon)", "eu-west-1": "EU (Ireland)",
            "eu-central-1": "EU (Frankfurt)",
        ]
        return names[region] ?? region
    }

    /// The row the storage of a recovery point is billed by; nothing for types without a price here.
    ///
    /// - Parameter isManaged: Whether AWS Backup manages the type fully in the Region.
    static func row(ofType type: String, isCold: Bool, isManaged: Bool) -> Row? {
        switch type {
        case "EBS", "EC2": row(compute, isCold ? "EBS:SnapshotArchiveStorage" : "EBS:SnapshotUsage")
        case "RDS": row(databases, "RDS:ChargedBackupUsage")
        case "Aurora", "DocumentDB", "Neptune": row(databases, "Aurora:BackupUsage")
        case "DynamoDB" where !isManaged: row(tables, "TimedBackupStorage-ByteHrs")
        case "DynamoDB", "EFS": row(backup, "\(isCold ? "Cold" : "Warm")Storage-ByteHrs-\(type)")
        case "S3": row(backup, "WarmStorage-ByteHrs-S3")
        case "FSx": row(fsx, "BackupUsage")
        default: nil
        }
    }
}
