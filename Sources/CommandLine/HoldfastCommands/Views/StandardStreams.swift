internal import Glibc

/// The stream data goes to.
enum StandardOutput {
    /// Writes all of a text, or as much as the reader takes.
    static func write(_ text: String) { write(Array(text.utf8)) }

    /// Writes all bytes, or as many as the reader takes.
    static func write(_ bytes: [UInt8]) { writeAll(bytes, to: STDOUT_FILENO) }
}

/// The stream logs and progress go to.
enum StandardError {
    /// Writes a line and its line feed.
    static func writeLine(_ line: String) { write(line + "\n") }

    /// Writes a text.
    static func write(_ text: String) { writeAll(Array(text.utf8), to: STDERR_FILENO) }

    /// Whether somebody reads it on a terminal.
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

/// Writes to a descriptor; a reader that went away, as `head` does, is no failure of ours.
private func writeAll(_ bytes: [UInt8], to descriptor: Int32) {
    bytes.withUnsafeBytes { buffer in
        var offset = 0
        while offset < buffer.count, let start = buffer.baseAddress {
            let count = Glibc.write(descriptor, start + offset, buffer.count - offset)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return }
            offset += count
        }
    }
}
