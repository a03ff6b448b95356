internal import ArgumentParser
internal import FoundationEssentials
internal import HoldfastAgent
internal import HoldfastConfiguration
internal import HoldfastEnforcement
internal import HoldfastModel
internal import HoldfastPlanning
internal import HoldfastReport

/// `holdfast apply`: performs a plan.
struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Make the changes of a saved plan, or of one made now.",
        discussion: """
            Each change's preconditions are read anew first. Only changes the policy enforces are made; the others are \
            shown. Applying the same plan again takes an interrupted run up where it ended.
            """)

    @OptionGroup var aws: AWSFlags

    @Argument(help: "The plan `holdfast plan --out` saved.")
    var plan: String?

    @Option(help: "The greatest age of a saved plan, in hours.")
    var maxPlanAge: Int = 24

    func run() async throws {
        try await ending {
            let options = try Surroundings.agentOptions(aws.given, noColor: aws.log.noColor)
            let policy = try Surroundings.policy(file: options.policyFile, noColor: aws.log.noColor)
            let composition = try Composition(options, policy: policy)
            let store = try composition.store(named: "agent")
            let stop = StopSignal()
            var isIncomplete = false
            let document: PlanDocument
            let discovery: Discovery
            if let plan {
                document = try Self.load(plan)
                discovery = try await composition.discover()
                try document.checkFreshness(
                    policyHash: policy.hash, now: composition.now(), maximumAge: .hours(maxPlanAge))
            } else {
                let pass = try await SweepPass(composition, progress: ProgressView(aws.progress)).gather()
                isIncomplete =
                    ExitDecision(plannedFrom: pass.reports, isListingWhole: pass.isListingWhole, 0).isIncomplete
                document = try PlanDocument(pass.outcome.plan)
                discovery = pass.discovery
            }
            let executor = composition.executor(discovery, journal: store, stop: stop)
            let outcomes = try await SignalWatch.run(stop: stop) {
                try await executor.apply(document.plan, planID: document.digest) { change, outcome in
                    StandardOutput.write(OutcomeText.line(change, outcome))
                }
            }
            StandardOutput.write(OutcomeText.summary(of: outcomes))
            var decision = ExitDecision(appliedWith: outcomes)
            decision.isIncomplete = isIncomplete
            return ExitStatus(decision)
        }
    }

    private static func load(_ path: String) throws -> PlanDocument {
        do {
            return try PlanDocument(json: Data(contentsOf: URL(filePath: path)))
        } catch let error as EnforcementError {
            throw error
        } catch {
            StandardError.writeLine("error: '\(path)' cannot be read: \(error)")
            throw ExitStatus.failure
        }
    }
}

/// What became of changes, for people.
enum OutcomeText {
    /// One line for one change.
    static func line(_ change: Change, _ outcome: ChangeOutcome) -> String {
        let (word, reason) = words(outcome.result)
        let tail = reason.isEmpty ? "" : ": \(reason)"
        return "\(word)  \(change.accountID)  \(change.region)  \(change.action.rawValue)  \(change.target)\(tail)\n"
    }

    /// How many ended how.
    static func summary(of outcomes: [ChangeOutcome]) -> String {
        let counts = Dictionary(grouping: outcomes) { words($0.result).0 }.mapValues(\.count)
        let text = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        return outcomes.isEmpty ? "No changes. The accounts are as the policy asks.\n" : "Changes: \(text).\n"
    }

    private static func words(_ result: ChangeOutcome.Result) -> (String, String) {
        switch result {
        case .applied: ("applied", "")
        case .observed: ("observed", "the policy only observes this action")
        case .stale(_, let found): ("stale", "found \(found)")
        case .skipped(let reason): ("skipped", reason)
        case .failed(let code, let message): ("failed", "\(code): \(message)")
        }
    }
}
