public import HoldfastEvaluation

/// What one run says of a whole organization: the document `sweep -o json` prints.
public struct OrganizationReport: Hashable, Sendable, Codable {
    /// The version of this form.
    public let schemaVersion: Int
    /// The run.
    public let run: ReportRun
    /// Every account and Region once, sorted, with how much of it could be read.
    public let coverage: [CoverageEntry]
    /// What every control says, sorted by account, Region, control, resource and id.
    public let findings: [Finding]
    /// The counts.
    public let summary: OrganizationSummary
    /// API calls by service and operation.
    public let apiCalls: [String: [String: Int]]

    /// Joins an overview and the findings.
    public init(overview: OrganizationOverview, findings: [Finding]) {
        schemaVersion = AccountReport.currentSchemaVersion
        run = overview.run
        coverage = overview.coverage
        self.findings = findings
        summary = overview.summary
        apiCalls = overview.apiCalls
    }

    /// All but the findings.
    public var overview: OrganizationOverview {
        OrganizationOverview(run: run, coverage: coverage, summary: summary, apiCalls: apiCalls)
    }
}

/// An organization's report without its findings, whose number grows with the resources.
public struct OrganizationOverview: Hashable, Sendable, Codable {
    /// The run.
    public let run: ReportRun
    /// Every account and Region once, sorted.
    public let coverage: [CoverageEntry]
    /// The counts.
    public let summary: OrganizationSummary
    /// API calls by service and operation.
    public let apiCalls: [String: [String: Int]]

    /// Whether something that should have been read was not.
    public var isIncomplete: Bool { coverage.contains { $0.status.isIncomplete } }
}

/// The counts of an organization.
public struct OrganizationSummary: Hashable, Sendable, Codable {
    /// Findings by verdict; every verdict has its key.
    public let byVerdict: [String: Int]
    /// Findings that are `non_compliant`, by severity; every severity has its key.
    public let bySeverity: [String: Int]
    /// Findings by control and verdict.
    public let byControl: [String: [String: Int]]
    /// Findings by account and verdict; every account in scope has its key.
    public let byAccount: [String: [String: Int]]
    /// Accounts by the worst coverage of their Regions; `ok` stands for all of them complete.
    public let accounts: [String: Int]
    /// The share of accounts and Regions in scope that are complete, 0 to 1; 0 when none is in scope.
    public let coverageRatio: Double
    /// The resources that could be seen, by status.
    public let resources: ResourceCounts
    /// The same by account; every account in scope has its key.
    public let resourcesByAccount: [String: ResourceCounts]
    /// Pending changes by action.
    public let pendingChanges: [String: Int]
    /// The plans and selections that are there.
    public let managed: ManagedCounts
}
