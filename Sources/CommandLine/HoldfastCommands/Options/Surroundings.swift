internal import FoundationEssentials
internal import Glibc
internal import HoldfastConfiguration
internal import HoldfastCrypto
internal import HoldfastModel
internal import HoldfastPolicy
internal import HoldfastYAML
internal import Logging

/// What a verb finds around it: environment, options and policy, resolved once and told about when wrong.
enum Surroundings {
    /// The environment of the process.
    static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// The options of a verb that talks to AWS.
    ///
    /// - Parameter tell: Hears of mistakes.
    /// - Throws: ``ExitStatus`` 1 after every mistake was told.
    static func agentOptions(
        _ flags: [String: [String]], noColor: Bool, tell: (String) -> Void = StandardError.write
    ) throws -> AgentOptions {
        try options(Configuration.agent(ConfigurationInput(flags: flags, environment: environment)), noColor, tell)
    }

    /// The options of the aggregator.
    ///
    /// - Throws: ``ExitStatus`` 1 after every mistake was shown.
    static func aggregatorOptions(_ flags: [String: [String]], noColor: Bool) throws -> AggregatorOptions {
        try options(Configuration.aggregator(ConfigurationInput(flags: flags, environment: environment)), noColor)
    }

    private static func options<Options>(
        _ resolved: ResolvedConfiguration<Options>, _ noColor: Bool, _ tell: (String) -> Void = StandardError.write
    ) throws -> Options {
        show(resolved.diagnostics, sources: resolved.sources, noColor: noColor, tell: tell)
        guard let options = resolved.options else { throw ExitStatus.failure }
        return options
    }

    /// The policy of a file, or the built-in one, with the digest of its text.
    ///
    /// - Parameter tell: Hears of mistakes.
    /// - Throws: ``ExitStatus`` 1 after every mistake was told.
    static func policy(
        file: String?, noColor: Bool, tell: (String) -> Void = StandardError.write
    ) throws -> LoadedPolicy {
        guard let file else {
            return LoadedPolicy(
                policy: .builtIn, hash: hash(Array(BuiltInPolicy.text.utf8)), isBuiltIn: true)
        }
        let bytes: [UInt8]
        do {
            bytes = try ConfigurationInput.readFromDisk(file)
        } catch {
            tell("error: the policy file '\(file)' cannot be read: \(error)\n")
            throw ExitStatus.failure
        }
        let (policy, diagnostics) = PolicyParser.parse(bytes, file: file)
        show(diagnostics, sources: [file: bytes], noColor: noColor, tell: tell)
        guard let policy else { throw ExitStatus.failure }
        return LoadedPolicy(policy: policy, hash: hash(bytes), isBuiltIn: false)
    }

    /// Shows mistakes, all of them, on stderr unless said otherwise.
    static func show(
        _ diagnostics: [Diagnostic], sources: [String: [UInt8]], noColor: Bool,
        tell: (String) -> Void = StandardError.write
    ) {
        guard !diagnostics.isEmpty else { return }
        let renderer = DiagnosticRenderer(sources: sources, usesColor: usesColor(noColor, isStandardError: true))
        tell(renderer.render(diagnostics))
    }

    /// Whether colours are wanted, on a stream that is a terminal.
    static func usesColor(_ noColor: Bool, isStandardError: Bool) -> Bool {
        let isTerminal = isatty(isStandardError ? STDERR_FILENO : STDOUT_FILENO) == 1
        return isTerminal && !noColor && environment["NO_COLOR", default: ""].isEmpty
    }

    /// The columns of the terminal, 120 where there is none.
    static var terminalWidth: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 120 }
        return Int(size.ws_col)
    }

    /// A logger that writes to stderr.
    static func logger(_ options: HoldfastConfiguration.LogOptions, now: @escaping @Sendable () -> Instant) -> Logger {
        let format: StructuredLogHandler.Format = options.format == .json ? .json : .logfmt
        let level = Logger.Level(rawValue: options.level.rawValue) ?? .info
        return Logger(label: "holdfast") { label in
            StructuredLogHandler(label: label, format: format, level: level, now: now) {
                StandardError.writeLine($0)
            }
        }
    }

    private static func hash(_ bytes: [UInt8]) -> String { "sha256:" + SHA256Digest(of: bytes).hex }
}

/// A policy and where it comes from.
struct LoadedPolicy: Sendable {
    /// The policy.
    let policy: ProtectionPolicy
    /// `sha256:` and the digest of its text.
    let hash: String
    /// Whether it is the one that holds where nobody wrote one.
    let isBuiltIn: Bool
}
