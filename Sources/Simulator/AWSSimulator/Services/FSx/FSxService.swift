internal import AWSWire

/// Amazon FSx: file systems of its four kinds, volumes, backups and tags.
///
/// Source: Amazon FSx API Reference, the pages of its operations and of its data types.
package struct FSxService: ServiceSimulator {
    /// Makes the service.
    package init() {}

    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "fsx", wireProtocol: .json(version: "1.1", targetPrefix: "AWSSimbaAPIService_v20180301"),
        operations: [
            "CreateBackup", "DeleteBackup", "DescribeBackups", "DescribeFileSystems", "DescribeVolumes",
            "ListTagsForResource", "TagResource", "UntagResource", "UpdateFileSystem",
        ], errorMessageMember: "Message")

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        try world.answer(request) { region throws(ServiceFault) in
            switch request.operation {
            case "DescribeFileSystems": try fileSystems(request, in: region)
            case "UpdateFileSystem": try update(request, in: &region)
            case "DescribeVolumes": try volumes(request, in: region)
            case "DescribeBackups": try backups(request, in: region)
            case "CreateBackup": try createBackup(request, in: &region)
            case "DeleteBackup": try deleteBackup(request, in: &region)
            case "ListTagsForResource": try listTags(request, in: region)
            case "TagResource": try tag(request, in: &region)
            case "UntagResource": try untag(request, in: &region)
            default: throw ServiceFault("UnknownOperationException", "")
            }
        }
    }
}

extension FSxService {
    static func badRequest(_ message: String) -> ServiceFault { ServiceFault("BadRequest", message) }

    /// One page; FSx gives as many items as fit when the caller does not say.
    static func page<Item>(
        _ items: [Item], of request: ServiceRequest, about: [String] = []
    ) throws(ServiceFault) -> (items: ArraySlice<Item>, next: String?) {
        let limit = request.parameters["MaxResults"]?.integerValue
        guard (1...Int64(Int32.max)).contains(limit ?? 1) else { throw badRequest("MaxResults must be at least 1") }
        return try Paging(standard: 1_000, maximum: 1_000).page(
            items, token: request.parameters["NextToken"]?.stringValue, limit: limit.map { Int($0) },
            purpose: [request.operation, request.account, request.region] + about,
            badToken: badRequest("The NextToken is not valid"))
    }

    /// The filters of a request by name.
    static func filters(
        of request: ServiceRequest, known: Set<String>
    ) throws(ServiceFault) -> [(name: String, values: [String])] {
        var filters: [(name: String, values: [String])] = []
        for entry in request.parameters["Filters"]?.arrayValue ?? [] {
            let name = entry["Name"]?.stringValue ?? ""
            guard known.contains(name) else { throw badRequest("Unknown filter: \(name)") }
            filters.append((name, entry["Values"]?.textsValue ?? []))
        }
        return filters
    }

    /// The resources of the ids a request gives, all when it gives none.
    static func chosen(
        _ member: String, prefix: String, digits: ClosedRange<Int>, among all: [SimulatedResource],
        _ request: ServiceRequest, missing: String
    ) throws(ServiceFault) -> [SimulatedResource] {
        guard let ids = request.parameters[member]?.textsValue, !ids.isEmpty else { return all }
        var found: [SimulatedResource] = []
        for id in ids { found.append(try one(id, prefix: prefix, digits: digits, among: all, missing: missing)) }
        return found
    }

    /// The resource of an id.
    static func one(
        _ id: String, prefix: String, digits: ClosedRange<Int>, among all: [SimulatedResource], missing: String
    ) throws(ServiceFault) -> SimulatedResource {
        let rest = id.dropFirst(prefix.count)
        guard id.hasPrefix(prefix), digits.contains(rest.count), rest.allSatisfy({ $0.isHexDigit }) else {
            throw badRequest("The id \(id) is not valid")
        }
        guard let resource = all.first(where: { $0.id == id }) else {
            throw ServiceFault(missing, "'\(id)' does not exist.")
        }
        return resource
    }

    /// The file system of an id.
    static func fileSystem(_ id: String, in region: RegionState) throws(ServiceFault) -> SimulatedResource {
        try one(
            id, prefix: "fs-", digits: 8...18, among: region.resources(.fsxFileSystem), missing: "FileSystemNotFound")
    }

    private func fileSystems(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let chosen = try Self.chosen(
            "FileSystemIds", prefix: "fs-", digits: 8...18, among: region.resources(.fsxFileSystem), request,
            missing: "FileSystemNotFound")
        let page = try Self.page(chosen, of: request)
        return .json(
            ("FileSystems", .array(page.items.map { FSxFacts($0, in: region).fileSystem(at: request.now) })),
            ("NextToken", .text(page.next)))
    }

    private func volumes(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let filters = try Self.filters(of: request, known: ["file-system-id", "storage-virtual-machine-id"])
        var chosen = try Self.chosen(
            "VolumeIds", prefix: "fsvol-", digits: 17...17, among: region.resources(.fsxVolume), request,
            missing: "VolumeNotFound")
        for filter in filters {
            chosen.removeAll { volume in
                let value =
                    filter.name == "file-system-id"
                    ? volume.attachedTo : FSxFacts(volume, in: region).storageVirtualMachineID
                return !filter.values.contains(value ?? "")
            }
        }
        let page = try Self.page(chosen, of: request, about: filters.map { "\($0)" })
        return .json(
            ("Volumes", .array(page.items.map { FSxFacts($0, in: region).volume })), ("NextToken", .text(page.next)))
    }

    private static let configurations = [
        "WINDOWS": "WindowsConfiguration", "LUSTRE": "LustreConfiguration", "ONTAP": "OntapConfiguration",
        "OPENZFS": "OpenZFSConfiguration",
    ]

    /// Changes the retention and the time of the automatic backups; nothing else of a file system is held.
    private func update(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let system = try Self.fileSystem(request.parameters["FileSystemId"]?.stringValue ?? "", in: region)
        let own = Self.configurations[system.engine ?? ""] ?? ""
        for name in Self.configurations.values.sorted() where name != own && request.parameters[name] != nil {
            throw ServiceFault(
                "IncompatibleParameterError", "\(name) does not fit a file system of type \(system.engine ?? "").",
                members: [("Parameter", .string(name))])
        }
        guard let wanted = request.parameters[own] else {
            throw Self.badRequest("No update of the file system is specified.")
        }
        var settings = region.fsx.settings[system.id] ?? FSxState.Settings(changedAt: request.now)
        if let days = wanted["AutomaticBackupRetentionDays"]?.integerValue {
            guard (0...90).contains(days) else {
                throw Self.badRequest("AutomaticBackupRetentionDays must be between 0 and 90")
            }
            settings.retentionDays = days
        }
        if let time = wanted["DailyAutomaticBackupStartTime"]?.stringValue {
            let parts = time.split(separator: ":").compactMap { Int($0) }
            guard time.count == 5, parts.count == 2, (0...23).contains(parts[0]), (0...59).contains(parts[1]) else {
                throw Self.badRequest("DailyAutomaticBackupStartTime must be written as HH:MM")
            }
            settings.startTime = time
        }
        settings.changedAt = request.now
        region.fsx.settings[system.id] = settings
        return .json(("FileSystem", FSxFacts(system, in: region).fileSystem(at: request.now)))
    }
}
