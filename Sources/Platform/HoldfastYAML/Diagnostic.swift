/// A mistake in a file somebody wrote: what, where, and the way out.
///
/// Mistakes are collected and shown together, never one at a time.
public struct Diagnostic: Sendable, Hashable, CustomStringConvertible {
    /// How bad a mistake is.
    public enum Severity: String, Sendable, Hashable {
        /// The file is refused.
        case error
        /// The file is taken, and probably not what was meant.
        case warning
    }

    /// A place in a file.
    public struct Location: Sendable, Hashable, CustomStringConvertible {
        /// The file's name as it was given.
        public let file: String
        /// The line, from 1.
        public let line: Int
        /// The column, from 1, in characters.
        public let column: Int

        /// Names a place.
        public init(file: String, line: Int, column: Int) {
            self.file = file
            self.line = line
            self.column = column
        }

        /// `file:line:column`.
        public var description: String { "\(file):\(line):\(column)" }
    }

    /// How bad it is.
    public let severity: Severity
    /// The kind of mistake, such as `unknown-key`; stable, for scripts.
    public let code: String
    /// What is wrong, a sentence without a full stop.
    public let message: String
    /// Where; nothing for a mistake with no place.
    public let location: Location?
    /// The way out, such as `did you mean 'retention'?`.
    public let hint: String?

    /// Describes a mistake.
    public init(
        severity: Severity = .error, code: String, message: String, location: Location? = nil, hint: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.location = location
        self.hint = hint
    }

    /// `file:line:column: error: message [code]`, and the hint on a line of its own.
    public var description: String {
        let place = location.map { "\($0): " } ?? ""
        let way = hint.map { "\n  hint: \($0)" } ?? ""
        return "\(place)\(severity.rawValue): \(message) [\(code)]\(way)"
    }
}
