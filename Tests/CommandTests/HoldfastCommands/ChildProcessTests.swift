import AWSCore
import HoldfastCommands
import Testing

@Suite("Programs that are run")
struct ChildProcessTests {
    private static func run(_ arguments: String...) async throws -> ProcessOutcome {
        try await ChildProcess.run(arguments, environment: ["PATH": "/usr/bin:/bin", "WORD": "here"])
    }

    @Test("output and status come back, arguments go as they are")
    func outcome() async throws {
        let printed = try await Self.run("printf", "%s|", "a b", "$WORD", "*")
        #expect(printed == ProcessOutcome(status: 0, output: Array("a b|$WORD|*|".utf8)))
        #expect(
            try await Self.run("sh", "-c", "printf $WORD; exit 3")
                == ProcessOutcome(status: 3, output: Array("here".utf8)))
        #expect(try await Self.run("sh", "-c", "kill -9 $$").status == 137)
        #expect(try await Self.run("cat").output.isEmpty)
    }

    @Test("a program that is not there or floods is an error")
    func failures() async {
        let missing = await #expect(throws: ChildProcess.Failure.self) { try await Self.run("holdfast-no-such-tool") }
        #expect(missing?.description.contains("No such file") == true)
        let flood = await #expect(throws: ChildProcess.Failure.self) { try await Self.run("yes") }
        #expect(flood?.description.contains("64 KiB") == true)
    }

    @Test("cancelling the task ends the program")
    func cancellation() async {
        let task = Task { try await Self.run("sleep", "50") }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
