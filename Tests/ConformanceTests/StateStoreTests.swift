import Foundation
import HoldfastEvaluation
import HoldfastModel
import HoldfastPlanning
import HoldfastReport
import HoldfastStore
import HoldfastStoreSQLite
import TestSupport
import Testing

/// The stores every test of the contract runs on.
enum StoreKind: String, CaseIterable, Sendable {
    case memory, sqlite

    func make() throws -> any StateStore {
        switch self {
        case .memory: InMemoryStore()
        case .sqlite: try SQLiteStore(path: StoreKind.file())
        }
    }

    static func file() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("holdfast-\(UUID().uuidString).sqlite").path
    }
}

@Suite("Every store keeps the contract")
struct StateStoreTests {
    @Test("The same account, Region and run again changes nothing", arguments: StoreKind.allCases)
    func samePutTwice(kind: StoreKind) async throws {
        let store = try kind.make()
        let report = ReportFixtures.report(account: 1, seed: 2, status: .complete)
        #expect(try await store.putReport(report, sequence: 1, receivedAt: ReportFixtures.start) == .stored)
        let other = ReportFixtures.report(account: 1, seed: 3, status: .partial)
        let later = ReportFixtures.start.advanced(by: .hours(1))
        #expect(try await store.putReport(other, sequence: 2, receivedAt: later) == .unchanged)
        let stored = try #require(try await store.report(for: report.key))
        #expect(stored.report == report && stored.receivedAt == ReportFixtures.start && stored.sequence == 1)
        #expect(try await store.runs(limit: 9).map(\.reports) == [1])
    }

