internal import AWSSimulator
internal import Foundation
internal import HoldfastWeb
internal import Logging
internal import Testing

/// Third-party clients against the simulator's listener, on loopback.
@Suite("Foreign clients of the simulator", .enabled(if: Peer.isAskedFor, "set HOLDFAST_INTEGRATION=1 to run"))
struct ForeignClientTests {
    @Test("the strict judge finds every deviation crafted for it")
    func judgeFindsDeviations() async throws {
        let outcome = try await Peer.run(["-m", "unittest", "test_strict"], environment: [:])
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test("botocore and the aws CLI find no deviation in a thousand answers that reach every operation")
    func strictDriverFindsNothing() async throws {
        let outcome = try await withSimulator { environment in
            try await Peer.run(["drive_simulator.py"], environment: environment)
        }
        #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
        let data = Data(outcome.output.utf8)
        let summary = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(try #require(summary["calls"] as? Int) >= 1_000)
        #expect(try #require(summary["checked"] as? Int) >= 1_000)
        #expect(try #require(summary["deviations"] as? [String]) == [])
        #expect(try #require(summary["failures"] as? [String]) == [])
        #expect(try #require(summary["gaps"] as? [String]) == [])
    }

    /// Listens on a free port while the body runs, and gives it the variables that point AWS tools there.
    private func withSimulator<Result: Sendable>(
        _ body: @escaping @Sendable ([String: String]) async throws -> Result
    ) async throws -> Result {
        let (addresses, bound) = AsyncStream.makeStream(of: ListenAddress.self)
        let listen = try #require(ListenAddress("127.0.0.1:0"))
        let options = WorldOptions(birth: .wallClock())
        let server = SimulatorServer(options: options, listen: listen, logger: Logger(label: "simulator"))
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                try await server.run { bound.yield($0) }
                bound.finish()
                return nil
            }
            group.addTask {
                var iterator = addresses.makeAsyncIterator()
                let address = try #require(await iterator.next())
                let pairs = server.host.environment(endpoint: "http://\(address)").map { ($0.name, $0.value) }
                return try await body(Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
            }
            defer { group.cancelAll() }
            while let finished = try await group.next() {
                if let result = finished { return result }
            }
            throw CancellationError()
        }
    }
}

/// A Python peer: a process of its own in the folder of the peers' scripts.
private enum Peer {
    struct Outcome: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    static var isAskedFor: Bool { ProcessInfo.processInfo.environment["HOLDFAST_INTEGRATION"] == "1" }

    /// Runs Python (`HOLDFAST_PYTHON`, else `python3`) and waits for its end without holding a thread.
    static func run(_ arguments: [String], environment: [String: String]) async throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "holdfast-peer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = ["output", "errors"].map { folder.appending(path: $0) }
        for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        let process = Process()
        let python = ProcessInfo.processInfo.environment["HOLDFAST_PYTHON"] ?? "python3"
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [python, "-B"] + arguments
        process.currentDirectoryURL = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Peers")
        // Nothing of the user's own AWS set-up may reach the peer.
        let own = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("AWS_") }
        let isolated = ["HOME": folder.path, "AWS_EC2_METADATA_DISABLED": "true", "PYTHONDONTWRITEBYTECODE": "1"]
        process.environment = own.merging(isolated) { $1 }.merging(environment) { $1 }
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        let (ends, ended) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            ended.yield(process.terminationStatus)
            ended.finish()
        }
        try process.run()
        var iterator = ends.makeAsyncIterator()
        let status = await iterator.next() ?? -1
        return Outcome(
            status: status, output: try String(contentsOf: files[0], encoding: .utf8),
            errors: try String(contentsOf: files[1], encoding: .utf8))
    }
}
