internal import Foundation

/// A program of somebody else that judges our output, where this machine has it.
public struct ForeignTool: Sendable {
    private let path: String

    /// Finds a tool in `HOLDFAST_TOOLS`, then where `make test` unpacks tools; says so and gives nothing without it.
    ///
    /// - Parameter testFile: A file below the package's `Tests`, from which the package is found.
    public init?(_ name: String, testFile: String = #filePath) {
        let package = testFile.firstRange(of: "/Tests/").map { String(testFile[..<$0.lowerBound]) } ?? "."
        let folders = [ProcessInfo.processInfo.environment["HOLDFAST_TOOLS"], "\(package)/.build/tools/usr/bin"]
        let candidates = folders.compactMap { $0.map { "\($0)/\(name)" } }
        guard let found = candidates.first(where: FileManager.default.isExecutableFile(atPath:)) else {
            print("skipped: \(name) is not there; `make test` unpacks it, or set HOLDFAST_TOOLS to its folder")
            return nil
        }
        path = found
    }

    /// Runs the tool to its end, with `input` on its standard input.
    ///
    /// - Returns: Its exit status, and all it wrote.
    public func run(_ arguments: [String], input: [UInt8] = []) throws -> (status: Int32, output: String) {
        let folder = FileManager.default.temporaryDirectory
        let file = folder.appendingPathComponent("holdfast-input-\(UUID().uuidString)")
        try Data(input).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
