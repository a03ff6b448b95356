internal import AWSWire
internal import Testing

@testable internal import AWSSimulator

@Suite("The types of resource besides the common ones")
struct FurtherTypesTests {
    private static let birth = Moment(milliseconds: 1_790_000_000_000)

    private static func world(further: Bool, seed: UInt64 = 5) -> SimulatedWorld {
        var options = WorldOptions(birth: birth)
        options.seed = seed
        options.memberAccounts = 6
        options.resources = 300
        options.holdsFurtherTypes = further
        return SimulatedWorld(options: options)
    }

    private static func resources(_ world: inout SimulatedWorld) -> [SimulatedResource] {
        let accounts = world.organization.accounts
        var all: [SimulatedResource] = []
        for account in accounts {
            all += world.withAccount(account.id, at: birth) { $0.regions.values.flatMap(\.resources) } ?? []
        }
        return all
    }

    @Test("a world that asks for them holds every type, and its common resources are those of one that does not")
    func furtherTypesAreBesides() {
        var plain = Self.world(further: false)
        var full = Self.world(further: true)
        let held = Self.resources(&full)
        #expect(Set(held.map(\.kind)) == Set(ResourceKind.allCases))
        #expect(Set(held.map(\.arn)).count == held.count)
        let common = Set(held.filter { ResourceKind.common.contains($0.kind) })
        #expect(common == Set(Self.resources(&plain)))
        #expect(Set(held.filter { $0.kind == .fsxFileSystem }.map(\.engine)).count == 4)
    }

    @Test("AWS Backup makes recovery points of them, of ONTAP's volumes and not of its file systems")
    func furtherTypesAreBackedUp() {
        var world = Self.world(further: true)
        var backed: Set<String> = []
        let accounts = world.organization.accounts
        for account in accounts {
            let points = world.withAccount(account.id, at: Self.birth) { state in
                state.regions.values.flatMap(\.backup.recoveryPoints)
            }
            backed.formUnion((points ?? []).map(\.resourceARN))
        }
        let held = Self.resources(&world)
        let types = Set(held.filter { backed.contains($0.arn) }.map(\.kind.backupType))
        #expect(types.isSuperset(of: ["FSx", "DocumentDB", "Neptune", "CloudFormation", "VirtualMachine"]))
        let ontap = held.filter { $0.engine == "ONTAP" && backed.contains($0.arn) }
        #expect(ontap.allSatisfy { $0.kind == .fsxVolume })
        #expect(held.allSatisfy { $0.engine != "OPENZFS" || $0.kind == .fsxFileSystem || !backed.contains($0.arn) })
    }

    @Test("DocumentDB and Neptune answer through RDS, by the engine, and are clusters of RDS to Config")
    func enginesAnswerThroughRDS() throws {
        var world = Self.world(further: true)
        let cluster = try #require(Self.resources(&world).first { $0.kind == .documentCluster })
        let fields = cluster.arn.split(separator: ":").map(String.init)
        let scope = Scope(account: fields[4], region: fields[3])
        let region = try #require(world.withRegion(scope, at: Self.birth) { $0 })
        #expect(region.clusters.contains(cluster))
        #expect(DatabaseFacts.instances(in: region).contains { $0.clusterID == cluster.id && $0.engine == "docdb" })
        #expect(cluster.kind.configType == "AWS::RDS::DBCluster")
        let snapshots = DatabaseSnapshotCatalog(region, at: Self.birth).snapshots(ofClusters: true)
        #expect(snapshots.contains { $0.source.arn == cluster.arn && $0.origin == .automated })
    }
}
