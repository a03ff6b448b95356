public import HoldfastEvaluation
public import HoldfastModel
public import HoldfastPlanning

/// What a command's end depends on, and the exit status that follows; `contract.md` section 3 as a function.
public struct ExitDecision: Hashable, Sendable {
    /// Whether the tool, its configuration or its credentials failed.
    public var hasFailed = false
    /// Whether changes were not made that should have been.
    public var applyFailedPartly = false
    /// Whether something that should have been read was not.
    public var isIncomplete = false
    /// How many findings are `non_compliant`, by severity.
    public var nonCompliant: [Severity: Int] = [:]
    /// From which severity on findings count; nothing for never.
    public var failOn: Severity? = .high
    /// Whether there are changes and the caller asked to be told by the exit status.
    public var reportsChanges = false
    /// Whether the caller wants incomplete coverage, findings and changes not to show in the exit status.
    public var ignoresOutcome = false

    /// Begins with success.
    public init() {}

    /// Begins with what a sweep found, and whether the accounts of the organization are known to be all.
    public init(overview: OrganizationOverview, isListingWhole: Bool = true, failOn: Severity? = .high) {
        isIncomplete = overview.isIncomplete || !isListingWhole
        for severity in Severity.allCases {
            nonCompliant[severity] = overview.summary.bySeverity[severity.rawValue] ?? 0
        }
        self.failOn = failOn
    }

    /// Begins with what a plan was made from, and how many changes it has where the caller asked to be told.
    public init(plannedFrom reports: [AccountReport], isListingWhole: Bool, _ changes: Int) {
        isIncomplete = !isListingWhole || reports.contains { $0.coverage.status.isIncomplete }
        reportsChanges = changes > 0
    }

    /// Begins with what was explained of one resource; one that does not exist is the caller's mistake.
    public init(explained tree: EvidenceTree, failOn: Severity? = .high) {
        hasFailed = tree.answer == .notFound
        isIncomplete = tree.isIncomplete
        for finding in tree.findings where finding.verdict == .nonCompliant {
            nonCompliant[finding.severity, default: 0] += 1
        }
        self.failOn = failOn
    }

    /// Begins with what became of changes.
    public init(appliedWith outcomes: [ChangeOutcome]) {
        applyFailedPartly = outcomes.contains { !$0.result.isSettled }
    }

    /// The exit status: 1 before 5 before 4 before 3 before 2 before 0.
    public var code: Int32 {
        if hasFailed { return 1 }
        if applyFailedPartly { return 5 }
        if ignoresOutcome { return 0 }
        if isIncomplete { return 4 }
        if let failOn, nonCompliant.contains(where: { $0.key >= failOn && $0.value > 0 }) { return 3 }
        return reportsChanges ? 2 : 0
    }
}
