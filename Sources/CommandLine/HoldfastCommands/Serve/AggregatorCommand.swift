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
            let options = try Surroundings.aggregatorOptions(flags, noColor: log.noColor)
            let now: @Sendable () -> Instant = { Instant(secondsSinceEpoch: Date().timeIntervalSince1970) }
            let logger = Surroundings.logger(options.log, now: now)
            let store = try Composition.store(named: "aggregator", in: options.stateDirectory)
            let address = try ServedAddress.only(options.web)
            let settings = AggregatorSettings(
                listen: address, token: try TokenFile.required(options.tokenFile),
                maximumRequests: options.web.maximumRequests, telemetryPath: options.web.telemetryPath,
                build: BuildInfo(version: HoldfastVersion.current, revision: "unknown"))
            let aggregator = Aggregator(settings: settings, store: store, now: now, logger: logger) { bound in
                logger.notice("listening", metadata: ["address": "\(bound)"])
            }
            return try await ServerRun.run([aggregator], logger: logger)
        }
    }
}

/// The address a server listens on.
enum ServedAddress {
    /// The only address of the options.
    ///
    /// - Throws: ``ExitStatus`` 1 where there are several, or a web-config file, which this version does not serve.
    static func only(_ web: WebOptions) throws -> HoldfastWeb.ListenAddress {
        if let file = web.configFile {
            StandardError.writeLine("error: --web.config.file '\(file)': this version serves plain HTTP only")
            throw ExitStatus.failure
        }
        guard web.listenAddresses.count == 1, let address = web.listenAddresses.first else {
            StandardError.writeLine("error: this version listens on one address")
            throw ExitStatus.failure
        }
        return HoldfastWeb.ListenAddress(host: address.host.isEmpty ? "0.0.0.0" : address.host, port: address.port)
    }
}

/// A secret kept in a file of its own.
enum TokenFile {
    /// The token of a file somebody named; nothing where none was named.
    ///
    /// - Throws: ``ExitStatus`` 1 when the file cannot be read or is empty: serving without a token would be worse.
    static func required(_ path: String?) throws -> String? {
        guard let path else { return nil }
        guard let token = read(path) else {
            StandardError.writeLine("error: the token file '\(path)' cannot be read or is empty")
            throw ExitStatus.failure
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
