import AWSCore
import HoldfastEnforcement
import HoldfastHTTP
import HoldfastModel
import HoldfastPlanning
import HoldfastStore
import Logging
import Synchronization
import TestSupport
import Testing

@Suite("Plan executor")
struct PlanExecutorTests {
    private static let moment = Instant(millisecondsSinceEpoch: 1_795_458_433_000)

    private static func change(
        _ id: String, _ payload: ChangePayload, _ preconditions: [Precondition] = [], dependsOn: [String] = [],
        isEnforced: Bool = true
    ) throws -> Change {
        Change(
            id: id, accountID: try #require(AccountID(rawValue: "111122223333")),
            region: try #require(AWSRegion(rawValue: "eu-central-1")), action: .createVault, target: id, before: nil,
            after: .object([:]), payload: payload, reasons: [], preconditions: preconditions, iamActions: [],
            dependsOn: dependsOn, isEnforced: isEnforced)
    }

    private static func plan(_ changes: [Change]) throws -> ChangePlan {
        ChangePlan(
            createdAt: moment, policyHash: "sha256:0",
            accounts: [
                AccountChangePlan(
                    accountID: try #require(AccountID(rawValue: "111122223333")), accountName: "shop",
                    changes: changes, refusals: [])
            ])
    }

    private static func executor(
        _ transport: ScriptedTransport, journal: any StateStore = InMemoryStore(), stop: StopSignal = StopSignal()
    ) -> PlanExecutor {
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let client = AWSClient(
            transport: transport, endpoints: EndpointResolver(environment: [:]), clock: ManualClock(),
            observer: CallTraceObserver(), logger: quiet)
        let credentials = StaticCredentials(AWSCredentials(accessKeyID: "AKIA", secretAccessKey: "secret"))
        return PlanExecutor(
            callers: { account, region throws(AWSError) in
                client.caller(account: account.rawValue, region: region.rawValue, credentials: credentials)
            }, journal: journal, stop: stop, now: { moment }, logger: quiet)
    }

