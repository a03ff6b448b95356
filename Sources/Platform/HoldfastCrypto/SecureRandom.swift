internal import COpenSSL

/// Random bytes of OpenSSL's generator, fit for tokens and identifiers nobody may guess.
public enum SecureRandom {
    /// Draws that many bytes.
    ///
    /// - Throws: ``CryptoError`` when the generator has no entropy.
    public static func bytes(_ count: Int) throws(CryptoError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        guard count == 0 || RAND_bytes(&bytes, Int32(count)) == 1 else {
            throw CryptoError(code: .noEntropy, message: "the random generator gave no bytes")
        }
        return bytes
    }

    /// Draws that many bytes and writes them as twice as many hexadecimal digits.
    public static func hex(_ count: Int) throws(CryptoError) -> String { Hex.encode(try bytes(count)) }
}

/// Why a cryptographic function gave no result.
public struct CryptoError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure, an open set.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The name of the kind.
        public let rawValue: String

        /// Makes a kind by its name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The random generator could not be seeded.
        public static let noEntropy = Code(rawValue: "noEntropy")
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
