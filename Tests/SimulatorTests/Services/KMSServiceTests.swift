internal import AWSWire
internal import Testing

@testable internal import AWSSimulator

@Suite("AWS KMS, simulated")
struct KMSServiceTests {
    private let kms = KMSService()

    private static func ask(_ key: String) -> WireValue { .record(("KeyId", .string(key))) }

    @Test("every key that resources and vaults name is there, enabled, and the right owner's")
    func namedKeysExist() throws {
        var bench = ServiceBench()
        let scope = try bench.place { !$0.resources.isEmpty && $0.backup.vaults.count > 1 }
        let state = try bench.state(of: scope)
        let named = Set(state.resources.compactMap(\.kmsKeyARN) + state.backup.vaults.map(\.encryptionKeyARN))
        #expect(named.count > 2)
        let custom = WorldGenerator.keyARN(scope, seed: bench.options.seed)
        for arn in named {
            let told = try bench.json(kms, "DescribeKey", in: scope, Self.ask(arn))["KeyMetadata"]
            #expect(told?["Arn"]?.stringValue == arn && told?["KeyState"]?.stringValue == "Enabled")
            #expect(told?["KeyManager"]?.stringValue == (arn == custom ? "CUSTOMER" : "AWS"))
        }
    }

    @Test("a key is named by its id, its ARN, its alias or its alias's ARN")
    func keysHaveFourNames() throws {
        var bench = ServiceBench()
        let scope = try bench.place { _ in true }
        let arn = WorldGenerator.keyARN(scope, seed: bench.options.seed)
        let id = String(try #require(arn.split(separator: "/").last))
        let alias = "arn:aws:kms:\(scope.region):\(scope.account):alias/data"
        for name in [id, arn, "alias/data", alias] {
            let told = try bench.json(kms, "DescribeKey", in: scope, Self.ask(name))
            #expect(told["KeyMetadata"]?["Arn"]?.stringValue == arn)
        }
        #expect(bench.code(kms, "GetKeyPolicy", in: scope, Self.ask("alias/data")) == "NotFoundException")
        #expect(bench.code(kms, "DescribeKey", in: scope, Self.ask("alias/none")) == "NotFoundException")
        #expect(bench.code(kms, "DescribeKey", in: scope, Self.ask("arn:aws:s3:::b")) == "InvalidArnException")
        let stranger = try #require(bench.world.organization.accounts.first { $0.id != scope.account })
        let foreign = Scope(account: stranger.id, region: scope.region)
        #expect(bench.code(kms, "DescribeKey", in: foreign, Self.ask(arn)) == "AccessDeniedException")
    }

    @Test("a key that waits for its deletion takes no grant and is gone on its day, a disabled one takes none either")
    func statesBindKeys() throws {
        var bench = ServiceBench()
        let scope = try bench.place { _ in true }
        let keys = SimulatedKey.all(in: scope, options: bench.options, at: bench.now)
        let pending = try #require(keys.first { $0.state == .pendingDeletion })
        let disabled = try #require(keys.first { $0.state == .disabled })
        func grant(_ key: SimulatedKey) -> WireValue {
            .record(
                ("KeyId", .string(key.id)), ("GranteePrincipal", .string("backup.amazonaws.com")),
                ("Operations", .texts(["Decrypt"])))
        }
        #expect(bench.code(kms, "CreateGrant", in: scope, grant(pending)) == "KMSInvalidStateException")
        #expect(bench.code(kms, "CreateGrant", in: scope, grant(disabled)) == "DisabledException")
        let gone = try #require(pending.deletionAt)
        bench.now = gone.adding(seconds: -1)
        #expect(bench.code(kms, "DescribeKey", in: scope, Self.ask(pending.arn)) == nil)
        bench.now = gone
        #expect(bench.code(kms, "DescribeKey", in: scope, Self.ask(pending.arn)) == "NotFoundException")
    }

    @Test("a grant made again under its name is the same grant, and grants are listed by id and grantee")
    func grantsAreListed() throws {
        var bench = ServiceBench()
        let scope = try bench.place { _ in true }
        let arn = WorldGenerator.keyARN(scope, seed: bench.options.seed)
        func make(_ name: String, _ grantee: String) throws -> String {
            bench.requestID = name
            let told = try bench.json(
                kms, "CreateGrant", in: scope,
                .record(
                    ("KeyId", .string(arn)), ("GranteePrincipal", .string(grantee)), ("Name", .string(name)),
                    ("Operations", .texts(["Decrypt", "CreateGrant"]))))
            return try #require(told["GrantId"]?.stringValue)
        }
        let first = try make("a", "backup.amazonaws.com")
        let second = try make("b", "arn:aws:iam::\(scope.account):role/x")
        #expect(try make("a", "backup.amazonaws.com") == first && first != second)
        func ids(_ more: (String, WireValue?)...) throws -> [String] {
            let told = try bench.json(kms, "ListGrants", in: scope, .record([("KeyId", .string(arn))] + more))
            return (told["Grants"]?.arrayValue ?? []).compactMap { $0["GrantId"]?.stringValue }
        }
        #expect(try ids() == [first, second])
        #expect(try ids(("GrantId", .string(second))) == [second])
        #expect(try ids(("GranteePrincipal", .string("backup.amazonaws.com"))) == [first])
    }
}
