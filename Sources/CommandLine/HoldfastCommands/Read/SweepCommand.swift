public import ArgumentParser
internal import HoldfastAgent
internal import HoldfastConfiguration
internal import HoldfastEnforcement
internal import HoldfastEvaluation
internal import HoldfastModel
public import HoldfastReport

/// `holdfast sweep`: reads, judges and prints.
struct SweepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep", abstract: "Judge every account and Region in scope; nothing is changed.",
        discussion: """
            Without a role to assume, only the caller's own account is looked at; without a policy file, the built-in \
            policy holds: daily backups, kept for 35 days.
            """)

    @OptionGroup var aws: AWSFlags

    @Option(name: [.customShort("o"), .customLong("output-format")], help: "table, json, ndjson, csv or markdown.")
    var format: ReportFormat = .table

    @Option(help: "The file to write the report to instead of stdout.")
    var outputFile: String?

    @Option(help: "The least severity of findings that ends with status 3, or none.")
    var failOn: FailureThreshold = .high

    @Flag(help: "End with status 0 whatever was found or could not be read.")
    var exitZero = false

    func run() async throws {
        try await ending {
            let options = try Surroundings.agentOptions(aws.given, noColor: aws.log.noColor)
            let policy = try Surroundings.policy(file: options.policyFile, noColor: aws.log.noColor)
            let composition = try Composition(options, policy: policy)
            let pass = try await SweepPass(composition, progress: ProgressView(aws.progress)).gather()
            let report = Consolidator.organizationReport(of: pass.reports, run: pass.outcome.run)
            let style = TableStyle(
                width: Surroundings.terminalWidth,
                isColoured: Surroundings.usesColor(aws.log.noColor, isStandardError: false) && outputFile == nil)
            try OutputTarget(outputFile).write(try ReportRenderer.render(report, as: format, style: style))
            return status(of: report, pass)
        }
    }

    private func status(of report: OrganizationReport, _ pass: SweepPass.Gathered) -> ExitStatus {
        var decision = ExitDecision(
            overview: report.overview, isListingWhole: pass.isListingWhole, failOn: failOn.severity)
        decision.ignoresOutcome = exitZero
        return ExitStatus(decision)
    }
}

extension ReportFormat: ExpressibleByArgument {}

/// From which severity on findings count against the run.
enum FailureThreshold: String, CaseIterable, Sendable, ExpressibleByArgument {
    case info, low, medium, high, critical, none

    /// The severity; nothing when findings never count.
    var severity: Severity? { Severity(rawValue: rawValue) }
}
