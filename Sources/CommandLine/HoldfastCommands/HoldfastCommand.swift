public import ArgumentParser
internal import Glibc

/// The program: one verb a file, one composition root.
public struct HoldfastCommand: AsyncParsableCommand {
    /// Name, words and verbs.
    public static let configuration = CommandConfiguration(
        commandName: "holdfast",
        abstract: "Keeps every resource of an AWS organization recoverable, and proves it.",
        version: HoldfastVersion.current,
        subcommands: [
            SweepCommand.self, WhyCommand.self, PlanCommand.self, ApplyCommand.self, AgentCommand.self,
            AggregatorCommand.self, SimulatorCommand.self, CheckCommand.self, VersionCommand.self, BenchCommand.self,
        ])

    /// Reads the command line.
    public init() {}

    /// Runs the verb the command line names, and ends the process with its status.
    public static func runProcess() async {
        // A pipe whose reader went away is answered by `write`, and must not end the process without its status.
        signal(SIGPIPE, SIG_IGN)
        await main()
    }
}

extension AsyncParsableCommand {
    /// Ends the process with the status unless it is success.
    func end(_ status: ExitStatus) throws {
        if status != .success { throw ExitCode(status.rawValue) }
    }

    /// Runs a verb's body and turns its status into the process's.
    func ending(_ body: () async throws -> ExitStatus) async throws {
        do {
            try end(try await body())
        } catch let status as ExitStatus {
            try end(status)
        } catch let code as ExitCode {
            throw code
        } catch let error as SetupError {
            StandardError.write(error.description)
            try end(.failure)
        } catch {
            StandardError.writeLine("error: \(error)")
            try end(.failure)
        }
    }
}
