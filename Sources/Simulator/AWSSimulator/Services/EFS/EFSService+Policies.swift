internal import AWSWire

extension EFSService {
    func backupPolicy(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let system = try Self.fileSystem(request.labels["FileSystemId"] ?? "", in: region)
        if let policy = region.fileSystems.settings[system.id]?.backupPolicy {
            return Self.reply(policy.status(at: request.now))
        }
        // A file system made by an API call has no policy at all; every third of this world was once turned off.
        guard ResourceDetails(system).number(below: 3, "backup policy") == 0 else {
            throw ServiceFault(
                "PolicyNotFound", "Policy document not found for file system \(system.id).", status: 404)
        }
        return Self.reply("DISABLED")
    }

    func putBackupPolicy(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let system = try Self.fileSystem(request.labels["FileSystemId"] ?? "", in: region)
        let wanted = request.parameters["BackupPolicy"]?["Status"]?.stringValue
        guard wanted == "ENABLED" || wanted == "DISABLED" else {
            throw ServiceFault("ValidationException", "Status must be ENABLED or DISABLED")
        }
        let policy = FileSystemSettings.BackupPolicy(isOn: wanted == "ENABLED", changedAt: request.now)
        region.fileSystems.settings[system.id, default: FileSystemSettings()].backupPolicy = policy
        return Self.reply(policy.status(at: request.now))
    }

    private static func reply(_ status: String) -> ServiceReply {
        .json(("BackupPolicy", .record(("Status", .string(status)))))
    }

    func lifecycle(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let system = try Self.fileSystem(request.labels["FileSystemId"] ?? "", in: region)
        if let set = region.fileSystems.settings[system.id]?.lifecycle {
            return .json(("LifecyclePolicies", .array(set)))
        }
        let isSet = ResourceDetails(system).number(below: 3, "lifecycle") == 0
        let policy = WireValue.record(("TransitionToIA", .string("AFTER_30_DAYS")))
        return .json(("LifecyclePolicies", .array(isSet ? [policy] : [])))
    }

    private static let days: [String: Int] = [
        "AFTER_1_DAY": 1, "AFTER_7_DAYS": 7, "AFTER_14_DAYS": 14, "AFTER_30_DAYS": 30, "AFTER_60_DAYS": 60,
        "AFTER_90_DAYS": 90, "AFTER_180_DAYS": 180, "AFTER_270_DAYS": 270, "AFTER_365_DAYS": 365,
    ]

    /// Replaces the lifecycle policies; each tells one transition, and archiving comes later than infrequent access.
    func putLifecycle(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let system = try Self.fileSystem(request.labels["FileSystemId"] ?? "", in: region)
        guard let policies = request.parameters["LifecyclePolicies"]?.arrayValue else {
            throw Self.badRequest("LifecyclePolicies is required")
        }
        var days: [String: Int] = [:]
        for policy in policies {
            guard let members = policy.objectValue, members.count == 1, let member = members.first,
                let value = member.value.stringValue, days[member.name] == nil
            else { throw Self.badRequest("Each lifecycle policy must have exactly one transition") }
            switch member.name {
            case "TransitionToIA", "TransitionToArchive":
                guard let number = Self.days[value] else { throw Self.badRequest("Invalid transition \(value)") }
                days[member.name] = number
            case "TransitionToPrimaryStorageClass":
                guard value == "AFTER_1_ACCESS" else { throw Self.badRequest("Invalid transition \(value)") }
                days[member.name] = 0
            default: throw Self.badRequest("Unknown transition \(member.name)")
            }
        }
        if let archive = days["TransitionToArchive"], archive <= days["TransitionToIA"] ?? 0 {
            throw Self.badRequest("TransitionToArchive must be later than TransitionToIA")
        }
        region.fileSystems.settings[system.id, default: FileSystemSettings()].lifecycle = policies
        return .json(("LifecyclePolicies", .array(policies)))
    }

    /// Lists replications; every third file system has one to an account outside of the organization.
    func replications(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let limit = try Self.limit(of: request, named: "MaxResults")
        var chosen = region.resources(.fileSystem).filter { ResourceDetails($0).number(below: 3, "replication") == 0 }
        if let wanted = request.queryValue("FileSystemId") {
            let system = try Self.fileSystem(wanted, in: region)
            chosen.removeAll { $0.id != system.id }
            guard !chosen.isEmpty else {
                throw ServiceFault(
                    "ReplicationNotFound", "Replication configuration of \(system.id) not found.", status: 404)
            }
        }
        let page = try Paging(standard: 100, maximum: 100).page(
            chosen, token: request.queryValue("NextToken"), limit: limit,
            purpose: [request.operation, request.account, request.region],
            badToken: Self.badRequest("Invalid NextToken"))
        let list = page.items.map { system -> WireValue in
            let details = ResourceDetails(system)
            let target = WireValue.record(
                ("Status", .string("ENABLED")), ("FileSystemId", .string("fs-0" + details.hex(16, "replica"))),
                ("Region", .string(region.scope.region)), ("OwnerId", .string("111122223333")),
                ("LastReplicatedTimestamp", .time(request.now.adding(minutes: -7))))
            return .record(
                ("SourceFileSystemId", .string(system.id)), ("SourceFileSystemRegion", .string(region.scope.region)),
                ("SourceFileSystemArn", .string(system.arn)), ("OriginalSourceFileSystemArn", .string(system.arn)),
                ("CreationTime", .time(system.createdAt.adding(days: 1))), ("Destinations", .array([target])),
                ("SourceFileSystemOwnerId", .string(region.scope.account)))
        }
        return .json(("Replications", .array(list)), ("NextToken", .text(page.next)))
    }
}
