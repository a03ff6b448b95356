internal import AWSWire
internal import Testing

@testable internal import AWSSimulator

@Suite("Data Lifecycle Manager, simulated")
struct DLMServiceTests {
    private static func policy(
        days: Int64? = nil, count: Int64? = nil, hours: Int64 = 12, key: String = "backup", value: String = "daily"
    ) -> WireValue {
        let retain = WireValue.record(
            ("Count", count.map { .integer($0) }), ("Interval", days.map { .integer($0) }),
            ("IntervalUnit", days == nil ? nil : .string("DAYS")))
        let rule = WireValue.record(("Interval", .integer(hours)), ("IntervalUnit", .string("HOURS")))
        let schedule = WireValue.record(
            ("Name", .string("twice")), ("CreateRule", rule), ("RetainRule", retain), ("CopyTags", .bool(true)))
        let target = WireValue.record(("Key", .string(key)), ("Value", .string(value)))
        return .record(
            ("ResourceTypes", .texts(["VOLUME"])), ("TargetTags", .array([target])), ("Schedules", .array([schedule])))
    }

    private static func request(_ details: WireValue, state: String = "ENABLED") -> WireValue {
        .record(
            ("ExecutionRoleArn", .string("arn:aws:iam::123456789012:role/lifecycle")),
            ("Description", .string("test")), ("State", .string(state)), ("PolicyDetails", details))
    }

    /// The snapshots a policy made, of all volumes.
    private func made(_ id: String, _ bench: inout ServiceBench, in scope: Scope) throws -> [EBSSnapshot] {
        SnapshotCatalog(try bench.state(of: scope), birth: ServiceBench.birth, at: bench.now).snapshots
            .filter { $0.tags["aws:dlm:lifecycle-policy-id"] == id }
    }

    /// A place with volumes a policy means and without a policy of its own, and the number of these volumes.
    private func place(_ bench: inout ServiceBench) throws -> (scope: Scope, volumes: Int) {
        let scope = try bench.place { region in
            region.lifecyclePolicies(birth: ServiceBench.birth).isEmpty
                && region.resources(.volume).contains { $0.tags["backup"] == "daily" }
        }
        let volumes = try bench.state(of: scope).resources(.volume).filter { $0.tags["backup"] == "daily" }
        return (scope, volumes.count)
    }

    @Test("a policy makes snapshots as time passes, keeps as many as it says, and whoever steps sees the same")
    func policyMakesSnapshots() throws {
        var bench = ServiceBench()
        let (scope, volumes) = try place(&bench)
        let request = Self.request(Self.policy(count: 3))
        let id = try #require(
            try bench.json(DLMService(), "CreateLifecyclePolicy", in: scope, request)["PolicyId"]?.stringValue)
        #expect(try made(id, &bench, in: scope).isEmpty)
        bench.now = bench.now.adding(days: 1).adding(minutes: 90)
        #expect(try made(id, &bench, in: scope).count == volumes * 2)
        bench.now = bench.now.adding(days: 30)
        let late = try made(id, &bench, in: scope)
        #expect(late.count == volumes * 3)
        #expect(Set(late.map(\.id)).count == late.count)
        #expect(late.allSatisfy { $0.tags["backup"] == "daily" && $0.startedAt > bench.now.adding(days: -2) })
        #expect(try made(id, &bench, in: scope) == late)
    }

    @Test("a policy that keeps by age deletes what is too old, and one that is disabled leaves what it made")
    func policyKeepsByAge() throws {
        var bench = ServiceBench()
        let (scope, volumes) = try place(&bench)
        let request = Self.request(Self.policy(days: 5, hours: 24))
        let id = try #require(
            try bench.json(DLMService(), "CreateLifecyclePolicy", in: scope, request)["PolicyId"]?.stringValue)
        bench.now = bench.now.adding(days: 20)
        let before = try made(id, &bench, in: scope)
        #expect(before.count == volumes * 5)
        let off = WireValue.record(("State", .string("DISABLED")))
        _ = try bench.call(DLMService(), "UpdateLifecyclePolicy", in: scope, off, labels: ["policyId": id])
        bench.now = bench.now.adding(days: 20)
        #expect(try made(id, &bench, in: scope).map(\.id) == before.map(\.id))
        _ = try bench.call(DLMService(), "DeleteLifecyclePolicy", in: scope, labels: ["policyId": id])
        #expect(
            bench.code(DLMService(), "GetLifecyclePolicy", in: scope, labels: ["policyId": id])
                == "ResourceNotFoundException")
        #expect(try made(id, &bench, in: scope).map(\.id) == before.map(\.id))
    }

    @Test("a policy nobody wrote makes snapshots too, the last seven of each tagged volume")
    func generatedPolicyMakesSnapshots() throws {
        var bench = ServiceBench()
        let scope = try bench.place { region in
            !region.lifecyclePolicies(birth: ServiceBench.birth).isEmpty
                && region.resources(.volume).contains { $0.tags["backup"] == "daily" }
        }
        let state = try bench.state(of: scope)
        let id = try #require(state.lifecyclePolicies(birth: ServiceBench.birth).first?.id)
        let old = state.resources(.volume).filter {
            $0.tags["backup"] == "daily" && $0.createdAt < ServiceBench.birth.adding(days: -9)
        }
        let snapshots = try made(id, &bench, in: scope)
        for volume in old { #expect(snapshots.filter { $0.volumeID == volume.id }.count == 7) }
        let reply = try bench.json(DLMService(), "GetLifecyclePolicies", in: scope)
        #expect(reply["Policies"]?.arrayValue?.first?["PolicyId"]?.stringValue == id)
    }

    @Test(
        "what is no policy is refused",
        arguments: [
            policy(), policy(days: 3, count: 3), policy(count: 1_001), policy(count: 3, hours: 5), .object([]),
        ])
    func badPoliciesAreRefused(details: WireValue) throws {
        var bench = ServiceBench()
        let scope = try bench.place { _ in true }
        let code = bench.code(DLMService(), "CreateLifecyclePolicy", in: scope, Self.request(details))
        #expect(code == "InvalidRequestException")
    }
}
