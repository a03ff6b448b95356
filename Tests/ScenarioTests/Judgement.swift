import HoldfastAgent
import HoldfastEvaluation
import HoldfastInventory
import HoldfastModel
import HoldfastPlanning
import HoldfastReport

/// What a pass says of an organization, for comparing two of one world.
struct Judgement {
    /// The findings that need nobody's attention.
    let green: Set<String>
    /// The resources said to be protected.
    let protected: Set<String>
    /// The exit status `holdfast sweep` would end with.
    let exitCode: Int32
    /// The exit status `holdfast plan --detailed-exitcode` would end with.
    let planExitCode: Int32
    /// The APIs of every gap, those of the organization's listing too.
    let gaps: Set<String>
    /// Every account and Region reported on.
    let keys: Set<ReportKey>
    /// Every finding's verdict.
    let verdicts: [String: Verdict]
    /// The changes that would be made.
    let changes: Set<String>

    init(_ pass: Scenario.Pass) {
        let findings = pass.reports.flatMap(\.findings)
        verdicts = Dictionary(findings.map { ($0.id, $0.verdict) }) { first, _ in first }
        green = Set(findings.filter { [.compliant, .notApplicable, .waived].contains($0.verdict) }.map(\.id))
        protected = Set(pass.reports.flatMap(\.resources).filter { $0.status == .protected }.map(\.arn.rawValue))
        let report = Consolidator.organizationReport(of: pass.reports)
        exitCode = ExitDecision(overview: report.overview, isListingWhole: pass.isListingWhole).code
        changes = Set(pass.outcome.plan.changes.map(\.id))
        planExitCode = ExitDecision(plannedFrom: pass.reports, isListingWhole: pass.isListingWhole, changes.count).code
        gaps = Set(pass.reports.flatMap(\.coverage.gaps).map(\.api)).union(pass.listing.gaps.map(\.api))
        keys = Set(pass.reports.map(\.key))
    }
}

extension Scenario.Pass {
    /// What is managed, by account and Region.
    var managed: [ReportKey: ManagedCounts] {
        Dictionary(reports.map { ($0.key, $0.managed) }) { first, _ in first }
    }
}
