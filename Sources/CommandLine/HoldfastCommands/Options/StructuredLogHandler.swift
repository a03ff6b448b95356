internal import HoldfastModel
public import Logging

/// Writes log events as one line each, logfmt or JSON, to a stream that is not the data's.
public struct StructuredLogHandler: LogHandler {
    /// The forms of a line.
    public enum Format: String, Sendable, CaseIterable {
        /// `time=… level=info msg="sweep finished" account.id=…`.
        case logfmt
        /// One JSON object.
        case json
    }

    /// The keys and values every event carries.
    public var metadata: Logger.Metadata = [:]
    /// The least level that is written.
    public var logLevel: Logger.Level
    /// Gives keys and values from the surroundings of an event.
    public var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let format: Format
    private let now: @Sendable () -> Instant
    private let write: @Sendable (String) -> Void

    /// Makes a handler that hands every finished line, without its line feed, to `write`.
    init(
        label: String, format: Format, level: Logger.Level, now: @escaping @Sendable () -> Instant,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.label = label
        self.format = format
        self.logLevel = level
        self.now = now
        self.write = write
    }

    /// One of the keys every event carries.
    public subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one event.
    public func log(event: LogEvent) {
        var facts = metadata
        if let provided = metadataProvider?.get() { facts.merge(provided) { $1 } }
        if let own = event.metadata { facts.merge(own) { $1 } }
        if let error = event.error { facts["error"] = "\(error)" }
        let sorted = facts.map { ($0.key, $0.value.description) }.sorted { $0.0 < $1.0 }
        let head = [
            ("time", now().description), ("level", event.level.rawValue), ("component", label),
            ("msg", event.message.description),
        ]
        write(format == .json ? Self.json(head + sorted) : Self.logfmt(head + sorted))
    }

    private static func logfmt(_ fields: [(String, String)]) -> String {
        fields.map { "\($0.0)=\(logfmtValue($0.1))" }.joined(separator: " ")
    }

    private static func logfmtValue(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=") }
        return isPlain ? text : quoted(text)
    }

    private static func json(_ fields: [(String, String)]) -> String {
        "{" + fields.map { "\(quoted($0.0)):\(quoted($0.1))" }.joined(separator: ",") + "}"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
