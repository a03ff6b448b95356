internal import FoundationEssentials

/// Where a verb's data goes: stdout, or a file.
struct OutputTarget: Sendable {
    private let file: String?

    /// Takes a file's path, or nothing for stdout.
    init(_ file: String?) { self.file = file }

    /// Writes everything; a file appears whole or not at all.
    ///
    /// - Throws: ``ExitStatus`` 1 after the reason was shown.
    func write(_ bytes: [UInt8]) throws {
        guard let file else { return StandardOutput.write(bytes) }
        do {
            try Data(bytes).write(to: URL(filePath: file), options: .atomic)
        } catch {
            StandardError.writeLine("error: '\(file)' cannot be written: \(error)")
            throw ExitStatus.failure
        }
    }
}
