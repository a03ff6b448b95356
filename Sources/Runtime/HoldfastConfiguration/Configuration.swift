internal import FoundationEssentials
public import HoldfastYAML

/// Why a file that configuration names could not be read.
public struct ConfigurationError: Error, Hashable, CustomStringConvertible {
    /// The kinds of reasons.
    public enum Code: Hashable, Sendable {
        /// There is no such file.
        case notFound
        /// It is there and cannot be read.
        case unreadable
    }

    /// The kind of reason.
    public let code: Code
    /// The reason in words.
    public let message: String

    /// The reason in words.
    public var description: String { message }
}

/// Everything a process is told about how to run: flags, environment and the configuration file.
public struct ConfigurationInput: Sendable {
    /// The values of flags, by their names without dashes; a flag that stands alone has `true`.
    public let flags: [String: [String]]
    /// The environment.
    public let environment: [String: String]
    /// Gives the bytes of a file.
    let readFile: @Sendable (String) throws -> [UInt8]

    /// Takes what the process was told; files are read from disk unless a reader is given.
    public init(
        flags: [String: [String]] = [:], environment: [String: String] = [:],
        readFile: @escaping @Sendable (String) throws -> [UInt8] = ConfigurationInput.readFromDisk
    ) {
        self.flags = flags
        self.environment = environment
        self.readFile = readFile
    }

    /// Reads a whole file from disk.
    ///
    /// - Throws: ``ConfigurationError`` with the reason.
    public static func readFromDisk(_ path: String) throws -> [UInt8] {
        var isDirectory = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw ConfigurationError(code: .notFound, message: "no such file")
        }
        guard !isDirectory else { throw ConfigurationError(code: .unreadable, message: "it is a directory") }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationError(code: .unreadable, message: "it may not be read")
        }
        return [UInt8](data)
    }

    /// The configuration file to read: `--config.file`, else `HOLDFAST_CONFIG_FILE`, else none.
    public var configurationFile: String? {
        flags["config.file"]?.last ?? environment["HOLDFAST_CONFIG_FILE"].flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// Options with all that was wrong on the way to them.
public struct ResolvedConfiguration<Options: Sendable>: Sendable {
    /// The options; nothing when a diagnostic is an error.
    public let options: Options?
    /// What is wrong or doubtful, that of flags and environment first, then in the order of the file.
    public let diagnostics: [Diagnostic]
    /// The bytes of the configuration file by its name, for ``DiagnosticRenderer``.
    public let sources: [String: [UInt8]]
    /// Each option's value and where it was said, secrets hidden, in the order of the reference.
    public let effective: [EffectiveOption]
}

/// One option as it holds.
public struct EffectiveOption: Hashable, Sendable {
    /// Which option.
    public let definition: OptionDefinition
    /// Its values, dots for a secret.
    public let values: [String]
    /// Where they were said; nothing when nobody said anything and there is no default.
    public let source: OptionSource?
}

/// Resolves options: flag before environment before file before default.
public enum Configuration {
    /// The options of the agent and of the verbs that talk to AWS.
    public static func agent(_ input: ConfigurationInput) -> ResolvedConfiguration<AgentOptions> {
        resolve(input, role: .agent) { $0.agentOptions(environment: input.environment) }
    }

    /// The options of the aggregator.
    public static func aggregator(_ input: ConfigurationInput) -> ResolvedConfiguration<AggregatorOptions> {
        resolve(input, role: .aggregator) { $0.aggregatorOptions(environment: input.environment) }
    }

    private static func resolve<Options: Sendable>(
        _ input: ConfigurationInput, role: OptionDefinition.Role, _ make: (inout OptionReader) -> Options?
    ) -> ResolvedConfiguration<Options> {
        let definitions = OptionDefinition.all(of: role)
        var diagnostics = unknownVariables(in: input.environment)
        var sources: [String: [UInt8]] = [:]
        var fileLayer = OptionLayer()
        if let name = input.configurationFile {
            do {
                let bytes = try input.readFile(name)
                sources[name] = bytes
                let file = read(bytes, name: name, input)
                diagnostics += file.reader.diagnostics
                fileLayer = file.layer
            } catch {
                diagnostics.append(unreadable(name, error))
            }
        }
        let layers = [
            .flags(input.flags, definitions), .environment(input.environment, definitions), fileLayer,
            OptionLayer.standards(definitions),
        ]
        var reader = OptionReader(layers: layers, options: definitions)
        let options = make(&reader)
        diagnostics = (diagnostics + reader.diagnostics).inFileOrder
        let effective = definitions.map { definition in
            let values = reader.values(definition.path)
            return EffectiveOption(
                definition: definition, values: values.map { definition.isSecret ? "••••" : $0.text },
                source: values.first?.source)
        }
        return ResolvedConfiguration(
            options: diagnostics.hasErrors ? nil : options, diagnostics: diagnostics, sources: sources,
            effective: effective)
    }

    private static func read(_ bytes: [UInt8], name: String, _ input: ConfigurationInput) -> ConfigurationFile {
        let interpolation = Interpolation(environment: input.environment) { path in
            try input.readFile(FilePathText.resolve(path, besides: name))
        }
        return ConfigurationFile(bytes, file: name, interpolation: interpolation)
    }

    private static func unreadable(_ name: String, _ error: any Error) -> Diagnostic {
        Diagnostic(
            code: "missing-file", message: "the configuration file '\(name)' cannot be read: \(error)",
            hint: "name it with --config.file, or leave the flag out to run without one")
    }

    /// A misspelt variable would be passed over in silence; one that is like nothing known is somebody else's.
    private static func unknownVariables(in environment: [String: String]) -> [Diagnostic] {
        let known = OptionDefinition.all.map(\.variable) + ["HOLDFAST_CONFIG_FILE", "HOLDFAST_CLOCK"]
        let unknown = environment.keys.filter { $0.hasPrefix("HOLDFAST_") && !known.contains($0) }.sorted()
        return unknown.compactMap { variable in
            Suggestion.hint(for: variable, among: known).map { hint in
                Diagnostic(
                    severity: .warning, code: "unknown-variable",
                    message: "the environment variable \(variable) is not known and has no effect", hint: hint)
            }
        }
    }
}
