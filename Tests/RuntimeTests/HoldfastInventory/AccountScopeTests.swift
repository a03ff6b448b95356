import HoldfastInventory
import HoldfastModel
import Testing

@Suite("Account scope")
struct AccountScopeTests {
    private static func account(
        _ state: Account.State = .active, tags: [String: String]? = ["env": "prod"]
    ) throws -> Account {
        Account(
            id: try #require(AccountID(rawValue: "111122223333")), name: "shop", state: state,
            organizationalUnitPath: "Workloads/Prod", organizationalUnitIDs: ["r-1", "ou-1", "ou-2"], tags: tags)
    }

    @Test(
        "Inclusions are alternatives within a kind, and any exclusion leaves the account out",
        arguments: [
            (AccountScope(), true),
            (AccountScope(accounts: ["999999999999", "111122223333"]), true),
            (AccountScope(accounts: ["sh*"]), true),
            (AccountScope(accounts: ["shop2"]), false),
            (AccountScope(notAccounts: ["shop"]), false),
            (AccountScope(organizationalUnits: ["Workloads"]), true),
            (AccountScope(organizationalUnits: ["Work"]), false),
            (AccountScope(organizationalUnits: ["ou-2"]), true),
            (AccountScope(organizationalUnits: ["Workloads"], notOrganizationalUnits: ["Workloads/Prod"]), false),
            (AccountScope(tags: [.init("env=prod"), .init("env=test")]), true),
            (AccountScope(tags: [.init("team")]), false),
            (AccountScope(notTags: [.init("env")]), false),
        ])
    func choice(scope: AccountScope, isSwept: Bool) throws {
        let decision = scope.decision(for: try Self.account())
        #expect((decision == .sweep(note: nil)) == isSwept, "\(decision)")
    }

    @Test(
        "An account that cannot be worked in is shown, not swept",
        arguments: ["SUSPENDED", "PENDING_CLOSURE", "CLOSED"])
    func suspended(state: String) throws {
        let account = try Self.account(Account.State(rawValue: state))
        #expect(AccountScope().decision(for: account) == .suspended)
    }

    @Test("An account whose tags or unit are unknown is kept, and told")
    func unknown() throws {
        let untagged = try Self.account(tags: nil)
        guard case .sweep(let note?) = AccountScope(notTags: [.init("env")]).decision(for: untagged) else {
            Issue.record("left out for tags nobody read")
            return
        }
        #expect(note.contains("tags"))
        let scope = AccountScope(organizationalUnits: ["Elsewhere"])
        guard case .sweep(let place?) = scope.decision(for: try Self.account(), isPlaceKnown: false) else {
            Issue.record("left out for a unit nobody read")
            return
        }
        #expect(place.contains("organizational unit"))
        #expect(AccountScope().decision(for: untagged) == .sweep(note: nil))
    }
}
