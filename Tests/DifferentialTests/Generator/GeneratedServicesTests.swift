internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Generated services", .enabled(if: PythonPeer.has(module: "botocore"), "python3 with botocore is not installed"))
struct GeneratedServicesTests {
    @Test("The committed services are what holdfast-modelc writes")
    func check() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        // The tool is built beside the tests.
        let tool = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("holdfast-modelc")
        let process = Process()
        process.executableURL = tool
        process.arguments = ["--check", "--root", root.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let lines = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(lines)")
    }
}
