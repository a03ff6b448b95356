/// Makes the resources of one account in one Region.
package struct ResourceGenerator: Sendable {
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

    /// How often each type occurs among a hundred resources.
    private static let mix: [(kind: ResourceKind, percent: Int)] = [
        (.instance, 16), (.volume, 34), (.database, 10), (.cluster, 6), (.table, 14), (.fileSystem, 6), (.bucket, 14),
    ]
    private static let purposes = ["api", "web", "worker", "ledger", "cache", "events", "reports", "users", "files"]

    /// That many resources, sorted by type and id.
    package func resources(_ count: Int) -> [SimulatedResource] {
        var mixer = SeededGenerator(options.seed, "mix", scope.account, scope.region)
        var counts: [ResourceKind: Int] = [:]
        for _ in 0..<count {
            var point = mixer.below(100)
            let kind = Self.mix.first { entry in
                point -= entry.percent
                return point < 0
            }?.kind
            counts[kind ?? .volume, default: 0] += 1
        }
        var made: [SimulatedResource] = []
        var instances: [String] = []
        for kind in ResourceKind.common {
            let ofKind = (0..<(counts[kind] ?? 0)).map { resource(kind, $0, instances: instances) }
            if kind == .instance { instances = ofKind.map(\.id) }
            made += ofKind.sorted { $0.id < $1.id }
        }
        guard options.holdsFurtherTypes, count > 0 else { return made }
        return made
            + FurtherResources(
                options: options, scope: scope, accountName: accountName, keyARN: keyARN,
                encryptedPercent: encryptedPercent
            ).resources()
    }

    private func resource(_ kind: ResourceKind, _ index: Int, instances: [String]) -> SimulatedResource {
        var random = SeededGenerator(
            options.seed, "resource", scope.account, scope.region, kind.rawValue, String(index))
        let purpose = random.pick(Self.purposes, else: "api")
        let name = "\(accountName)-\(purpose)-\(index + 1)"
        let id = id(kind, name: name, &random)
        let isEncrypted = kind == .table || kind == .bucket || random.chance(encryptedPercent)
        let usesOwnKey = isEncrypted && random.chance(60)
        // One resource in thirty is younger than two days, so that there is always one no schedule has met yet.
        let age = random.chance(3) ? random.within(30...2_800) : random.within(60...900) * 1_440
        return SimulatedResource(
            kind: kind, id: id, arn: kind.arn(id, account: scope.account, region: scope.region), region: scope.region,
            tags: tags(name, kind, &random),
            createdAt: Moment(milliseconds: options.birth.milliseconds / 1_000 * 1_000)
                .adding(minutes: -Int64(age)).adding(seconds: Int64(random.below(60))),
            sizeInBytes: size(kind, &random), isEncrypted: isEncrypted,
            kmsKeyARN: kmsKey(kind, usesOwnKey: usesOwnKey, isEncrypted: isEncrypted), engine: engine(kind, &random),
            instanceClass: instanceClass(kind, &random),
            attachedTo: kind == .volume && random.chance(90) && !instances.isEmpty
                ? random.pick(instances, else: "") : nil,
            isStopped: kind == .instance && random.chance(12))
    }

    private func id(_ kind: ResourceKind, name: String, _ random: inout SeededGenerator) -> String {
        switch kind {
        case .instance: "i-0\(random.hex(16))"
        case .volume: "vol-0\(random.hex(16))"
        case .fileSystem: "fs-0\(random.hex(16))"
        case .database, .table: name
        case .cluster: "\(name)-cluster"
        case .bucket: "\(name)-\(random.alphanumeric(8))"
        default: FurtherResources.id(kind, name: name, &random)
        }
    }

    func tags(_ name: String, _ kind: ResourceKind, _ random: inout SeededGenerator) -> TagSet {
        var tags = TagSet()
        let isNamedByTag = [.instance, .volume, .fileSystem, .fsxFileSystem, .fsxVolume, .virtualMachine].contains(kind)
        if isNamedByTag || random.chance(50) { tags["Name"] = name }
        let environment = accountName.hasSuffix("-prod") ? "prod" : accountName.hasSuffix("-test") ? "nonprod" : "dev"
        if random.chance(92) { tags["env"] = environment }
        switch random.below(100) {
        case ..<52: tags["backup"] = "daily"
        case ..<64: tags["backup"] = "weekly"
        case ..<70: tags["backup"] = "none"
        default: break
        }
        if random.chance(80) {
            tags["data-classification"] = random.pick(["confidential", "internal", "internal", "public"], else: "")
        }
        if random.chance(40) { tags["cost-center"] = "cc-\(1_000 + random.below(40))" }
        return tags
    }

    private func size(_ kind: ResourceKind, _ random: inout SeededGenerator) -> Int64 {
        let gigabytes: Int
        switch kind {
        case .instance, .volume: gigabytes = random.pick([8, 16, 20, 50, 100, 200, 500, 1_000], else: 8)
        case .database: gigabytes = random.pick([20, 50, 100, 200, 500], else: 20)
        case .cluster: gigabytes = random.within(10...800)
        case .table: gigabytes = random.within(1...120)
        case .fileSystem: gigabytes = random.within(1...900)
        case .bucket: gigabytes = random.within(1...4_000)
        default: gigabytes = random.within(10...2_000)
        }
        return Int64(gigabytes) * 1_073_741_824
    }

    private func kmsKey(_ kind: ResourceKind, usesOwnKey: Bool, isEncrypted: Bool) -> String? {
        guard isEncrypted else { return nil }
        if usesOwnKey { return keyARN }
        if kind == .table || kind == .bucket { return nil }
        return Self.awsManagedKey(kind, scope, seed: options.seed)
    }

    /// The key AWS manages for a type in an account and Region.
    private static func awsManagedKey(_ kind: ResourceKind, _ scope: Scope, seed: UInt64) -> String {
        var random = SeededGenerator(seed, "aws-key", scope.account, scope.region, kind.managedKeyService)
        return "arn:aws:kms:\(scope.region):\(scope.account):key/\(random.uuid())"
    }

    /// Whether a key is one AWS manages, which no other account can use.
    package static func isAWSManagedKey(_ arn: String, seed: UInt64) -> Bool {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6 else { return false }
        let scope = Scope(account: parts[4], region: parts[3])
        return ResourceKind.allCases.contains { awsManagedKey($0, scope, seed: seed) == arn }
    }

    private func engine(_ kind: ResourceKind, _ random: inout SeededGenerator) -> String? {
        switch kind {
        case .database: random.pick(["postgres", "mysql", "mariadb"], else: "postgres")
        case .cluster: random.pick(["aurora-postgresql", "aurora-mysql"], else: "aurora-mysql")
        default: nil
        }
    }

    private func instanceClass(_ kind: ResourceKind, _ random: inout SeededGenerator) -> String? {
        switch kind {
        case .instance: random.pick(["t3.medium", "m6i.large", "m6i.xlarge", "c6i.large", "r6i.large"], else: "")
        case .database, .cluster: random.pick(["db.t4g.medium", "db.m6g.large", "db.r6g.large"], else: "")
        default: nil
        }
    }
}
