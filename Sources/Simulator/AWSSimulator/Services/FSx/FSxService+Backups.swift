internal import AWSWire

extension FSxService {
    func backups(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let known: Set = ["file-system-id", "backup-type", "file-system-type", "volume-id"]
        let filters = try Self.filters(of: request, known: known)
        var chosen = region.fsxBackups(at: request.now)
        if let ids = request.parameters["BackupIds"]?.textsValue, !ids.isEmpty {
            for id in ids where !chosen.contains(where: { $0.id == id }) { throw Self.notFound(id) }
            chosen.removeAll { !ids.contains($0.id) }
        }
        for filter in filters {
            chosen.removeAll { backup in
                let isOfVolume = backup.source.kind == .fsxVolume
                let value =
                    switch filter.name {
                    case "file-system-id": isOfVolume ? backup.source.attachedTo : backup.source.id
                    case "backup-type": backup.origin.rawValue
                    case "file-system-type": backup.source.engine
                    default: isOfVolume ? backup.source.id : nil
                    }
                return !filter.values.contains(value ?? "")
            }
        }
        let page = try Self.page(chosen, of: request, about: filters.map { "\($0)" })
        return .json(
            ("Backups", .array(page.items.map { Self.description(of: $0, in: region, at: request.now) })),
            ("NextToken", .text(page.next)))
    }

    func createBackup(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let source = try Self.source(of: request, in: region)
        let tags = try Self.tags(of: request)
        let all = region.fsxBackups(at: request.now)
        guard !all.contains(where: { $0.source.id == source.id && request.now < $0.completedAt }) else {
            throw ServiceFault("BackupInProgress", "Another backup of \(source.id) is being made.")
        }
        // Amazon FSx quotas: 500 backups made by the account in a Region.
        guard all.filter({ $0.origin == .user }).count < 500 else {
            throw ServiceFault(
                "ServiceLimitExceeded", "The limit of user-initiated backups has been reached.",
                members: [("Limit", .string("TOTAL_USER_INITIATED_BACKUPS"))])
        }
        region.fsx.madeBackups += 1
        let details = ResourceDetails(arn: "\(request.account)/\(request.region)/fsx/\(region.fsx.madeBackups)")
        let made = FSxBackup(
            id: "backup-0" + details.hex(16, "id"), source: source, origin: .user, createdAt: request.now,
            completedAt: request.now.adding(minutes: 10 + source.sizeInBytes / 10_000_000_000), tags: tags)
        region.fsx.backups.append(made)
        return .json(("Backup", Self.description(of: made, in: region, at: request.now)))
    }

    func deleteBackup(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let id = request.parameters["BackupId"]?.stringValue ?? ""
        guard id.hasPrefix("backup-"), id.count >= 12 else { throw Self.badRequest("The id \(id) is not valid") }
        guard let backup = region.fsxBackups(at: request.now).first(where: { $0.id == id }) else {
            throw Self.notFound(id)
        }
        guard backup.origin != .backup else {
            throw Self.badRequest("The backup \(id) was made by AWS Backup and is deleted there.")
        }
        guard backup.completedAt <= request.now else {
            throw ServiceFault("BackupInProgress", "The backup \(id) is being made.")
        }
        if backup.origin == .user {
            region.fsx.backups.removeAll { $0.id == id }
        } else {
            region.fsx.deletedBackups.insert(id)
        }
        region.fsx.backupTags[id] = nil
        return .json(("BackupId", .string(id)), ("Lifecycle", .string("DELETED")))
    }

    private static func notFound(_ id: String) -> ServiceFault {
        ServiceFault("BackupNotFound", "Backup '\(id)' does not exist.")
    }

