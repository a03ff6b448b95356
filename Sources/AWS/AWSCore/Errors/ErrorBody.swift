internal import AWSWire
internal import HoldfastHTTP

/// What an answer that is no success says of itself.
///
/// Read by what the body looks like, not by the service's protocol: proxies, load balancers and emulators answer in
/// whatever form they have. A body that cannot be read leaves code and message empty; it never fails.
struct ErrorBody: Equatable {
    /// The code without namespace, such as `AccessDeniedException`.
    var code: String?
    /// The words.
    var message: String?
    /// The request id in the body; AWS's header wins over it.
    var requestID: String?
    /// Whether the body is a web page.
    var isPage = false

    /// Reads headers and body of an answer.
    init(_ response: HTTPResponse) {
        // A body past this size is not an error message; reading the start of a page is enough.
        let body = Array(response.body.prefix(64 * 1024))
        switch body.first(where: { !Self.isSpace($0) }) {
        case UInt8(ascii: "{"): readJSON(body)
        case UInt8(ascii: "<"): readMarkup(body)
        case nil: break
        default: message = Self.excerpt(body)
        }
        if let header = response.headers["x-amzn-errortype"], let name = Self.bareCode(header) { code = name }
        // Services that spoke the query protocol once tell the code of that time too, which older callers know.
        if let header = response.headers["x-amzn-query-error"] {
            let name = header.prefix { $0 != ";" }
            if !name.isEmpty { code = String(name) }
        }
    }

    private mutating func readJSON(_ body: [UInt8]) {
        guard let value = try? WireValue(json: body) else {
            message = Self.excerpt(body)
            return
        }
        func text(_ names: [String]) -> String? {
            for name in names {
                if let text = value[name]?.stringValue, !text.isEmpty { return text }
            }
            return nil
        }
        code = text(["__type", "code", "Code", "errorCode"]).flatMap(Self.bareCode)
        message = text(["message", "Message", "errorMessage", "error_description", "error"])
        requestID = text(["requestId", "RequestId", "RequestID"])
    }

    private mutating func readMarkup(_ body: [UInt8]) {
        let start = String(decoding: body.prefix(200), as: UTF8.self).lowercased()
        isPage = start.contains("<!doctype html") || start.contains("<html")
        guard !isPage else {
            message = Self.pageText(body)
            return
        }
        var reader = XMLReader(body)
        do {
            _ = try reader.beginRoot()
            try readChildren(&reader)
        } catch {
            message = message ?? Self.excerpt(body)
        }
    }

    /// Takes code, message and request id from the element begun last and from `Error` and `Errors` within it.
    private mutating func readChildren(_ reader: inout XMLReader) throws(WireError) {
        while let name = try reader.nextChild() {
            switch name {
            case "Error", "Errors": try readChildren(&reader)
            case "Code": code = Self.bareCode(try reader.text())
            case "Message", "message": message = try reader.text()
            case "RequestId", "RequestID", "requestId": requestID = try reader.text()
            default: try reader.skipElement()
            }
        }
    }

    /// The code in `aws.protocoltests#FooError:http://internal.amazon.com/coral/…`.
    private static func bareCode(_ text: String) -> String? {
        var code = text[...]
        if let colon = code.firstIndex(of: ":") { code = code[..<colon] }
        if let comma = code.firstIndex(of: ",") { code = code[..<comma] }
        if let hash = code.lastIndex(of: "#") { code = code[code.index(after: hash)...] }
        return code.isEmpty ? nil : String(code)
    }

    /// The words of a page without its tags, cut short.
    private static func pageText(_ body: [UInt8]) -> String {
        var words: [UInt8] = []
        var isInTag = false
        for byte in body {
            if byte == UInt8(ascii: "<") { isInTag = true }
            if !isInTag { words.append(byte) }
            if byte == UInt8(ascii: ">") {
                isInTag = false
                words.append(0x20)
            }
        }
        return excerpt(words)
    }

    /// The first 300 bytes as one line of printable text.
    private static func excerpt(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes.prefix(2_048), as: UTF8.self)
        let words = text.split(whereSeparator: { $0.isWhitespace || $0.unicodeScalars.allSatisfy { $0.value < 0x20 } })
        return String(words.joined(separator: " ").prefix(300))
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
