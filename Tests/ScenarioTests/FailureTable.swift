import AWSSimulator
import HoldfastAgent
import HoldfastEvaluation
import HoldfastModel
import HoldfastReport
import Testing

/// One row of the failure table: a call of the agent and the way it goes wrong.
struct FailureCase: Sendable, CustomTestStringConvertible {
    /// The operation's service by signing name.
    let service: String
    /// The operation.
    let operation: String
    /// The way it goes wrong.
    let kind: FaultKind
    /// Whether only the pages after the first go wrong.
    var isLaterPage = false

    var testDescription: String { "\(kind.rawValue) of \(service):\(operation)\(isLaterPage ? ", second page" : "")" }

    /// The rules that make it so.
    ///
    /// For a second page, the first is told to promise one.
    var script: FaultScript {
        var rule = FaultRule(kind: kind)
        rule.services = [service]
        rule.operations = [operation]
        rule.delay = .seconds(60)
        guard isLaterPage else { return FaultScript(rules: [rule]) }
        var promise = rule
        promise.kind = .endlessPages
        promise.page = .first
        rule.page = .next
        return FaultScript(rules: [promise, rule])
    }

    /// Whether other calls bring what this one cannot, so that nothing is missing when it goes wrong.
    ///
    /// Without AWS Config the services' own lists are read, and without the tagging API each resource's tags.
    var hasSubstitute: Bool { ["SelectResourceConfig", "GetResources"].contains(operation) }

    /// The calls a sweep makes of every account it enters.
    private static let reads = [
        ("backup", "ListBackupVaults"), ("backup", "ListBackupPlans"), ("backup", "ListBackupSelections"),
        ("backup", "ListRecoveryPointsByBackupVault"), ("tagging", "GetResources"), ("config", "SelectResourceConfig"),
        ("ec2", "DescribeVolumes"), ("sts", "AssumeRole"),
    ]

    /// Every way × every such call, and every way × the second page of the recovery points.
    static let sweeps: [FailureCase] =
        reads.flatMap { service, operation in
            FaultKind.allCases.filter { $0 != .endlessPages || service != "sts" }.map {
                FailureCase(service: service, operation: operation, kind: $0)
            }
        }
        + FaultKind.allCases.filter { $0 != .endlessPages }.map {
            FailureCase(
                service: "backup", operation: "ListRecoveryPointsByBackupVault", kind: $0, isLaterPage: true)
        }

    /// Every way × calls that change something.
    static let writes: [FailureCase] = FaultKind.allCases.filter { $0 != .endlessPages && $0 != .latency }
        .flatMap { kind in
            [("backup", "CreateBackupVault"), ("backup", "CreateBackupPlan"), ("tagging", "TagResources")].map {
                FailureCase(service: $0, operation: $1, kind: kind)
            }
        }
}

/// What a pass says of an organization, for comparing two of one world.
struct Judgement {
    /// The findings that need nobody's attention.
    let green: Set<String>
    /// The resources said to be protected.
    let protected: Set<String>
    /// The exit status a command would end with.
    let exitCode: Int32
    /// The APIs of every gap.
    let gaps: Set<String>
    /// Every account and Region reported on.
    let keys: Set<ReportKey>
    /// Every finding's verdict.
    let verdicts: [String: Verdict]

    init(_ pass: Scenario.Pass) {
        let findings = pass.reports.flatMap(\.findings)
        verdicts = Dictionary(findings.map { ($0.id, $0.verdict) }) { first, _ in first }
        green = Set(findings.filter { [.compliant, .notApplicable, .waived].contains($0.verdict) }.map(\.id))
        protected = Set(pass.reports.flatMap(\.resources).filter { $0.status == .protected }.map(\.arn.rawValue))
        let report = Consolidator.organizationReport(of: pass.reports)
        exitCode = ExitDecision(overview: report.overview).code
        gaps = Set(pass.reports.flatMap(\.coverage.gaps).map(\.api))
        keys = Set(pass.reports.map(\.key))
    }
}