    @Test("An older report is refused, a newer one takes its place", arguments: StoreKind.allCases)
    func order(kind: StoreKind) async throws {
        let store = try kind.make()
        let runs = ["a", "b", "c"].enumerated().map { ReportFixtures.run($1, minutes: $0 * 10) }
        let reports = runs.map { ReportFixtures.report(account: 1, run: $0, seed: 4, status: .complete) }
        _ = try await store.putReport(reports[1], sequence: 5, receivedAt: ReportFixtures.start)
        let error = await #expect(throws: StoreError.self) {
            try await store.putReport(reports[0], sequence: 9, receivedAt: ReportFixtures.start)
        }
        #expect(error?.code == .conflict)
        #expect(try await store.report(for: reports[1].key)?.report == reports[1])
        #expect(try await store.putReport(reports[2], sequence: 1, receivedAt: ReportFixtures.start) == .stored)
        #expect(try await store.report(for: reports[1].key)?.report == reports[2])
        #expect(try await store.runs(limit: 9).map(\.id) == ["c", "b"])
        #expect(try await store.runs(limit: 1).map(\.id) == ["c"])
    }

    @Test("The last success stays when later sweeps are incomplete", arguments: StoreKind.allCases)
    func lastSuccess(kind: StoreKind) async throws {
        let store = try kind.make()
        let good = ReportFixtures.report(account: 1, run: ReportFixtures.run("a"), status: .complete)
        let bad = ReportFixtures.report(account: 1, run: ReportFixtures.run("b", minutes: 9), status: .denied)
        _ = try await store.putReport(
            bad.with(run: ReportFixtures.run("0", minutes: -9)), sequence: 0, receivedAt: ReportFixtures.start)
        #expect(try await store.report(for: good.key)?.lastSuccessAt == nil)
        _ = try await store.putReport(good, sequence: 1, receivedAt: ReportFixtures.start)
        _ = try await store.putReport(bad, sequence: 2, receivedAt: ReportFixtures.start)
        let stored = try #require(try await store.report(for: good.key))
        #expect(stored.lastSuccessAt == good.run.finishedAt && stored.report.coverage.status == .denied)
    }

    @Test(
        "A suspended account's report replaces those by Region, and the other way round", arguments: StoreKind.allCases)
    func wholeAccountReplacesRegions(kind: StoreKind) async throws {
        let store = try kind.make()
        for region in ["eu-central-1", "us-east-1"] {
            _ = try await store.putReport(
                ReportFixtures.report(account: 1, region: region, seed: 8, status: .complete), sequence: 1,
                receivedAt: ReportFixtures.start)
        }
        _ = try await store.putReport(
            ReportFixtures.report(account: 2, status: .complete), sequence: 1, receivedAt: ReportFixtures.start)
        let account = Account(id: ReportFixtures.account(1), name: "gone", state: .suspended)
        let old = AccountReport(notSwept: account, isExcluded: false, run: ReportFixtures.run("z", minutes: -60))
        await #expect(throws: StoreError.self) {
            try await store.putReport(old, sequence: 9, receivedAt: ReportFixtures.start)
        }
        let whole = AccountReport(notSwept: account, isExcluded: false, run: ReportFixtures.run("b", minutes: 5))
        #expect(try await store.putReport(whole, sequence: 2, receivedAt: ReportFixtures.start) == .stored)
        #expect(
            try await store.reportKeys() == [
                ReportKey(accountID: ReportFixtures.account(1), region: nil),
                ReportKey(accountID: ReportFixtures.account(2), region: ReportFixtures.region("eu-central-1")),
            ])
        let left = try await store.findings(matching: FindingQuery(accountID: ReportFixtures.account(1), limit: 5))
        #expect(left.total == 0)
        let back = ReportFixtures.report(
            account: 1, run: ReportFixtures.run("c", minutes: 9), seed: 8, status: .complete)
        _ = try await store.putReport(back, sequence: 3, receivedAt: ReportFixtures.start)
        #expect(try await store.reportKeys().map(\.region?.rawValue) == ["eu-central-1", "eu-central-1"])
    }

    @Test("Pages of findings join to all that match, in order, each once", arguments: StoreKind.allCases)
    func paging(kind: StoreKind) async throws {
        let store = try kind.make()
        var all: [Finding] = []
        for number in 1...6 {
            let report = ReportFixtures.report(account: number, seed: 12, status: .complete)
            all += report.findings
            _ = try await store.putReport(report, sequence: 1, receivedAt: ReportFixtures.start)
        }
        all.sort { FindingPosition($0, reportRegion: $0.region) < FindingPosition($1, reportRegion: $1.region) }
        #expect(all.count > 20)
        let account = ReportFixtures.account(2)
        let queries: [FindingQuery] = [
            FindingQuery(limit: 7), FindingQuery(accountID: account, limit: 3),
            FindingQuery(controlID: "HF-COV-02", verdict: .unknown, limit: 2),
            FindingQuery(region: ReportFixtures.region("us-east-1"), limit: 2),
            FindingQuery(severity: .critical, limit: 1),
        ]
        for query in queries {
            let expected = all.filter { query.matches($0, reportRegion: $0.region) }
            var found: [Finding] = []
            var question = query
            repeat {
                let page = try await store.findings(matching: question)
                #expect(page.total == expected.count)
                #expect(page.findings.count <= query.limit)
                found += page.findings
                question.after = page.next
            } while question.after != nil
            #expect(found == expected)
        }
    }

    @Test("A finding on an account as a whole stands on its page once for each Region", arguments: StoreKind.allCases)
    func accountFindings(kind: StoreKind) async throws {
        let store = try kind.make()
        let finding = ReportFixtures.finding("HF-ORG-05", region: nil, resource: "account")
        for region in ["eu-central-1", "us-east-1", "us-west-2"] {
            let report = ReportFixtures.report(account: 1, region: region, status: .complete)
            let whole = AccountReport(
                run: report.run, account: report.account, region: report.region, coverage: report.coverage,
                findings: [finding])
            _ = try await store.putReport(whole, sequence: 1, receivedAt: ReportFixtures.start)
        }
        var question = FindingQuery(limit: 1)
        var found: [Finding] = []
        repeat {
            let page = try await store.findings(matching: question)
            #expect(page.total == 3)
            found += page.findings
            question.after = page.next
        } while question.after != nil && found.count < 9
        #expect(found == [finding, finding, finding])
        let region = ReportFixtures.region("us-east-1")
        #expect(try await store.findings(matching: FindingQuery(region: region, limit: 9)).findings == [finding])
    }

    @Test("The journal keeps its order and knows which changes have no end", arguments: StoreKind.allCases)
    func journal(kind: StoreKind) async throws {
        let store = try kind.make()
        let changes = try ["c1", "c2", "c3"].map(Self.change)
        func entry(_ run: String, _ event: JournalEntry.Event) -> JournalEntry {
            JournalEntry(runID: run, recordedAt: ReportFixtures.start, event: event)
        }
        let ended = ChangeOutcome(
            changeID: "c1", result: .applied(requestID: "r", createdID: nil), finishedAt: ReportFixtures.start)
        let entries = [
            entry("r1", .intended(changes[0])), entry("r1", .intended(changes[1])), entry("r2", .intended(changes[0])),
            entry("r1", .ended(ended)), entry("r2", .intended(changes[2])),
        ]
        for entry in entries { try await store.appendJournal(entry) }
        #expect(try await store.journal(ofRun: "r1") == [entries[0], entries[1], entries[3]])
        #expect(try await store.journal(ofRun: "none") == [])
        #expect(try await store.pendingJournalEntries() == [entries[1], entries[2], entries[4]])
    }

    @Test("Many tasks at once leave the newest report of each account", arguments: StoreKind.allCases)
    func concurrency(kind: StoreKind) async throws {
        let store = try kind.make()
        await withTaskGroup(of: Void.self) { group in
            for number in 1...5 {
                for minute in 0..<8 {
                    group.addTask {
                        let run = ReportFixtures.run("run-\(minute)", minutes: minute)
                        let report = ReportFixtures.report(account: number, run: run, seed: 3, status: .complete)
                        _ = try? await store.putReport(report, sequence: Int64(minute), receivedAt: run.finishedAt)
                    }
                }
            }
        }
        for key in try await store.reportKeys() {
            #expect(try await store.report(for: key)?.report.run.id == "run-7")
        }
        #expect(try await store.reportKeys().count == 5)
    }

    @Test("A store on disk opened again holds the same")
    func restart() async throws {
        let file = StoreKind.file()
        let report = ReportFixtures.report(account: 1, seed: 2, status: .complete)
        let change = JournalEntry(
            runID: "r", recordedAt: ReportFixtures.start, event: .intended(try Self.change("c1")))
        do {
            let store = try SQLiteStore(path: file)
            _ = try await store.putReport(report, sequence: 4, receivedAt: ReportFixtures.start)
            try await store.appendJournal(change)
        }
        let store = try SQLiteStore(path: file)
        #expect(try await store.report(for: report.key)?.report == report)
        #expect(try await store.findings(matching: FindingQuery(limit: 999)).findings.count == report.findings.count)
        #expect(try await store.pendingJournalEntries() == [change])
        #expect(try await store.putReport(report, sequence: 4, receivedAt: ReportFixtures.start) == .unchanged)
    }

    @Test("A file that is no store is refused")
    func noStore() throws {
        let file = StoreKind.file()
        try Data("this is no database, and long enough to be taken for its first page".utf8).write(
            to: URL(fileURLWithPath: file))
        let error = #expect(throws: StoreError.self) { try SQLiteStore(path: file) }
        #expect(error?.code == .unavailable && error?.message.contains(file) == true)
        #expect(throws: StoreError.self) { try SQLiteStore(path: "/nowhere/at/all.sqlite") }
    }

    private static func change(_ id: String) throws -> Change {
        let arn = try #require(ResourceARN(rawValue: "arn:aws:backup:eu-central-1:000000000001:backup-vault:main"))
        return Change(
            id: id, accountID: ReportFixtures.account(1), region: ReportFixtures.region("eu-central-1"),
            action: .tagVault, target: "main", before: nil, after: .object(["a": .string("b")]),
            payload: .tagVault(arn: arn, tags: ["a": "b"]), reasons: ["f"],
            preconditions: [.vaultExists(name: "main")], iamActions: ["backup:TagResource"], isEnforced: true)
    }
}

extension AccountReport {
    /// The same report of another run.
    func with(run: ReportRun) -> AccountReport {
        AccountReport(
            run: run, account: account, region: region, coverage: coverage, policy: policy, findings: findings,
            resources: resources, recoveryPoints: recoveryPoints, vaults: vaults, pendingChanges: pendingChanges,
            managed: managed, apiCalls: apiCalls)
    }
}
