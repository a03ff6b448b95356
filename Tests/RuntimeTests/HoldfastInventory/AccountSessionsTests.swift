import AWSCore
import HoldfastHTTP
import HoldfastInventory
import HoldfastModel
import Logging
import Synchronization
import TestSupport
import Testing

/// How often roles are assumed, and in whose name.
@Suite("Account sessions")
struct AccountSessionsTests {
    /// An answer of `sts:AssumeRole` with a session of an hour.
    private static func session(from now: AWSTime) -> String {
        let end = Instant(millisecondsSinceEpoch: now.millisecondsSinceEpoch + 3_600_000)
        return """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>\
            <AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>\
            <SessionToken>token</SessionToken><Expiration>\(end)</Expiration></Credentials></AssumeRoleResult>\
            </AssumeRoleResponse>
            """
    }

    @Test("Whoever needs a session first or again, its role is assumed once, in the name of the account it is in")
    func purposes() async throws {
        let clock = VirtualTime()
        let assumed = Mutex<[String]>([])
        let sts = ScriptedTransport { _, request in
            let body = String(decoding: request.body, as: UTF8.self)
            let entered = body.firstRange(of: "iam%3A%3A").map { body[$0.upperBound...].prefix(12) } ?? "nothing"
            assumed.withLock { $0.append("\(entered) for \(CallPurpose.current.account ?? "nobody")") }
            return .answer(200, ["Content-Type": "text/xml"], Self.session(from: clock.now()))
        }
        let client = AWSClient(
            transport: TimedTransport(sts, clock: clock, latency: .seconds(1)),
            endpoints: EndpointResolver(environment: [:]), clock: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let accounts = try ["111122223333", "444455556666", "777788889999"].map {
            try #require(AccountID(rawValue: $0))
        }
        let sessions = AccountSessions(
            client: client,
            base: StaticCredentials(AWSCredentials(accessKeyID: "AKIA", secretAccessKey: "secret")), clock: clock,
            home: accounts[0], homeRegion: try #require(AWSRegion(rawValue: "us-east-1")),
            role: RoleAssumption(template: "HoldfastMember"))
        // A change in one account may need a session in another, and the sweep needs it at the same time.
        let purposes = [
            CallPurpose(priority: .enforcement, account: "444455556666"), CallPurpose(account: "777788889999"),
            CallPurpose(), CallPurpose(account: "111122223333"),
        ]
        for round in 0..<2 {
            let gaps = await clock.run {
                await withTaskGroup(of: ReadGap?.self) { group in
                    for (place, purpose) in purposes.enumerated() {
                        // Each purpose is first at one account.
                        for account in place.isMultiple(of: 2) ? accounts[1...] : accounts[1...].reversed()[...] {
                            group.addTask {
                                await CallPurpose.$current.withValue(purpose) { await sessions.enter(account) }
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
            }
            #expect(gaps.count == 8 && gaps.allSatisfy { $0 == nil }, "round \(round): \(gaps)")
            // Near the end of the sessions one caller renews, the others go on with what they have.
            try await clock.run { try await clock.sleep(for: .seconds(3_500)) }
        }
        let expected = ["444455556666 for 444455556666", "777788889999 for 777788889999"]
        #expect(assumed.withLock { $0.sorted() } == (expected + expected).sorted())
    }
}