    /// The file system or volume a backup is wanted of; of ONTAP only volumes can be.
    private static func source(
        of request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> SimulatedResource {
        switch (request.parameters["FileSystemId"]?.stringValue, request.parameters["VolumeId"]?.stringValue) {
        case (let id?, nil):
            let system = try fileSystem(id, in: region)
            guard system.engine != "ONTAP" else {
                throw ServiceFault("UnsupportedOperation", "Backups of ONTAP are made of volumes.")
            }
            return system
        case (nil, let id?):
            let volume = try one(
                id, prefix: "fsvol-", digits: 17...17, among: region.resources(.fsxVolume), missing: "VolumeNotFound")
            guard volume.engine == "ONTAP" else {
                throw ServiceFault("UnsupportedOperation", "Backups of OpenZFS are made of file systems.")
            }
            return volume
        default: throw badRequest("Either FileSystemId or VolumeId is required.")
        }
    }

    private static func description(of backup: FSxBackup, in region: RegionState, at now: Moment) -> WireValue {
        let isReady = backup.completedAt <= now
        let isOfVolume = backup.source.kind == .fsxVolume
        let system =
            isOfVolume
            ? region.resources(.fsxFileSystem).first { $0.id == backup.source.attachedTo } ?? backup.source
            : backup.source
        let whole = max(1, backup.completedAt.milliseconds - backup.createdAt.milliseconds)
        let progress = isReady ? 100 : max(0, (now.milliseconds - backup.createdAt.milliseconds) * 100 / whole)
        return .record(
            ("BackupId", .string(backup.id)), ("Lifecycle", .string(isReady ? "AVAILABLE" : "CREATING")),
            ("Type", .string(backup.origin.rawValue)), ("ProgressPercent", .integer(progress)),
            ("CreationTime", .time(backup.createdAt)), ("KmsKeyId", .text(backup.source.kmsKeyARN)),
            ("ResourceARN", .string(backup.arn(in: region.scope))), ("Tags", .someTagList(backup.tags)),
            ("FileSystem", FSxFacts(system, in: region).fileSystem(at: now)),
            ("OwnerId", .string(region.scope.account)),
            ("ResourceType", .string(isOfVolume ? "VOLUME" : "FILE_SYSTEM")),
            ("Volume", isOfVolume ? FSxFacts(backup.source, in: region).volume : nil),
            ("SizeInBytes", isReady ? .integer(backup.source.sizeInBytes / 2) : nil))
    }
}

extension FSxService {
    func listTags(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let (arn, tags) = try Self.tagged(request, in: region)
        let page = try Self.page(tags.all, of: request, about: [arn])
        return .json(
            ("Tags", .someTagList(TagSet(page.items.map { ($0.key, $0.value) }))), ("NextToken", .text(page.next)))
    }

    func tag(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let (arn, present) = try Self.tagged(request, in: region)
        let tags = try Self.tags(of: request)
        guard !tags.isEmpty, !TagRules.exceedsLimit(present, adding: tags) else {
            throw Self.badRequest("Between 1 and \(TagRules.most) tags are allowed.")
        }
        Self.change(arn, present, setting: tags, removing: [], in: &region)
        return .json()
    }

    func untag(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let (arn, present) = try Self.tagged(request, in: region)
        guard let keys = request.parameters["TagKeys"]?.textsValue, !keys.isEmpty else {
            throw Self.badRequest("At least one tag key is required.")
        }
        Self.change(arn, present, setting: [:], removing: keys, in: &region)
        return .json()
    }

    private static func change(
        _ arn: String, _ present: TagSet, setting tags: TagSet, removing keys: [String], in region: inout RegionState
    ) {
        guard let id = arn.split(separator: "/").last.map(String.init), id.hasPrefix("backup-") else {
            _ = region.tag(arn, setting: tags, removing: keys)
            return
        }
        var all = present
        all.merge(tags)
        for key in keys { all[key] = nil }
        region.fsx.backupTags[id] = all
    }

    /// The ARN a request names, and the tags of what has it.
    private static func tagged(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> (arn: String, tags: TagSet) {
        let arn = request.parameters["ResourceARN"]?.stringValue ?? ""
        let missing = ServiceFault(
            "ResourceNotFound", "The resource \(arn) does not exist.", members: [("ResourceARN", .string(arn))])
        guard arn.hasPrefix("arn:aws:fsx:") else {
            // `NotServiceResourceError` must name the ARN, by a pattern that takes those of FSx only.
            throw ServiceFault("BadRequest", "The resource \(arn) is none of Amazon FSx.")
        }
        if let tags = region.tags(of: arn) { return (arn, tags) }
        guard let backup = region.fsxBackups(at: request.now).first(where: { $0.arn(in: region.scope) == arn }) else {
            throw missing
        }
        return (arn, backup.tags)
    }

    private static func tags(of request: ServiceRequest) throws(ServiceFault) -> TagSet {
        let pairs = (request.parameters["Tags"]?.arrayValue ?? []).map { tag in
            (key: tag["Key"]?.stringValue ?? "", value: tag["Value"]?.stringValue ?? "")
        }
        if let problem = TagRules.problem(pairs) { throw badRequest(problem) }
        return TagSet(pairs.map { ($0.key, $0.value) })
    }
}
