internal import AWSSimulator
internal import AWSWire
internal import HoldfastHTTP
internal import Testing

@Suite("The simulated world")
struct SimulatedWorldTests {
    private static let birth = Moment(milliseconds: 1_790_000_000_000)

    private static func world(members: Int = 20, resources: Int = 1_000, seed: UInt64 = 3) -> SimulatedWorld {
        var options = WorldOptions(birth: birth)
        options.memberAccounts = members
        options.resources = resources
        options.seed = seed
        return SimulatedWorld(options: options)
    }

    /// Everything the engine made for an account, in a form that compares.
    private static func history(_ world: inout SimulatedWorld, _ account: String, at now: Moment) -> [String] {
        let regions = world.withAccount(account, at: now) { state in
            state.regions.values.sorted { $0.scope.region < $1.scope.region }
        }
        return (regions ?? []).flatMap { region in
            region.backup.recoveryPoints.map(\.arn) + region.backup.jobs.map(\.id)
                + region.config.rules.flatMap(\.nonCompliant) + region.resources.map(\.arn)
        }
    }

    @Test("the default world has the accounts, states and styles its stories need")
    func defaultWorld() {
        let world = Self.world()
        let accounts = world.organization.accounts
        #expect(accounts.count == 21)
        #expect(Set(accounts.map(\.id)).count == 21)
        #expect(accounts.filter { $0.state == .suspended }.count == 1)
        #expect(world.deniedAccounts.count == 1)
        #expect(Set(accounts.flatMap(\.styles)).count == ProtectionStyle.allCases.count)
        #expect(accounts.allSatisfy { $0.id.count == 12 })
    }

    @Test("the accounts hold exactly as many resources as were asked for", arguments: [0, 1, 77, 1_000])
    func resourceTotal(wanted: Int) {
        var world = Self.world(resources: wanted)
        let ledger = Ledger.value(of: &world, at: Self.birth, detail: true)
        #expect(ledger["resources"]?.integerValue == Int64(wanted))
        let arns = (ledger["accounts"]?.arrayValue ?? []).flatMap { $0["regions"]?.arrayValue ?? [] }
            .flatMap { $0["arns"]?.textsValue ?? [] }
        #expect(Set(arns).count == wanted)
    }

    @Test("an account dropped for room comes back the same", arguments: [UInt64(3), 4])
    func droppedAccountsComeBack(seed: UInt64) {
        var world = Self.world(members: 400, resources: 1_600, seed: seed)
        let accounts = world.organization.accounts.map(\.id)
        let later = Self.birth.adding(days: 3).adding(minutes: 17)
        let first = Self.history(&world, accounts[1], at: Self.birth)
        for account in accounts { _ = world.withAccount(account, at: Self.birth) { _ in } }
        var other = Self.world(members: 400, resources: 1_600, seed: seed)
        #expect(Self.history(&world, accounts[1], at: later) == Self.history(&other, accounts[1], at: later))
        #expect(!first.isEmpty)
    }

    @Test("what a lever changed is kept however many accounts are touched after it")
    func leversAreKept() throws {
        var world = Self.world(members: 400, resources: 1_600)
        let accounts = world.organization.accounts.map(\.id)
        let lever = WireValue.record(
            ("action", .string("addResource")), ("account", .string(accounts[1])), ("region", .string("us-east-1")),
            ("type", .string("AWS::EC2::Volume")), ("tags", .record(("env", .string("prod")))))
        let answer = try WorldLever.apply(lever, to: &world, at: Self.birth)
        let arn = try #require(answer["resource"]?.stringValue)
        for account in accounts { _ = world.withAccount(account, at: Self.birth) { _ in } }
        let scope = Scope(account: accounts[1], region: "us-east-1")
        let tags = world.withRegion(scope, at: Self.birth) { $0.resource(arn)?.tags["env"] } ?? nil
        #expect(tags == "prod")
    }

    @Test("a resource whose backups are made to fail has failed jobs from then on, until it is healed")
    func failingBackups() throws {
        var world = Self.world()
        let account = try #require(
            world.organization.accounts.first { $0.styles.first == .protected && $0.state == .active })
        let scope = Scope(account: account.id, region: "us-east-1")
        func newest(_ world: inout SimulatedWorld, _ arn: String, _ now: Moment) -> BackupJob? {
            world.withRegion(scope, at: now) { $0.backup.jobs.last { $0.resourceARN == arn } } ?? nil
        }
        let arn = try #require(
            world.withRegion(scope, at: Self.birth) { $0.backup.jobs.last?.resourceARN } ?? nil)
        func lever(_ action: String) -> WireValue {
            .record(("action", .string(action)), ("account", .string(account.id)), ("resource", .string(arn)))
        }
        #expect(newest(&world, arn, Self.birth)?.outcome.makesPoint == true)
        _ = try WorldLever.apply(lever("failBackups"), to: &world, at: Self.birth)
        #expect(newest(&world, arn, Self.birth.adding(days: 1))?.outcome.makesPoint == false)
        _ = try WorldLever.apply(lever("healBackups"), to: &world, at: Self.birth.adding(days: 1))
        #expect(newest(&world, arn, Self.birth.adding(days: 2))?.outcome.makesPoint == true)
    }

    @Test("a bad lever is refused in words", arguments: ["", "explode", "deny", "tag", "addResource"])
    func badLever(action: String) {
        var world = Self.world()
        let unknown = WireValue.record(("action", .string(action)), ("account", .string("000000000000")))
        #expect(throws: ServiceFault.self) { try WorldLever.apply(unknown, to: &world, at: Self.birth) }
    }

    @Test("the clock steps by ISO 8601 durations and scales real time")
    func clock() {
        var clock = SimulatedClock(birth: Self.birth, scale: 60)
        #expect(clock.moment(atWall: Self.birth.adding(seconds: 2)) == Self.birth.adding(minutes: 2))
        clock.advance(milliseconds: SimulatedClock.milliseconds(ofISO8601: "P1DT2H3M4S") ?? 0)
        #expect(clock.moment(atWall: Self.birth) == Self.birth.adding(seconds: 93_784))
        for text in ["", "P", "PT", "24H", "PT1D", "P1H", "P1.5D", "PT-1H"] {
            #expect(SimulatedClock.milliseconds(ofISO8601: text) == nil, "\(text)")
        }
    }
}
