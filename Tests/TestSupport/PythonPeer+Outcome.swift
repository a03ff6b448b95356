public import Foundation

extension PythonPeer {
    /// How a peer ended and what it said.
    public struct Outcome: Sendable {
        /// Its exit code.
        public let status: Int32
        /// What it wrote to standard output.
        public let output: String
        /// What it wrote to standard error.
        public let errors: String
    }

    /// Runs Python in a folder and waits for its end without holding a thread.
    ///
    /// Nothing of the user's own AWS set-up reaches the peer: neither variables nor profile files.
    ///
    /// - Parameter environment: Variables beyond those of the test's own process.
    public static func outcome(
        of arguments: [String], in folder: URL, environment: [String: String] = [:]
    ) async throws -> Outcome {
        let home = URL.temporaryDirectory.appending(path: "holdfast-peer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        let (output, errors) = (home.appending(path: "output"), home.appending(path: "errors"))
        for file in [output, errors] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [interpreter, "-B"] + arguments
        process.currentDirectoryURL = folder
        let own = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("AWS_") }
        let isolation = [
            "AWS_CONFIG_FILE": home.appending(path: "config").path,
            "AWS_SHARED_CREDENTIALS_FILE": home.appending(path: "credentials").path,
            "AWS_EC2_METADATA_DISABLED": "true",
        ]
        process.environment = own.merging(isolation) { $1 }.merging(environment) { $1 }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        let (ends, ended) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            ended.yield(process.terminationStatus)
            ended.finish()
        }
        try process.run()
        var iterator = ends.makeAsyncIterator()
        let status = await iterator.next() ?? -1
        return Outcome(
            status: status, output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
    }
}
