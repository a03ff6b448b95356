package import HoldfastHTTP

/// The head of an answer, taken line by line as curl hands it on.
package struct ResponseHead: Sendable {
    /// The status of the last status line; zero before one, or where it holds no number.
    package private(set) var status = 0
    /// The header fields since the last status line.
    package var headers: HTTPHeaders { HTTPHeaders(lines) }
    /// How many bytes of it have come.
    package private(set) var byteCount = 0

    private var lines = HeaderLines()
    private static let largest = 256 * 1_024

    /// A head of which nothing has come.
    package init() {}

    /// Takes one line with its end; gives `false` once there is more than any endpoint has to say.
    package mutating func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        byteCount += bytes.count
        guard byteCount <= Self.largest else { return false }
        if bytes.starts(with: "HTTP/".utf8) {
            // Another head: the one before was an interim answer.
            lines = HeaderLines()
            status = Self.status(ofLine: bytes)
        } else if bytes.contains(UInt8(ascii: ":")) {
            lines.add(bytes)
        }
        return true
    }

    /// The number after the first space, such as 200 in `HTTP/1.1 200 OK`; 0 when there is none.
    private static func status(ofLine line: UnsafeRawBufferPointer) -> Int {
        guard let space = line.firstIndex(of: 0x20) else { return 0 }
        let digits = line[space...].drop { $0 == 0x20 }.prefix { (0x30...0x39).contains($0) }.prefix(3)
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
