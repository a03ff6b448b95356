internal import AWSSimulator
internal import ArgumentParser
internal import FoundationEssentials
internal import HoldfastConfiguration
internal import HoldfastCurl
internal import HoldfastModel
internal import HoldfastWeb
internal import Logging
internal import ServiceLifecycle

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

    @Option(
        name: .customLong("role-policy"),
        help: "A policy in JSON or a CloudFormation template with the member role, which then may do no more.")
    var rolePolicy: String?

    @Option(
        name: .customLong("role-policy-parameter"), parsing: .singleValue,
        help: "A parameter of that template, NAME=VALUE; may be given more than once.")
    var rolePolicyParameters: [String] = []

    @Option(
        name: .customLong("closed-regions"),
        help: "Regions no account has opted in to, separated by commas; calls there are refused as AWS refuses them.")
    var closedRegions = ""

    @Option(help: "strong or eventual: whether lists show what was written at once, or some time later.")
    var consistency = "strong"

    @Option(
        name: .customLong("consistency-delay"),
        help: "How many seconds of the world's time later, with --consistency eventual.")
    var consistencyDelay: Int64 = 60

    @Option(help: "Where AWS Backup's events are put, as events=URL; an EventBridge that is not AWS's.")
    var deliver: String?

    @Option(name: .customLong("deliver-source"), help: "The source events are put under; aws.* is refused everywhere.")
    var deliverSource = EventDelivery.standardSource

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
            guard ["strong", "eventual"].contains(consistency), consistencyDelay > 0 else {
                StandardError.writeLine("error: --consistency is strong or eventual, --consistency-delay above 0")
                return .usage
            }
            let logging = try Surroundings.aggregatorOptions(log.given, noColor: log.noColor).log
            let wall: @Sendable () -> Instant = {
                Instant(secondsSinceEpoch: Date().timeIntervalSince1970)
            }
            var options = WorldOptions(birth: Moment.wallClock())
            options.seed = seed
            options.memberAccounts = accounts
            options.regions = Self.names(regions)
            options.closedRegions = Self.names(closedRegions)
            options.consistencyDelay = consistency == "eventual" ? consistencyDelay : 0
            options.resources = resources
            options.holdsFurtherTypes = furtherTypes
            options.timeScale = timeScale
            options.rolePolicies = try rolePolicies(of: options.memberRoleName)
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
            let delivery = try delivery(of: host).map { delivery in
                FunctionService { await cancelWhenGracefulShutdown { await delivery.run() } }
            }
            return try await ServerRun.run([service] + [delivery].compactMap { $0 }, logger: logger)
        }
    }

    /// What puts the world's events where they are wished; nothing where nobody wishes it.
    ///
    /// - Throws: ``ExitStatus`` 64 after the mistake was shown.
    private func delivery(of host: SimulatorHost) throws -> EventDelivery? {
        guard let deliver else { return nil }
        let parts = deliver.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, parts[0] == "events",
            let delivery = EventDelivery(
                of: host, to: parts[1], source: deliverSource, by: try CurlTransport(options: CurlOptions()))
        else {
            StandardError.writeLine("error: --deliver '\(deliver)' is not events=URL")
            throw ExitStatus.usage
        }
        return delivery
    }

    /// The names of a list with commas.
    private static func names(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.filter { $0 != " " } }
    }

    /// What the member role may do, as its file says; without a file, everything.
    ///
    /// - Throws: ``ExitStatus`` 1 after the mistake was shown.
    private func rolePolicies(of role: String) throws -> [PermissionPolicy] {
        guard let rolePolicy else { return [] }
        var parameters: [String: String] = [:]
        for text in rolePolicyParameters {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else {
                StandardError.writeLine("error: --role-policy-parameter '\(text)' is not NAME=VALUE")
                throw ExitStatus.usage
            }
            parameters[parts[0]] = parts[1]
        }
        let bytes: [UInt8]
        do {
            bytes = try ConfigurationInput.readFromDisk(rolePolicy)
        } catch {
            StandardError.writeLine("error: the role's policy '\(rolePolicy)' cannot be read: \(error)")
            throw ExitStatus.failure
        }
        do {
            return try RolePolicyFile.read(bytes, file: rolePolicy, role: role, parameters: parameters)
        } catch {
            StandardError.writeLine("error: \(error)")
            throw ExitStatus.failure
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
