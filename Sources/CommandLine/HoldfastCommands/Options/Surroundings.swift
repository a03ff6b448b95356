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

    /// The options of a verb that talks to AWS; what is doubtful is shown.
    ///
    /// - Throws: ``SetupError`` with every mistake.
    static func agentOptions(_ flags: [String: [String]], noColor: Bool) throws -> AgentOptions {
        try options(Configuration.agent(ConfigurationInput(flags: flags, environment: environment)), noColor)
    }

    /// The options of the aggregator; what is doubtful is shown.
    ///
    /// - Throws: ``SetupError`` with every mistake.
    static func aggregatorOptions(_ flags: [String: [String]], noColor: Bool) throws -> AggregatorOptions {
        try options(Configuration.aggregator(ConfigurationInput(flags: flags, environment: environment)), noColor)
    }

    private static func options<Options>(
        _ resolved: ResolvedConfiguration<Options>, _ noColor: Bool
    ) throws -> Options {
        try accepted(resolved.options, resolved.diagnostics, sources: resolved.sources, noColor: noColor)
    }

    /// The policy of a file, or the built-in one, with the digest of its text; what is doubtful is shown.
    ///
    /// - Throws: ``SetupError`` with every mistake.
    static func policy(file: String?, noColor: Bool) throws -> LoadedPolicy {
        guard let file else {
            return LoadedPolicy(
                policy: .builtIn, hash: hash(Array(BuiltInPolicy.text.utf8)), isBuiltIn: true)
        }
        let bytes: [UInt8]
        do {
            bytes = try ConfigurationInput.readFromDisk(file)
        } catch {
            throw SetupError("the policy file '\(file)' cannot be read: \(error)")
        }
        let (policy, diagnostics) = PolicyParser.parse(bytes, file: file)
        let accepted = try accepted(policy, diagnostics, sources: [file: bytes], noColor: noColor)
        return LoadedPolicy(policy: accepted, hash: hash(bytes), isBuiltIn: false)
    }

    /// What was read, after its warnings were shown; its mistakes are thrown where there is none.
    private static func accepted<Value>(
        _ value: Value?, _ diagnostics: [Diagnostic], sources: [String: [UInt8]], noColor: Bool
    ) throws -> Value {
        guard let value else { throw SetupError(rendered: render(diagnostics, sources: sources, noColor: noColor)) }
        show(diagnostics, sources: sources, noColor: noColor)
        return value
    }

    /// Shows mistakes on stderr, all of them.
    static func show(_ diagnostics: [Diagnostic], sources: [String: [UInt8]], noColor: Bool) {
        guard !diagnostics.isEmpty else { return }
        StandardError.write(render(diagnostics, sources: sources, noColor: noColor))
    }

    private static func render(_ diagnostics: [Diagnostic], sources: [String: [UInt8]], noColor: Bool) -> String {
        DiagnosticRenderer(sources: sources, usesColor: usesColor(noColor, isStandardError: true)).render(diagnostics)
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
        let level = level(options)
        return Logger(label: "holdfast") { label in
            StructuredLogHandler(label: label, format: format, level: level, now: now) {
                StandardError.writeLine($0)
            }
        }
    }

    /// The least level that is logged.
    static func level(_ options: HoldfastConfiguration.LogOptions) -> Logger.Level {
        Logger.Level(rawValue: options.level.rawValue) ?? .info
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
