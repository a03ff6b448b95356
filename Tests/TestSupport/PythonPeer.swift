public import Foundation

/// Runs a script of a foreign peer under Python.
///
/// The interpreter is `HOLDFAST_PYTHON`, else `python3` on the path.
public enum PythonPeer {
    private static var interpreter: String { ProcessInfo.processInfo.environment["HOLDFAST_PYTHON"] ?? "python3" }

    /// Whether the interpreter is there and can import a module.
    public static func has(module: String) -> Bool {
        (try? run(["-c", "import \(module)"], input: Data())) != nil
    }

    /// Runs a script with that standard input, and gives its standard output.
    ///
    /// - Throws: When it cannot be run or ends with an error, whose words are then on standard error.
    public static func run(script: URL, _ arguments: [String] = [], input: Data) throws -> Data {
        try run([script.path] + arguments, input: input)
    }

    private static func run(_ arguments: [String], input: Data) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [interpreter] + arguments
        // Files instead of pipes: neither side can wait for the other to read.
        let folder = URL.temporaryDirectory.appending(path: "holdfast-peer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (source, sink) = (folder.appending(path: "in"), folder.appending(path: "out"))
        try input.write(to: source)
        try Data().write(to: sink)
        process.standardInput = try FileHandle(forReadingFrom: source)
        process.standardOutput = try FileHandle(forWritingTo: sink)
        if arguments.first == "-c" { process.standardError = FileHandle.nullDevice }
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw PythonPeerFailure(script: arguments.first ?? "", status: process.terminationStatus)
        }
        return try Data(contentsOf: sink)
    }
}

/// A foreign peer that ended with an error.
public struct PythonPeerFailure: Error, Sendable {
    /// The script.
    public let script: String
    /// Its exit code.
    public let status: Int32
}
