internal import AWSWire

/// What the description of a file system or volume of FSx says beyond the world.
struct FSxFacts {
    private let resource: SimulatedResource
    private let region: RegionState
    private let details: ResourceDetails

    /// Describes a file system or volume.
    init(_ resource: SimulatedResource, in region: RegionState) {
        self.resource = resource
        self.region = region
        details = ResourceDetails(resource)
    }

    /// `WINDOWS`, `LUSTRE`, `ONTAP` or `OPENZFS`.
    private var type: String { resource.engine ?? "LUSTRE" }

    /// The storage virtual machine of an ONTAP volume.
    var storageVirtualMachineID: String? {
        type == "ONTAP" ? "svm-0" + ResourceDetails(arn: resource.attachedTo ?? "").hex(16, "machine") : nil
    }

    /// The `FileSystem`.
    func fileSystem(at now: Moment) -> WireValue {
        let scope = region.scope
        let isChanging = region.fsx.settings[resource.id].map { now < $0.changedAt.adding(minutes: 1) } ?? false
        let zone = details.availabilityZone(in: scope.region)
        return .record(
            ("OwnerId", .string(scope.account)), ("CreationTime", .time(resource.createdAt)),
            ("FileSystemId", .string(resource.id)), ("FileSystemType", .string(type)),
            ("Lifecycle", .string(isChanging ? "UPDATING" : "AVAILABLE")),
            ("StorageCapacity", .integer(max(32, resource.sizeInBytes >> 30))), ("StorageType", .string("SSD")),
            ("VpcId", .string("vpc-" + ResourceDetails(arn: "\(scope.account)/\(scope.region)").hex(17, "vpc"))),
            ("SubnetIds", .texts(["subnet-" + ResourceDetails(arn: "\(scope.account)/\(zone)").hex(17, "subnet")])),
            ("DNSName", .string("\(resource.id).fsx.\(scope.region).amazonaws.com")),
            ("KmsKeyId", .text(resource.kmsKeyARN)), ("ResourceARN", .string(resource.arn)),
            ("Tags", .someTagList(resource.tags)), configuration)
    }

    private var configuration: (String, WireValue?) {
        let settings = region.fsx.settings[resource.id]
        let backups: [(String, WireValue?)] = [
            ("AutomaticBackupRetentionDays", .integer(region.automaticRetention(of: resource))),
            ("DailyAutomaticBackupStartTime", .string(settings?.startTime ?? "05:00")),
            ("WeeklyMaintenanceStartTime", .string("7:06:00")),
        ]
        switch type {
        case "WINDOWS":
            let own: [(String, WireValue?)] = [
                ("ActiveDirectoryId", .string("d-" + details.hex(10, "directory"))),
                ("DeploymentType", .string("SINGLE_AZ_2")), ("ThroughputCapacity", .integer(32)),
                ("CopyTagsToBackups", .bool(true)),
            ]
            return ("WindowsConfiguration", .record(own + backups))
        case "ONTAP":
            let own: [(String, WireValue?)] = [
                ("DeploymentType", .string("SINGLE_AZ_1")), ("ThroughputCapacity", .integer(128)),
                ("HAPairs", .integer(1)),
            ]
            return ("OntapConfiguration", .record(own + backups))
        case "OPENZFS":
            let root = region.resources(.fsxVolume).first { $0.attachedTo == resource.id }?.id
            let own: [(String, WireValue?)] = [
                ("DeploymentType", .string("SINGLE_AZ_HA_2")), ("ThroughputCapacity", .integer(160)),
                ("CopyTagsToBackups", .bool(true)), ("CopyTagsToVolumes", .bool(true)), ("RootVolumeId", .text(root)),
            ]
            return ("OpenZFSConfiguration", .record(own + backups))
        default:
            let own: [(String, WireValue?)] = [
                ("DeploymentType", .string("PERSISTENT_2")), ("PerUnitStorageThroughput", .integer(125)),
                ("MountName", .string(details.hex(8, "mount"))), ("CopyTagsToBackups", .bool(true)),
                ("DataCompressionType", .string("LZ4")),
            ]
            return ("LustreConfiguration", .record(own + backups))
        }
    }

    /// The `Volume`.
    var volume: WireValue {
        let ontap = WireValue.record(
            ("JunctionPath", .string("/" + details.hex(6, "path"))), ("SecurityStyle", .string("UNIX")),
            ("SizeInMegabytes", .integer(resource.sizeInBytes >> 20)), ("StorageEfficiencyEnabled", .bool(true)),
            ("StorageVirtualMachineId", .text(storageVirtualMachineID)), ("StorageVirtualMachineRoot", .bool(false)),
            ("UUID", .string(details.uuid("volume"))), ("OntapVolumeType", .string("RW")),
            ("SnapshotPolicy", .string("default")), ("CopyTagsToBackups", .bool(true)),
            ("VolumeStyle", .string("FLEXVOL")), ("SizeInBytes", .integer(resource.sizeInBytes)))
        let open = WireValue.record(
            ("VolumePath", .string("/fsx/" + details.hex(6, "path"))), ("RecordSizeKiB", .integer(128)),
            ("DataCompressionType", .string("ZSTD")), ("CopyTagsToSnapshots", .bool(true)), ("ReadOnly", .bool(false)))
        return .record(
            ("CreationTime", .time(resource.createdAt)), ("FileSystemId", .text(resource.attachedTo)),
            ("Lifecycle", .string(type == "ONTAP" ? "CREATED" : "AVAILABLE")),
            ("Name", .string(resource.tags["Name"]?.replacing("-", with: "_") ?? "volume")),
            ("OntapConfiguration", type == "ONTAP" ? ontap : nil), ("ResourceARN", .string(resource.arn)),
            ("Tags", .someTagList(resource.tags)), ("VolumeId", .string(resource.id)), ("VolumeType", .string(type)),
            ("OpenZFSConfiguration", type == "ONTAP" ? nil : open))
    }
}
