internal import Glibc

/// Replaces files that hold secrets.
enum PrivateFile {
    /// Puts bytes in the place of a file: whoever reads it sees the old content or the new, and only its owner may.
    ///
    /// - Throws: ``SetupError`` with the path and the system's words.
    static func replace(_ path: String, with bytes: [UInt8]) throws {
        // The mode counts from the file's first moment on; nobody can have opened it while it was readable.
        let draft = "\(path).\(getpid()).\(UInt32.random(in: 0...UInt32.max)).tmp"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { break }
            written += max(0, count)
        }
        let isDurable = written == bytes.count && fsync(descriptor) == 0
        guard close(descriptor) == 0, isDurable, rename(draft, path) == 0 else {
            let error = failure(path)
            unlink(draft)
            throw error
        }
    }

    private static func failure(_ path: String) -> SetupError {
        SetupError("\(path) cannot be written: \(String(cString: strerror(errno)))")
    }
}
