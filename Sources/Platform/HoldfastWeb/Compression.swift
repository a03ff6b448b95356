internal import HoldfastGzip

/// Codings of bodies.
public enum Compression {
    /// The content compressed for sending, or nothing when zlib has no memory for it.
    public static func gzip(_ content: [UInt8]) -> [UInt8]? { try? GzipEncoder.encode(content, level: .fastest) }

    /// Why a compressed body was not taken.
    public enum Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        /// The bytes are no gzip stream.
        case corrupt(String)
        /// The content is larger than allowed.
        case tooLarge

        /// The reason, a phrase.
        public var description: String {
            switch self {
            case .corrupt(let reason): reason
            case .tooLarge: "the content is too large"
            }
        }
    }

    /// The content of a gzip stream.
    ///
    /// - Parameter limit: How many bytes of content are taken.
    public static func gunzip(_ compressed: [UInt8], limit: Int) throws(Refusal) -> [UInt8] {
        do {
            return try GzipDecoder.decode(compressed, limit: limit)
        } catch {
            throw error.code == .tooLarge ? .tooLarge : .corrupt(error.message)
        }
    }
}
