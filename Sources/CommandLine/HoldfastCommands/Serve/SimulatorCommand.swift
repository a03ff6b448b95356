internal import AWSSimulator
internal import ArgumentParser
internal import FoundationEssentials
internal import HoldfastConfiguration
internal import HoldfastModel
internal import HoldfastWeb
internal import Logging

/// `holdfast simulator`: a pretend organization on loopback.
struct SimulatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulator", abstract: "Serve a simulated AWS organization and print how to use it.")

    @Option(name: .customLong("listen-address"), help: "The address to listen on; port 0 takes a free one.")
    var listenAddress = "127.0.0.1:4599"

    @Option(help: "How many member accounts the organization has.")
    var accounts = 20

    @Option(help: "The Regions, separated by commas.")
    var regions = "us-east-1,us-west-2"

    @Option(help: "How many resources there are about in all accounts together.")
    var resources = 1_000

    @Flag(
        name: .customLong("further-types"),
        help: "Also hold FSx, DocumentDB, Neptune and what else AWS Backup takes, beyond --resources.")
    var furtherTypes = false

    @Option(help: "The number the world is made from.")
    var seed: UInt64 = 1

    @Option(name: .customLong("time-scale"), help: "How many seconds pass in the world in one real second.")
    var timeScale = 1.0

    @Option(help: "A file that says which calls go wrong, and how.")
    var faults: String?

    @Option(help: "Refuse what comes too fast: none, published (AWS's own rates), or calls a second, as 20 or 20/100.")
    var throttle = "none"

    @OptionGroup var log: LogFlags

    func run() async throws {
        try await ending {
            guard let address = HoldfastWeb.ListenAddress(listenAddress) else {
                StandardError.writeLine("error: '\(listenAddress)' is no host:port")
                return .usage
            }
            guard accounts >= 0, resources >= 0, timeScale > 0, timeScale.isFinite else {
                StandardError.writeLine("error: --accounts and --resources count from 0, --time-scale is above 0")
                return .usage
            }
            guard let throttle = ThrottlePolicy(throttle) else {
                StandardError.writeLine("error: --throttle is none, published, or a rate such as 20 or 20/100")
                return .usage
            }
            let logging = try Surroundings.aggregatorOptions(log.given, noColor: log.noColor).log
            let wall: @Sendable () -> Instant = {
                Instant(secondsSinceEpoch: Date().timeIntervalSince1970)
            }
            var options = WorldOptions(birth: Moment.wallClock())
            options.seed = seed
            options.memberAccounts = accounts
            options.regions = regions.split(separator: ",").map { $0.filter { $0 != " " } }
            options.resources = resources
            options.holdsFurtherTypes = furtherTypes
            options.timeScale = timeScale
            let logger = Surroundings.logger(logging, now: wall)
            let script = try faults.map { try faultScript(file: $0) } ?? FaultScript()
            let server = SimulatorServer(
                options: options, faults: script, throttle: throttle, listen: address, logger: logger)
            let host = server.host
            let service = FunctionService {
                try await server.run { bound in
                    for (name, value) in host.environment(endpoint: "http://\(bound)") {
                        StandardOutput.write("export \(name)=\(value)\n")
                    }
                }
            }
            return try await ServerRun.run([service], logger: logger)
        }
    }

    /// The script of a file.
    ///
    /// - Throws: ``ExitStatus`` 1 after every mistake was shown.
    private func faultScript(file: String) throws -> FaultScript {
        let bytes: [UInt8]
        do {
            bytes = try ConfigurationInput.readFromDisk(file)
        } catch {
            StandardError.writeLine("error: the fault script '\(file)' cannot be read: \(error)")
            throw ExitStatus.failure
        }
        let (script, diagnostics) = FaultScriptReader.read(bytes, file: file)
        Surroundings.show(diagnostics, sources: [file: bytes], noColor: log.noColor)
        guard let script else { throw ExitStatus.failure }
        return script
    }
}
