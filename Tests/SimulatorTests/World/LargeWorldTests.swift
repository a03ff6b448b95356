import AWSWire
import HoldfastHTTP
import Testing

@testable import AWSSimulator

@Suite("Large worlds")
struct LargeWorldTests {
    private static func options(members: Int, resources: Int) -> WorldOptions {
        var options = WorldOptions(birth: Moment(milliseconds: 1_790_000_000_000))
        options.memberAccounts = members
        options.regions = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"]
        options.resources = resources
        return options
    }

    @Test("a world is born without generating an account, whatever it holds", arguments: [0, 1_000, 8_000_000])
    func birthIsLazy(resources: Int) {
        let world = SimulatedWorld(options: Self.options(members: 600, resources: resources))
        #expect(world.generatedAccounts == 0 && world.heldAccounts == 0)
        let shares = world.organization.accounts.flatMap { account in
            world.options.regions.map { world.resourceCount(Scope(account: account.id, region: $0)) }
        }
        #expect(shares.reduce(0, +) == resources)
    }

    @Test("what is kept of accounts nobody wrote to has bounds, and an account costs its own resources only")
    func keptIsBounded() throws {
        var kept = SimulatedWorld.Kept()
        kept.accounts = 5
        kept.resources = 60
        kept.least = 2
        var world = SimulatedWorld(options: Self.options(members: 40, resources: 1_600), kept: kept)
        for account in world.organization.accounts {
            _ = world.withAccount(account.id, at: world.options.birth) { _ in }
            #expect(world.heldAccounts <= kept.accounts)
        }
        #expect(world.heldAccounts <= 3, "forty resources each, so about two accounts are kept")
        #expect(world.generatedAccounts == world.organization.accounts.count)
    }

    @Test("the ledger of a large world is told in pages that join to the whole, and by its sums without them")
    func ledgerPages() throws {
        let options = Self.options(members: Ledger.mostAccounts + 20, resources: 560)
        var organization = SimulatedOrganization(options: options)
        func ledger(_ query: String) throws -> WireValue {
            let answer = organization.respond(
                to: HTTPRequest(authority: "simulator", path: "/_simulator/ledger", query: query), at: options.birth)
            return try WireValue(json: answer.body)
        }
        let sums = try ledger("")
        #expect(sums["accounts"]?.arrayValue == [] && sums["resources"]?.integerValue == 560)
        #expect(sums["accountsTotal"]?.integerValue == Int64(Ledger.mostAccounts + 21))
        #expect(organization.world.generatedAccounts == 0)
        var told: [String] = []
        var resources: Int64 = 0
        var next = sums["next"]?.integerValue
        while let offset = next {
            let page = try ledger("offset=\(offset)&limit=100")
            let accounts = page["accounts"]?.arrayValue ?? []
            #expect(!accounts.isEmpty)
            told += accounts.compactMap { $0["accountId"]?.stringValue }
            resources += accounts.flatMap { $0["regions"]?.arrayValue ?? [] }
                .compactMap { $0["resources"]?.integerValue }.reduce(0, +)
            next = page["next"]?.integerValue
        }
        #expect(told == organization.world.organization.accounts.map(\.id) && resources == 560)
    }
}
