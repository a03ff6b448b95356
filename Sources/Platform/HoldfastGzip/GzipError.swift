/// Why a stream could not be compressed or decompressed.
public struct GzipError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure, an open set.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The name of the kind.
        public let rawValue: String

        /// Makes a kind by its name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The bytes are no such stream, or their checksum is wrong.
        public static let corrupt = Code(rawValue: "corrupt")
        /// The stream ends before its end mark.
        public static let truncated = Code(rawValue: "truncated")
        /// The content is larger than the limit.
        public static let tooLarge = Code(rawValue: "tooLarge")
        /// zlib could not get memory.
        public static let outOfMemory = Code(rawValue: "outOfMemory")
        /// The stream was written to or read from after its end.
        public static let finished = Code(rawValue: "finished")
    }

    /// The kind of failure.
    public let code: Code
    /// What happened, in words.
    public let message: String

    /// Makes a failure.
    public init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    /// Kind and words.
    public var description: String { "\(code.rawValue): \(message)" }
}

/// What stands around the compressed bytes.
public enum CompressionFormat: Sendable, Hashable {
    /// A gzip header and trailer, RFC 1952: HTTP's `gzip`.
    case gzip
    /// A zlib header and trailer, RFC 1950: HTTP's `deflate`.
    case zlib
    /// Nothing, RFC 1951.
    case raw

    var windowBits: Int32 {
        switch self {
        case .gzip: 15 + 16
        case .zlib: 15
        case .raw: -15
        }
    }
}
