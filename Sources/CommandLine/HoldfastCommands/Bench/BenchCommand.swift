internal import ArgumentParser
internal import FoundationEssentials

/// `holdfast bench`: our side of the comparisons in `Tests/Benchmarks`; not shown in the help.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure one part of the AWS client; prints a line of JSON.",
        shouldDisplay: false,
        subcommands: [SignBenchCommand.self, ParseBenchCommand.self, SweepBenchCommand.self])
}

/// `holdfast bench sign`.
struct SignBenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Sign that many requests with a kept key.")

    @Argument(help: "How many requests are signed.")
    var count: Int

    func run() async throws {
        try await ending {
            guard count > 0 else { throw SetupError("the number of requests begins at 1") }
            StandardOutput.write(try SignBench(count: count).run().line)
            return .success
        }
    }
}

/// `holdfast bench parse`.
struct ParseBenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse", abstract: "Read an answer that many times into the structures of its operation.")

    @Argument(help: "json for ListRecoveryPointsByBackupVault, xml for DescribeVolumes.")
    var format: ParseBench.Format

    @Argument(help: "The file with the answer's body.")
    var file: String

    @Argument(help: "How often it is read.")
    var count: Int

    func run() async throws {
        try await ending {
            guard count > 0 else { throw SetupError("the number of readings begins at 1") }
            guard let body = FileManager.default.contents(atPath: file) else {
                throw SetupError("'\(file)' cannot be read")
            }
            StandardOutput.write(try ParseBench(format: format, body: Array(body), count: count).run().line)
            return .success
        }
    }
}

extension ParseBench.Format: ExpressibleByArgument {}

/// `holdfast bench sweep`.
struct SweepBenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Fetch and read signed pages of ListRecoveryPointsByBackupVault from an endpoint.")

    @Argument(help: "The endpoint, such as http://127.0.0.1:4600.")
    var endpoint: String

    @Option(help: "How many pages are fetched.")
    var requests = 1_000

    @Option(help: "How many are under way at once.")
    var concurrency = 32

    @Option(help: "How many accounts they are spread over, each with credentials of its own.")
    var accounts = 1

    @Option(help: "The vault that is listed.")
    var vault = "v20k"

    @Option(name: .customLong("ca-bundle"), help: "A file of PEM certificates to trust instead of the system's.")
    var certificateBundle: String?

    func run() async throws {
        try await ending {
            guard requests > 0, concurrency > 0, accounts > 0 else {
                throw SetupError("--requests, --concurrency and --accounts begin at 1")
            }
            let bench = SweepBench(
                endpoint: endpoint, vault: vault, requests: requests, concurrency: concurrency, accounts: accounts,
                certificateBundle: certificateBundle)
            StandardOutput.write(try await bench.run().line)
            return .success
        }
    }
}
