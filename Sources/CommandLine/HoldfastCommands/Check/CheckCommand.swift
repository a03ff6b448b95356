internal import ArgumentParser
internal import HoldfastConfiguration
internal import HoldfastPolicy
internal import HoldfastYAML

/// `holdfast check`: validates files.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Validate a file and tell every mistake in it.",
        subcommands: [CheckConfigCommand.self, CheckPolicyCommand.self])
}

/// `holdfast check config`.
struct CheckConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "config", abstract: "Validate a holdfast.yaml.")

    @Argument(help: "The file; --config.file and HOLDFAST_CONFIG_FILE without it.")
    var file: String?

    @OptionGroup var log: LogFlags

    @Flag(help: "Print every option with its value and where it was set, secrets hidden.")
    var effective = false

    func run() async throws {
        try await ending {
            var flags = log.given
            if let file { flags["config.file"] = [file] }
            let input = ConfigurationInput(flags: flags, environment: Surroundings.environment)
            let agent = Configuration.agent(input)
            let aggregator = Configuration.aggregator(input)
            // One file serves both; what is wrong in it is told once.
            var shown: Set<Diagnostic> = []
            let diagnostics = (agent.diagnostics + aggregator.diagnostics).filter { shown.insert($0).inserted }
            Surroundings.show(diagnostics, sources: agent.sources, noColor: log.noColor)
            guard agent.options != nil, aggregator.options != nil else { return .failure }
            if effective { StandardOutput.write(Self.table(agent.effective)) }
            StandardOutput.write("\(input.configurationFile ?? "The configuration") is valid.\n")
            return .success
        }
    }

    private static func table(_ options: [EffectiveOption]) -> String {
        options.map { option in
            let values = option.values.isEmpty ? "(unset)" : option.values.joined(separator: ",")
            let source = option.source.map { "  # \($0)" } ?? ""
            return "\(option.definition.path): \(values)\(source)\n"
        }.joined()
    }
}

/// `holdfast check policy`.
struct CheckPolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "policy", abstract: "Validate a policy.yaml.")

    @Argument(help: "The file; --policy.file without it.")
    var file: String?

    @Option(name: .customLong("policy.file"), help: "What must be protected: a policy.yaml.")
    var policyFile: String?

    @OptionGroup var log: LogFlags

    func run() async throws {
        try await ending {
            guard let path = file ?? policyFile else {
                StandardError.writeLine("error: name the policy file to check")
                return .usage
            }
            let loaded = try Surroundings.policy(file: path, noColor: log.noColor)
            let policy = loaded.policy
            StandardOutput.write(
                "\(path) is valid: \(policy.tiers.count) tiers, \(policy.assignments.count) assignments, "
                    + "\(policy.waivers.count) waivers, \(loaded.hash).\n")
            return .success
        }
    }
}
