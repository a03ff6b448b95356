public import AWSCore
public import HoldfastModel
public import HoldfastPlanning
public import HoldfastStore
public import Logging

/// Gives a way to call AWS in one account and Region.
public typealias AccountCallers = @Sendable (AccountID, AWSRegion) async throws(AWSError) -> any AWSCaller

/// Performs a change plan, account by account and in its order, and nothing that does not stand in it.
///
/// Each change's preconditions are read anew just before it is made; one that no longer holds leaves the change undone.
/// Its calls go ahead of all reads of a sweep that wait for the same quota. The journal hears of every write before and after it, so that a run that ended half-way can be taken up again: what
/// was made is not made twice, and what was begun is repeated with the same idempotency token.
public struct PlanExecutor: Sendable {
    private let callers: AccountCallers
    private let journal: any StateStore
    private let stop: StopSignal
    private let now: @Sendable () -> Instant
    private let logger: Logger

    /// Makes an executor.
    ///
    /// - Parameters:
    ///   - callers: Gives the calls of the account and Region a change is for.
    ///   - journal: Hears of every write, and knows those of earlier runs of the same plan.
    ///   - stop: Ends the run after the change in hand once it is raised.
    ///   - now: The moment now.
    ///   - logger: Gets a notice before and after every write.
    public init(
        callers: @escaping AccountCallers, journal: any StateStore, stop: StopSignal = StopSignal(),
        now: @escaping @Sendable () -> Instant, logger: Logger
    ) {
        self.callers = callers
        self.journal = journal
        self.stop = stop
        self.now = now
        self.logger = logger
    }

    /// Performs the plan and tells what became of every change, in the plan's order.
    ///
    /// Costs a few reads a change for its preconditions and one write, two for an update that keeps what AWS holds.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - planID: The plan's digest, which names its run in the journal.
    ///   - report: Hears of every outcome as soon as it is known.
    /// - Throws: ``EnforcementError`` with code `journal` when the journal cannot be read; nothing was written then.
    public func apply(
        _ plan: ChangePlan, planID: String,
        report: @Sendable (Change, ChangeOutcome) async -> Void = { _, _ in }
    ) async throws -> [ChangeOutcome] {
        var run = ApplyRun(earlier: try await readJournal(planID))
        var outcomes: [ChangeOutcome] = []
        for change in plan.changes {
            var log = logger
            log[metadataKey: "plan.id"] = "\(planID)"
            log[metadataKey: "change.id"] = "\(change.id)"
            log[metadataKey: "account.id"] = "\(change.accountID)"
            log[metadataKey: "aws.region"] = "\(change.region)"
            let purpose = CallPurpose(priority: .enforcement, account: "\(change.accountID)")
            let result = await CallPurpose.$current.withValue(purpose) {
                await settle(change, planID: planID, run: &run, log: log)
            }
            let outcome = ChangeOutcome(changeID: change.id, result: result, finishedAt: now())
            run.settle(change, result)
            outcomes.append(outcome)
            await report(change, outcome)
        }
        return outcomes
    }

    private func readJournal(_ planID: String) async throws -> [JournalEntry] {
        do {
            return try await journal.journal(ofRun: planID)
        } catch {
            throw EnforcementError(code: .journal, message: "the journal cannot be read: \(error)")
        }
    }

    /// Decides on one change and makes it when everything says so.
    private func settle(
        _ change: Change, planID: String, run: inout ApplyRun, log: Logger
    ) async -> ChangeOutcome.Result {
        if let made = run.madeEarlier(change) { return made }
        guard change.isEnforced else { return .observed }
        if let reason = run.reasonToStop { return .skipped(because: reason) }
        if stop.isRaised || Task.isCancelled { return .skipped(because: "the run was asked to stop") }
        if let missing = run.missingDependency(of: change) { return .skipped(because: missing) }
        let caller: any AWSCaller
        do throws(AWSError) {
            caller = try await callers(change.accountID, change.region)
        } catch {
            return .failed(code: error.code, message: error.description)
        }
        let isResumed = run.begunEarlier(change)
        if let obstacle = await obstacle(to: change, caller: caller, isResumed: isResumed) { return obstacle }
        return await perform(change, planID: planID, caller: caller, run: &run, isResumed: isResumed, log: log)
    }

    /// The outcome of a change whose preconditions do not hold or cannot be read; nothing when they hold.
    private func obstacle(
        to change: Change, caller: any AWSCaller, isResumed: Bool
    ) async -> ChangeOutcome.Result? {
        for precondition in change.preconditions {
            do throws(AWSError) {
                let check = PreconditionCheck(caller: caller)
                guard case .differs(let found) = try await check.holds(precondition) else { continue }
                // What an interrupted run of ours may have made is no obstacle: the same token makes it once only.
                if isResumed, precondition.isAbsence { continue }
                return .stale(precondition, found: found)
            } catch {
                return .failed(code: error.code, message: error.description)
            }
        }
        return nil
    }

    private func perform(
        _ change: Change, planID: String, caller: any AWSCaller, run: inout ApplyRun, isResumed: Bool, log: Logger
    ) async -> ChangeOutcome.Result {
        do {
            try await journal.appendJournal(
                JournalEntry(runID: planID, recordedAt: now(), event: .intended(change)))
        } catch {
            log.error("journal write failed", metadata: ["error": "\(error)"])
            run.reasonToStop = "the journal could not be written"
            return .failed(code: "JournalWriteFailed", message: "nothing was written to AWS: \(error)")
        }
        log.notice("change begins", metadata: ["change.action": "\(change.action.rawValue)"])
        let call = ChangeCall(
            change: change, token: IdempotencyTokens.token(planID: planID, changeID: change.id), caller: caller,
            createdIDs: run.createdIDs, isResumed: isResumed)
        let made = await ChangeHandlers.perform(call)
        log.notice(
            "change ended", metadata: ["change.action": "\(change.action.rawValue)"].merging(made.facts) { $1 })
        do {
            let outcome = ChangeOutcome(changeID: change.id, result: made, finishedAt: now())
            try await journal.appendJournal(
                JournalEntry(runID: planID, recordedAt: now(), event: .ended(outcome)))
        } catch {
            // The write was made; the entry that says it began makes the next run find out.
            log.error("journal write failed", metadata: ["error": "\(error)"])
            run.reasonToStop = "the journal could not be written"
        }
        return made
    }
}

extension ChangeOutcome.Result {
    /// What a log line says of it.
    fileprivate var facts: Logger.Metadata {
        switch self {
        case .applied(let requestID, let createdID):
            ["result": "applied", "aws.request_id": "\(requestID ?? "")", "created.id": "\(createdID ?? "")"]
        case .failed(let code, let message): ["result": "failed", "code": "\(code)", "error": "\(message)"]
        case .stale: ["result": "stale"]
        case .observed: ["result": "observed"]
        case .skipped: ["result": "skipped"]
        }
    }
}

extension Precondition {
    /// Whether it asks that something is not there yet.
    var isAbsence: Bool {
        switch self {
        case .vaultAbsent, .planAbsent, .selectionAbsent: true
        case .vaultExists, .planVersion, .roleExists, .optIn, .resourceTag: false
        }
    }
}
