internal import CLibcurl
internal import Glibc
internal import HoldfastHTTP

/// The URL and the header lines of a request as libcurl reads them: one block, with a zero byte behind each text.
///
/// Checked while it is written, so that nothing in it can be taken for the end of a line or of a message.
final class RequestText {
    /// How many header lines there are.
    private(set) var lineCount = 0
    private let start: UnsafeMutablePointer<CChar>
    private var length = 0

    /// Writes the texts of a request that can be sent as it stands.
    ///
    /// - Throws: ``TransportError`` with code `invalidRequest` for any other.
    init(_ request: HTTPRequest) throws(TransportError) {
        start = .allocate(capacity: Self.room(for: request))
        guard request.scheme == "https" || request.scheme == "http" else {
            throw Self.refusal("the scheme is not HTTP's")
        }
        guard Self.isToken(request.method) else { throw Self.refusal("the method is no word") }
        for part in [request.scheme, "://", request.authority, request.path] { append(part) }
        if !request.query.isEmpty {
            append("?")
            append(request.query)
        }
        guard !request.authority.isEmpty, request.path.utf8.first == UInt8(ascii: "/"), isURL(before: length) else {
            throw Self.refusal("the URL has a space or another character that must be encoded")
        }
        end()
        try appendHeaders(of: request)
    }

    deinit { start.deallocate() }

    /// The URL.
    var url: UnsafePointer<CChar> { UnsafePointer(start) }

    /// Links the header lines to a list, which is good as long as this lives.
    ///
    /// - Parameter nodes: Room for `lineCount` of them.
    func link(_ nodes: UnsafeMutablePointer<curl_slist>) {
        var line = start + strlen(start) + 1
        for place in 0..<lineCount {
            nodes[place] = curl_slist(data: line, next: place + 1 < lineCount ? nodes + place + 1 : nil)
            line += strlen(line) + 1
        }
    }

    private static func refusal(_ message: String) -> TransportError {
        TransportError(code: .invalidRequest, message: message, mayHaveReachedServer: false)
    }

    /// The bytes all texts need at most, those the transport adds included.
    private static func room(for request: HTTPRequest) -> Int {
        let url = request.scheme.utf8.count + 2 * request.authority.utf8.count + request.path.utf8.count
        let fields = request.headers.fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 3 }
        return url + request.query.utf8.count + fields + 64
    }

    private func appendHeaders(of request: HTTPRequest) throws(TransportError) {
        if request.headers["Host"] == nil { append(line: "Host", ": ", request.authority) }
        for field in request.headers.fields {
            guard Self.isToken(field.name), Self.isValue(field.value) else {
                throw Self.refusal("the header \(field.name.prefix(40)) has a character it cannot have")
            }
            // libcurl takes a name with a colon alone for a header to be left out.
            append(line: field.name, field.value.isEmpty ? ";" : ": ", field.value)
        }
        // Without these curl would add headers of its own that nobody signed or meant.
        for name in ["Content-Type", "Expect"] where request.headers[name] == nil { append(line: name, ":", "") }
    }

    private func append(line name: String, _ mark: String, _ value: String) {
        append(name)
        append(mark)
        append(value)
        end()
        lineCount += 1
    }

    private func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            guard let base = bytes.baseAddress else { return }
            memcpy(start + length, base, bytes.count)
        }
        length += text.utf8.count
    }

    private func end() {
        start[length] = 0
        length += 1
    }

    private func isURL(before end: Int) -> Bool {
        for place in 0..<end where !(0x21...0x7E).contains(start[place]) { return false }
        return true
    }

    private static func isValue(_ value: String) -> Bool {
        var value = value
        return value.withUTF8 { bytes in
            for byte in bytes where byte < 0x20 && byte != 0x09 || byte == 0x7F { return false }
            return true
        }
    }

    private static func isToken(_ name: String) -> Bool {
        var name = name
        return name.withUTF8 { bytes in
            for byte in bytes {
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"): break
                default: guard "!#$%&'*+.^_`|~".utf8.contains(byte) else { return false }
                }
            }
            return !bytes.isEmpty
        }
    }
}
