import AWSCore
import HoldfastHTTP
import HoldfastInventory
import HoldfastModel
import Logging
import TestSupport
import Testing

/// What is known of the accounts where the organization cannot be read.
@Suite("Account directory")
struct AccountDirectoryTests {
    private typealias Answer = (status: Int, body: String)

    /// Lists the accounts of an organization whose operations answer so; the others have one root and nothing in it.
    private static func listing(_ answers: [String: (status: Int, body: String)]) async throws -> AccountListing {
        let empty: [String: Answer] = [
            "ListRoots": (
                200, #"{"Roots":[{"Id":"r-ab12","Arn":"arn:aws:organizations::999988887777:root/o-a/r-ab12"}]}"#
            ),
            "ListAccountsForParent": (200, #"{"Accounts":[]}"#),
            "ListOrganizationalUnitsForParent": (200, #"{"OrganizationalUnits":[]}"#),
            "ListAccounts": (200, #"{"Accounts":[{"Id":"111122223333","State":"ACTIVE"}]}"#),
        ]
        let transport = ScriptedTransport { _, request in
            let name = request.headers["X-Amz-Target"]?.split(separator: ".").last.map(String.init) ?? ""
            let answer = answers[name] ?? empty[name] ?? (404, "")
            return .answer(answer.status, [:], answer.body)
        }
        let client = AWSClient(
            transport: transport, endpoints: EndpointResolver(environment: [:]), clock: ManualClock(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let credentials = StaticCredentials(AWSCredentials(accessKeyID: "AKIA", secretAccessKey: "secret"))
        let directory = AccountDirectory(
            caller: client.caller(account: nil, region: "us-east-1", credentials: credentials), scope: AccountScope(),
            now: { Instant(millisecondsSinceEpoch: 0) })
        let account = try #require(AccountID(rawValue: "111122223333"))
        return await directory.listing(
            for: CallerIdentity(account: account, arn: "arn:aws:iam::111122223333:role/Holdfast"))
    }

    @Test("An account that is in no organization is all there is")
    func alone() async throws {
        let listing = try await Self.listing([
            "ListRoots": (400, #"{"__type":"AWSOrganizationsNotInUseException","Message":"none"}"#)
        ])
        #expect(listing.isWhole && !listing.isOrganization)
        #expect(listing.swept.map(\.id.rawValue) == ["111122223333"])
    }

    @Test(
        "An organization that cannot be read is a gap, never an organization of one account",
        arguments: [
            (400, #"{"__type":"AccessDeniedException","Message":"no"}"#),
            (500, #"{"__type":"ServiceException","Message":"later"}"#),
            (400, #"{"__type":"TooManyRequestsException","Message":"slower"}"#),
            (200, "{}"), (200, #"{"Roots":[]}"#), (200, "<html>"),
        ])
    func unreadable(status: Int, body: String) async throws {
        let listing = try await Self.listing(["ListRoots": (status, body)])
        #expect(!listing.isWhole)
        #expect(listing.gaps.map(\.api) == ["organizations:ListRoots"])
        #expect(listing.swept.map(\.id.rawValue) == ["111122223333"], "what can be looked at still is")
        #expect(listing.notices.count == 1)
    }

    @Test("Where one of tree and list is whole no account is missing; where neither is, that is a gap")
    func halves() async throws {
        let denied: Answer = (400, #"{"__type":"AccessDeniedException","Message":"no"}"#)
        #expect(try await Self.listing([:]).isWhole)
        #expect(try await Self.listing(["ListAccounts": denied]).isWhole)
        #expect(try await Self.listing(["ListAccountsForParent": denied]).isWhole)
        let neither = try await Self.listing(["ListAccounts": denied, "ListAccountsForParent": denied])
        #expect(!neither.isWhole)
        #expect(
            Set(neither.gaps.map(\.api)) == ["organizations:ListAccounts", "organizations:ListAccountsForParent"])
    }
}
