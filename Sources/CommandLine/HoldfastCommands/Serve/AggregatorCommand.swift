internal import ArgumentParser
internal import FoundationEssentials
internal import HoldfastAggregator
internal import HoldfastConfiguration
internal import HoldfastExporter
internal import HoldfastModel
internal import HoldfastWeb
internal import Logging

/// `holdfast aggregator`: the central service.
struct AggregatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aggregator", abstract: "Gather the reports of agents and show the organization.")

    @OptionGroup var log: LogFlags
    @OptionGroup var web: WebFlags

    @Option(name: .customLong("token-file"), help: "The file with the token agents must show.")
    var tokenFile: String?

    func run() async throws {
        try await ending {
            var flags = log.given.merging(web.given) { $1 }
            if let tokenFile { flags["token-file"] = [tokenFile] }
            ServerRun.outliveHangups()
            let setup = try AggregatorSetup(flags: flags, noColor: log.noColor)
            let options = setup.options
            let now: @Sendable () -> Instant = { Instant(secondsSinceEpoch: Date().timeIntervalSince1970) }
            let logger = Surroundings.logger(options.log, now: now)
            let configuration = ReloadableConfiguration(setup, loadedAt: now()) { [flags] running in
                try AggregatorSetup.reload(flags: flags, running: running)
            }
            let reload: @Sendable () -> ReloadOutcome = {
                let outcome = configuration.reload(at: now())
                ServerRun.log(outcome, facts: [:], logger: logger)
                return outcome
            }
            let store = try Composition.store(named: "aggregator", in: options.stateDirectory)
            let settings = AggregatorSettings(
                listen: try ServedAddress.only(options.web), token: { configuration.current.token },
                maximumRequests: options.web.maximumRequests, telemetryPath: options.web.telemetryPath,
                build: BuildInfo(version: HoldfastVersion.current, revision: "unknown"))
            let aggregator = Aggregator(
                settings: settings, store: store, configuration: configuration.status,
                reload: ReloadEndpoint(isEnabled: options.web.enablesLifecycle, reload: reload), now: now,
                logger: logger
            ) { bound in
                logger.notice("listening", metadata: ["address": "\(bound)"])
            }
            return try await ServerRun.run([aggregator], logger: logger, reload: reload)
        }
    }
}

/// What the aggregator works with from one load of its configuration to the next.
struct AggregatorSetup: Sendable {
    /// How it runs.
    let options: AggregatorOptions
    /// The token agents must show; nothing where none is asked for.
    let token: String?

    /// Loads what the flags, the environment and the files they name say.
    ///
    /// - Throws: ``SetupError`` with everything that is wrong.
    init(flags: [String: [String]], noColor: Bool) throws {
        let options = try Surroundings.aggregatorOptions(flags, noColor: noColor)
        _ = try ServedAddress.only(options.web)
        self.init(options: options, token: try TokenFile.required(options.tokenFile))
    }

    /// Loads the same anew for an aggregator that runs with `running`.
    ///
    /// - Throws: ``SetupError`` with everything that is wrong.
    static func reload(
        flags: [String: [String]], running: AggregatorSetup
    ) throws -> ReloadableConfiguration<AggregatorSetup>.Loaded {
        let asked = try AggregatorSetup(flags: flags, noColor: true)
        let taken = asked.options.takenOver(by: running.options)
        return ReloadableConfiguration.Loaded(
            AggregatorSetup(options: taken.options, token: asked.token), kept: taken.kept)
    }

    private init(options: AggregatorOptions, token: String?) {
        self.options = options
        self.token = token
    }
}

/// The address a server listens on.
enum ServedAddress {
    /// The only address of the options.
    ///
    /// - Throws: ``SetupError`` where there are several, or a web-config file, which this version does not serve.
    static func only(_ web: WebOptions) throws -> HoldfastWeb.ListenAddress {
        if let file = web.configFile {
            throw SetupError("--web.config.file '\(file)': this version serves plain HTTP only")
        }
        guard web.listenAddresses.count == 1, let address = web.listenAddresses.first else {
            throw SetupError("this version listens on one address")
        }
        return HoldfastWeb.ListenAddress(host: address.host.isEmpty ? "0.0.0.0" : address.host, port: address.port)
    }
}

/// A secret kept in a file of its own.
enum TokenFile {
    /// The token of a file somebody named; nothing where none was named.
    ///
    /// - Throws: ``SetupError`` when the file cannot be read or is empty: serving without a token would be worse.
    static func required(_ path: String?) throws -> String? {
        guard let path else { return nil }
        guard let token = read(path) else {
            throw SetupError("the token file '\(path)' cannot be read or is empty")
        }
        return token
    }

    /// The token in a file, without the space around it.
    static func read(_ path: String) -> String? {
        guard let bytes = try? ConfigurationInput.readFromDisk(path) else { return nil }
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let token = bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        return token.isEmpty ? nil : String(decoding: token, as: UTF8.self)
    }
}
