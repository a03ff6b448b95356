internal import ArgumentParser
internal import HoldfastAgent
internal import HoldfastConfiguration
internal import HoldfastEnforcement
internal import HoldfastEvaluation
internal import HoldfastInventory
internal import HoldfastModel
internal import HoldfastPolicy
internal import HoldfastReport

/// `holdfast why`: the evidence tree of one resource.
struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Explain the status of one resource, from AWS Config's flag to its newest backup.",
        discussion: """
            Only the account and Region of the ARN are read, with each call named. An ARN that names no account or no \
            Region, as a bucket's, is looked for in the caller's own account, or that of --account, and in the first \
            Region of --region.
            """)

    @Argument(help: "The ARN of the resource.")
    var arn: String

    @OptionGroup var aws: AWSFlags

    @Option(help: "The file to write the tree to instead of stdout.")
    var outputFile: String?

    @Option(help: "The least severity of findings that ends with status 3, or none.")
    var failOn: FailureThreshold = .high

    @Flag(help: "End with status 0 whatever was found or could not be read.")
    var exitZero = false

    func run() async throws {
        try await ending {
            guard let name = ResourceARN(rawValue: arn) else {
                StandardError.writeLine("error: '\(arn)' is no ARN: arn:partition:service:region:account:resource")
                return .usage
            }
            let options = try Surroundings.agentOptions(aws.given, noColor: aws.log.noColor)
            let policy = try Surroundings.policy(file: options.policyFile, noColor: aws.log.noColor)
            let composition = try Composition(options, policy: policy)
            let tree = try await SignalWatch.run(stop: StopSignal()) { try await explain(name, composition) }
            let style = TableStyle(
                width: Surroundings.terminalWidth,
                isColoured: Surroundings.usesColor(aws.log.noColor, isStandardError: false) && outputFile == nil)
            try OutputTarget(outputFile).write(Array(EvidenceText.text(of: tree, style: style).utf8))
            var decision = ExitDecision(explained: tree, failOn: failOn.severity)
            decision.ignoresOutcome = exitZero
            return ExitStatus(decision)
        }
    }

    /// Reads the account and Region of the ARN, and explains.
    ///
    /// - Throws: ``ExitStatus`` 1 when the account is none of those that can be looked at.
    private func explain(_ name: ResourceARN, _ composition: Composition) async throws -> EvidenceTree {
        let discovery = try await composition.discover()
        let wanted = AccountID(rawValue: name.accountCode) ?? aws.account.first.flatMap(AccountID.init(rawValue:))
        let id = wanted ?? discovery.identity.account
        guard let entry = discovery.listing.entries.first(where: { $0.account.id == id }) else {
            StandardError.writeLine(
                "error: account \(id) is not among the accounts that can be looked at; name a role with --assume-role.")
            throw ExitStatus.failure
        }
        guard let region = AWSRegion(rawValue: name.regionCode) ?? composition.regions.first else {
            StandardError.writeLine("error: the ARN names no Region; name one with --region.")
            throw ExitStatus.failure
        }
        let policy = composition.loaded.policy
        let visit = RegionVisit(policy: policy, sessions: discovery.sessions, now: composition.now)
        let snapshot = try await visit.snapshot(of: entry.account, in: region)
        return Explainer(policy: policy).explain(name, in: snapshot, now: composition.now())
    }
}
