internal import Foundation
internal import Testing

/// A Python peer: a process of its own in the folder of the peers' scripts.
enum Peer {
    struct Outcome: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Whether the ring that needs foreign programs was asked for.
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
        process.currentDirectoryURL = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Peers")
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

    /// The path of the program under test, which is built beside the tests.
    static var holdfast: String {
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "holdfast").path
    }

    /// A variable `make test` sets to the path of a foreign program.
    static func path(_ variable: String) -> String? {
        ProcessInfo.processInfo.environment[variable].flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
    }
}

/// The ring that needs foreign programs.
///
/// One suite after another: each keeps the machine busy with processes of its own, whose time limits are real.
@Suite("Foreign programs", .serialized, .enabled(if: Peer.isAskedFor, "set HOLDFAST_INTEGRATION=1 to run"))
struct ForeignPrograms {}
