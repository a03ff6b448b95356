/// Makes the resources of an account in a Region whose types are none of the seven common ones.
package struct FurtherResources: Sendable {
    private let options: WorldOptions
    private let scope: Scope
    private let accountName: String
    private let keyARN: String
    private let encryptedPercent: Int

    /// Makes the generator of an account in a Region.
    ///
    /// - Parameter encryptedPercent: How many resources in a hundred are encrypted.
    package init(
        options: WorldOptions, scope: Scope, accountName: String, keyARN: String, encryptedPercent: Int
    ) {
        self.options = options
        self.scope = scope
        self.accountName = accountName
        self.keyARN = keyARN
        self.encryptedPercent = encryptedPercent
    }

    /// How many resources of each type there are at most.
    private static let most: [ResourceKind: Int] = [
        .fsxFileSystem: 4, .documentCluster: 2, .graphCluster: 2, .stack: 3, .virtualMachine: 3,
    ]

    /// The resources, sorted by type and id.
    package func resources() -> [SimulatedResource] {
        var made: [SimulatedResource] = []
        for kind in ResourceKind.further where kind != .fsxVolume {
            var random = SeededGenerator(options.seed, "further", scope.account, scope.region, kind.rawValue)
            let count = random.below((Self.most[kind] ?? 1) + 1)
            // Begins anywhere among the types of file systems, so that each is as common as the others.
            let first = kind == .fsxFileSystem ? random.below(Self.fileSystemTypes.count) : 0
            let ofKind = (0..<count).map { resource(kind, $0, engine: Self.engine(kind, first + $0)) }
                .sorted { $0.id < $1.id }
            made += ofKind
            guard kind == .fsxFileSystem else { continue }
            let volumes = ofKind.filter { $0.engine == "ONTAP" || $0.engine == "OPENZFS" }.flatMap { system in
                (0..<2).map { resource(.fsxVolume, $0, engine: system.engine, on: system) }
            }
            made += volumes.sorted { $0.id < $1.id }
        }
        return made
    }

    private func resource(
        _ kind: ResourceKind, _ index: Int, engine: String?, on system: SimulatedResource? = nil
    ) -> SimulatedResource {
        var random = SeededGenerator(
            options.seed, "resource", scope.account, scope.region, kind.rawValue, String(index), system?.id ?? "")
        let name = "\(accountName)-\(kind.backupType.lowercased().filter { $0 != " " })-\(index + 1)"
        let id = Self.id(kind, name: name, &random)
        let isEncrypted = random.chance(encryptedPercent)
        let generator = ResourceGenerator(
            options: options, scope: scope, accountName: accountName, keyARN: keyARN,
            encryptedPercent: encryptedPercent)
        return SimulatedResource(
            kind: kind, id: id, arn: kind.arn(id, account: scope.account, region: scope.region), region: scope.region,
            tags: generator.tags(name, kind, &random),
            createdAt: Moment(milliseconds: options.birth.milliseconds / 1_000 * 1_000)
                .adding(minutes: -Int64(random.within(60...900) * 1_440)),
            sizeInBytes: Int64(random.within(32...2_000)) * 1_073_741_824, isEncrypted: isEncrypted,
            kmsKeyARN: isEncrypted ? keyARN : nil,
            engine: engine,
            instanceClass: ResourceKind.clusters.contains(kind) ? "db.r6g.large" : nil, attachedTo: system?.id,
            isStopped: false)
    }

    private static let fileSystemTypes = ["LUSTRE", "WINDOWS", "ONTAP", "OPENZFS"]

    /// An id as the type has it.
    static func id(_ kind: ResourceKind, name: String, _ random: inout SeededGenerator) -> String {
        switch kind {
        case .fsxFileSystem: "fs-0\(random.hex(16))"
        case .fsxVolume: "fsvol-0\(random.hex(16))"
        case .gatewayVolume: "vol-0\(random.hex(16))"
        case .stack: "\(name)/\(random.uuid())"
        case .virtualMachine: "vm-\(random.hex(17))"
        case .hanaDatabase: "\(name)/DB/HDB"
        case .distributedCluster: random.alphanumeric(26)
        case .timestreamTable: name.replacing("-", with: "_")
        default: name
        }
    }

    /// The engine of a cluster, and the type of an FSx file system, each in turn.
    static func engine(_ kind: ResourceKind, _ index: Int = 0) -> String? {
        switch kind {
        case .documentCluster: "docdb"
        case .graphCluster: "neptune"
        case .fsxFileSystem, .fsxVolume: fileSystemTypes[index % fileSystemTypes.count]
        default: nil
        }
    }
}
