import Foundation
import Testing

extension ForeignPrograms {
    /// The files of `deploy/` before the programs that will read them.
    @Suite("Deploy files")
    struct DeployFilesTests {
        private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
            .standardized
        private static let systemdAnalyze = "/usr/bin/systemd-analyze"

        /// Runs a program to its end and gives its status and everything it said.
        private func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = [program] + arguments
            let pipe = Pipe()
            process.standardOutput = pipe
            process.standardError = pipe
            try process.run()
            let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            return (process.terminationStatus, output)
        }

        @Test("cfn-lint has nothing to say about the member template")
        func template() throws {
            let python = ProcessInfo.processInfo.environment["HOLDFAST_PYTHON"] ?? "python3"
            let file = Self.root.appending(path: "deploy/cloudformation/holdfast-member.yaml").path
            let (status, output) = try run(
                python, ["-c", "import sys; from cfnlint.runner import main; sys.exit(main())", file])
            #expect(status == 0 && output.isEmpty, "\(output)")
        }

        @Test(
            "systemd has nothing to say about the units",
            .enabled(if: FileManager.default.isExecutableFile(atPath: systemdAnalyze)),
            arguments: ["holdfast-agent.service", "holdfast-aggregator.service"])
        func units(name: String) throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "holdfast-units-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            // systemd also looks whether the program is there, which it is only on a machine it was installed on.
            let unit = try String(contentsOf: Self.root.appending(path: "deploy/systemd/\(name)"), encoding: .utf8)
            #expect(unit.contains("ExecStart=/usr/bin/holdfast "))
            let file = folder.appending(path: name)
            try unit.replacing("/usr/bin/holdfast ", with: "/bin/true ").write(
                to: file, atomically: true, encoding: .utf8)
            let (status, output) = try run(Self.systemdAnalyze, ["verify", file.path])
            #expect(status == 0 && output.isEmpty, "\(output)")
        }
    }
}