    private static let vault = ChangePayload.createVault(name: "main", encryptionKeyARN: nil, tags: [:])
    private static let made = ScriptedTransport.Step.answer(
        200, ["x-amzn-RequestId": "r1"],
        #"{"BackupVaultArn":"arn:aws:backup:eu-central-1:111122223333:backup-vault:main"}"#)
    private static let noVaults = ScriptedTransport.Step.answer(200, [:], #"{"BackupVaultList":[]}"#)
    private static let oneVault = ScriptedTransport.Step.answer(
        200, [:], #"{"BackupVaultList":[{"BackupVaultName":"main"}]}"#)

    @Test("A change is made after its precondition was read anew, and the journal hears of it before and after")
    func applied() async throws {
        let transport = ScriptedTransport([Self.noVaults, Self.made])
        let journal = InMemoryStore()
        let change = try Self.change("a", Self.vault, [.vaultAbsent(name: "main")])
        let outcomes = try await Self.executor(transport, journal: journal).apply(
            try Self.plan([change]), planID: "sha256:plan")
        let arn = "arn:aws:backup:eu-central-1:111122223333:backup-vault:main"
        #expect(outcomes.map(\.result) == [.applied(requestID: "r1", createdID: arn)])
        #expect(transport.requests.map(\.method) == ["GET", "PUT"])
        let entries = try await journal.journal(ofRun: "sha256:plan")
        #expect(entries.map(\.event) == [.intended(change), .ended(try #require(outcomes.first))])
    }

    @Test("The calls of a change, its checks included, go ahead of all reads")
    func urgent() async throws {
        let purposes = Mutex<[CallPurpose]>([])
        let transport = ScriptedTransport { number, _ in
            purposes.withLock { $0.append(.current) }
            return number == 0 ? Self.noVaults : Self.made
        }
        let change = try Self.change("a", Self.vault, [.vaultAbsent(name: "main")])
        _ = try await Self.executor(transport).apply(try Self.plan([change]), planID: "p")
        let urgent = CallPurpose(priority: .enforcement, account: "111122223333")
        #expect(purposes.withLock { $0 } == [urgent, urgent])
        #expect(CallPurpose.current == CallPurpose(priority: .inventory))
    }

    @Test("A precondition that no longer holds leaves the change, and what depends on it, undone")
    func stale() async throws {
        let transport = ScriptedTransport([Self.oneVault])
        let precondition = Precondition.vaultAbsent(name: "main")
        let outcomes = try await Self.executor(transport).apply(
            try Self.plan([
                try Self.change("a", Self.vault, [precondition]), try Self.change("b", Self.vault, dependsOn: ["a"]),
            ]), planID: "p")
        #expect(outcomes.first?.result == .stale(precondition, found: "vault main exists"))
        guard case .skipped = outcomes.last?.result else {
            Issue.record("made although what it depends on was not")
            return
        }
        #expect(transport.requests.count == 1)
    }

    @Test("A precondition that cannot be read is a failure, not a pass")
    func unreadable() async throws {
        let transport = ScriptedTransport([.answer(200, [:], "{}")])
        let change = try Self.change("a", Self.vault, [.vaultAbsent(name: "main")])
        let outcomes = try await Self.executor(transport).apply(try Self.plan([change]), planID: "p")
        guard case .failed(let code, _) = outcomes.first?.result else {
            Issue.record("\(outcomes)")
            return
        }
        #expect(code == "MalformedAnswer")
        #expect(transport.requests.count == 1)
    }

    @Test("What the policy only observes is not made")
    func observed() async throws {
        let transport = ScriptedTransport([])
        let change = try Self.change("a", Self.vault, isEnforced: false)
        let outcomes = try await Self.executor(transport).apply(try Self.plan([change]), planID: "p")
        #expect(outcomes.map(\.result) == [.observed])
        #expect(transport.requests.isEmpty)
    }

    @Test("The same plan applied again makes nothing twice")
    func again() async throws {
        let transport = ScriptedTransport([Self.noVaults, Self.made])
        let journal = InMemoryStore()
        let plan = try Self.plan([try Self.change("a", Self.vault, [.vaultAbsent(name: "main")])])
        let first = try await Self.executor(transport, journal: journal).apply(plan, planID: "p")
        let second = try await Self.executor(transport, journal: journal).apply(plan, planID: "p")
        #expect(first.map(\.result) == second.map(\.result))
        #expect(transport.requests.count == 2)
    }

    @Test("A run that broke off after the write is taken up: its own vault is no obstacle")
    func resumed() async throws {
        let exists = ScriptedTransport.Step.answer(
            400, ["x-amzn-ErrorType": "AlreadyExistsException"], #"{"message":"exists"}"#)
        let transport = ScriptedTransport([Self.oneVault, exists])
        let journal = InMemoryStore()
        let change = try Self.change("a", Self.vault, [.vaultAbsent(name: "main")])
        try await journal.appendJournal(
            JournalEntry(runID: "p", recordedAt: Self.moment, event: .intended(change)))
        let outcomes = try await Self.executor(transport, journal: journal).apply(try Self.plan([change]), planID: "p")
        guard case .applied = outcomes.first?.result else {
            Issue.record("\(outcomes)")
            return
        }
    }

    @Test("A raised stop signal starts no further change")
    func stopped() async throws {
        let stop = StopSignal()
        let transport = ScriptedTransport([Self.made])
        let plan = try Self.plan([try Self.change("a", Self.vault), try Self.change("b", Self.vault)])
        let outcomes = try await Self.executor(transport, stop: stop).apply(plan, planID: "p") { _, _ in stop.raise() }
        guard case .applied = outcomes.first?.result, case .skipped = outcomes.last?.result else {
            Issue.record("\(outcomes)")
            return
        }
        #expect(transport.requests.count == 1)
    }

    @Test("An update sends back what policies do not speak of")
    func keepsForeignFields() async throws {
        let current = """
            {"BackupPlanId":"p1","VersionId":"v1","BackupPlan":{"BackupPlanName":"holdfast","Rules":[{"RuleName":"daily",\
            "TargetBackupVaultName":"main","IndexActions":[{"ResourceTypes":["EBS"]}]}]}}
            """
        let transport = ScriptedTransport([
            .answer(200, [:], current), .answer(200, [:], #"{"BackupPlanId":"p1","VersionId":"v2"}"#),
        ])
        let rule = BackupRule(
            name: "daily", targetVaultName: "main", lifecycle: Lifecycle(deleteAfter: CalendarDays(35)))
        let change = try Self.change(
            "a", .updatePlan(id: "p1", PlanSpecification(name: "holdfast", rules: [rule])))
        _ = try await Self.executor(transport).apply(try Self.plan([change]), planID: "p")
        let body = String(decoding: try #require(transport.requests.last).body, as: UTF8.self)
        #expect(body.contains(#""IndexActions":[{"ResourceTypes":["EBS"]}]"#), "\(body)")
        #expect(body.contains(#""DeleteAfterDays":35"#), "\(body)")
    }

    @Test("A selection that names nothing is never made")
    func emptySelection() async throws {
        let transport = ScriptedTransport([])
        let selection = BackupSelection(name: "all", roleARN: "arn:aws:iam::111122223333:role/Backup")
        let change = try Self.change("a", .createSelection(planName: "holdfast", planID: "p1", selection))
        let outcomes = try await Self.executor(transport).apply(try Self.plan([change]), planID: "p")
        guard case .failed("EmptySelection", _) = outcomes.first?.result else {
            Issue.record("\(outcomes)")
            return
        }
        #expect(transport.requests.isEmpty)
    }
}
