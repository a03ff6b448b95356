internal import HoldfastPlanning
internal import HoldfastStore

/// What one run of a plan knows so far: pure bookkeeping for the executor.
struct ApplyRun: Sendable {
    /// Ids AWS gave to what was made, by change.
    private(set) var createdIDs: [String: String] = [:]
    /// Why no further change may be made, once there is a reason.
    var reasonToStop: String?
    private var made: [String: ChangeOutcome.Result] = [:]
    private var begun: Set<String> = []
    private var unmade: Set<String> = []

    /// Takes over what the journal says of earlier runs of the same plan.
    init(earlier: [JournalEntry]) {
        for entry in earlier {
            switch entry.event {
            case .intended(let change): begun.insert(change.id)
            case .ended(let outcome):
                // A failed write may have reached AWS all the same, so it still counts as begun.
                guard case .applied(_, let createdID) = outcome.result else { continue }
                made[outcome.changeID] = outcome.result
                createdIDs[outcome.changeID] = createdID
            }
        }
    }

    /// The outcome of a change an earlier run made.
    func madeEarlier(_ change: Change) -> ChangeOutcome.Result? { made[change.id] }

    /// Whether an earlier run began the change and never said that it was made.
    func begunEarlier(_ change: Change) -> Bool { begun.contains(change.id) && made[change.id] == nil }

    /// Why a change cannot be made yet: a change it depends on was not.
    func missingDependency(of change: Change) -> String? {
        change.dependsOn.first { unmade.contains($0) }.map { "change \($0), which it depends on, was not made" }
    }

    /// Takes note of an outcome.
    mutating func settle(_ change: Change, _ result: ChangeOutcome.Result) {
        guard case .applied(_, let createdID) = result else {
            unmade.insert(change.id)
            return
        }
        createdIDs[change.id] = createdID
    }
}
