public import ArgumentParser
internal import HoldfastAgent
internal import HoldfastConfiguration
internal import HoldfastEnforcement
internal import HoldfastPlanning
public import HoldfastReport

/// `holdfast plan`: what would bring accounts to policy.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show the changes that would bring accounts to policy; nothing is changed.")

    @OptionGroup var aws: AWSFlags

    @Option(name: [.customShort("o"), .customLong("output-format")], help: "table, json or markdown.")
    var format: ChangePlanRenderer.Format = .table

    @Option(help: "The file to save the plan in, for `holdfast apply`.")
    var out: String?

    @Option(help: "The file to write to instead of stdout.")
    var outputFile: String?

    @Flag(name: .customLong("detailed-exitcode"), help: "End with status 2 when there are changes.")
    var detailedExitCode = false

    @Flag(help: "End with status 0 whatever could not be read.")
    var exitZero = false

    func run() async throws {
        try await ending {
            let options = try Surroundings.agentOptions(aws.given, noColor: aws.log.noColor)
            let policy = try Surroundings.policy(file: options.policyFile, noColor: aws.log.noColor)
            let composition = try Composition(options, policy: policy)
            let pass = try await SweepPass(composition, progress: ProgressView(aws.progress)).gather()
            let plan = pass.outcome.plan
            if let out { try OutputTarget(out).write([UInt8](try PlanDocument(plan).json())) }
            let style = TableStyle(
                width: Surroundings.terminalWidth,
                isColoured: Surroundings.usesColor(aws.log.noColor, isStandardError: false) && outputFile == nil)
            let bytes =
                format == .json
                ? [UInt8](try PlanDocument(plan).json()) : try ChangePlanRenderer.render(plan, as: format, style: style)
            try OutputTarget(outputFile).write(bytes)
            var decision = ExitDecision(
                plannedFrom: pass.reports, isListingWhole: pass.isListingWhole,
                detailedExitCode ? plan.changes.count : 0)
            decision.ignoresOutcome = exitZero
            return ExitStatus(decision)
        }
    }
}

extension ChangePlanRenderer.Format: ExpressibleByArgument {}
