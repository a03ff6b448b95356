internal import FoundationEssentials

/// JSON as reports write it: members sorted by name, slashes as they are, times as RFC 3339.
public enum ReportCoding {
    /// Writes a value as one line of JSON, or indented for people.
    public static func encode(_ value: some Encodable, isPretty: Bool = false) throws(ReportError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
        do {
            return Array(try encoder.encode(value))
        } catch {
            throw ReportError(code: .unwritable, message: "\(error)")
        }
    }

    /// Reads a value, and says at which key it is not what it should be.
    public static func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: some Sequence<UInt8>
    ) throws(ReportError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw ReportError(code: .malformed, message: describe(error))
        } catch {
            throw ReportError(code: .malformed, message: "\(error)")
        }
    }

    /// Reads an account report of a version this program knows.
    public static func accountReport(from bytes: [UInt8]) throws(ReportError) -> AccountReport {
        struct Version: Decodable {
            let schemaVersion: Int
        }
        let version = try decode(Version.self, from: bytes).schemaVersion
        guard version == AccountReport.currentSchemaVersion else {
            throw ReportError(
                code: .unsupportedVersion,
                message: "schemaVersion \(version) is not known here; this program reads version "
                    + "\(AccountReport.currentSchemaVersion)")
        }
        return try decode(AccountReport.self, from: bytes)
    }

    private static func describe(_ error: DecodingError) -> String {
        let (text, path): (String, [any CodingKey]) =
            switch error {
            case .keyNotFound(let key, let context):
                ("a member is missing: \(key.stringValue)", context.codingPath)
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                (context.debugDescription, context.codingPath)
            @unknown default: ("\(error)", [])
            }
        guard !path.isEmpty else { return text }
        let place = path.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
        return "\(place): \(text)"
    }
}

/// Why a report could not be written or read.
public struct ReportError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure; more may come.
    public struct Code: Sendable, Hashable {
        private enum Name { case malformed, unsupportedVersion, unwritable }
        private let name: Name

        /// The bytes are no report.
        public static let malformed = Code(name: .malformed)
        /// The report has a version this program does not know.
        public static let unsupportedVersion = Code(name: .unsupportedVersion)
        /// A value cannot be written.
        public static let unwritable = Code(name: .unwritable)
    }

    /// The kind of failure.
    public let code: Code
    /// What is wrong, and where.
    public let message: String

    /// What is wrong, and where.
    public var description: String { message }
}
