internal import Foundation

/// Runs the Python scripts beside these tests, with the interpreter `make test` prepared or the one on the path.
enum PythonPeer {
    /// Whether that interpreter has botocore.
    static let isAvailable: Bool = (try? output(of: ["-c", "import botocore"], input: [])) != nil

    /// Runs a script of the `Peers` folder and gives what it wrote.
    static func run(_ script: String, _ arguments: [String], input: [UInt8]) throws -> [UInt8] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Peers")
        return try output(of: [folder.appendingPathComponent(script).path] + arguments, input: input)
    }

    private static func output(of arguments: [String], input: [UInt8]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [ProcessInfo.processInfo.environment["HOLDFAST_PYTHON"] ?? "python3"] + arguments
        // Input goes through a file, so that neither side waits for the other with a full pipe.
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("peer-\(UUID().uuidString).json")
        try Data(input).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let (standardInput, standardOutput) = (try FileHandle(forReadingFrom: file), Pipe())
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        try process.run()
        let answer = standardOutput.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw PeerError(description: "\(arguments.first ?? "") ended with \(process.terminationStatus)")
        }
        return [UInt8](answer)
    }
}
