public import HoldfastHTTP

/// Finds the one who answers a request, by path and method.
///
/// `HEAD` goes where `GET` goes. A path nobody has is answered with 404, a method nobody has with 405.
public struct RequestRouter: Sendable {
    /// Answers one request.
    public typealias Responder = @Sendable (HTTPRequest) async -> HTTPResponse

    private var routes: [String: [String: Responder]] = [:]

    /// Makes a router that knows no path.
    public init() {}

    /// Sends requests with that method and exact path to a responder.
    public mutating func on(_ method: String, _ path: String, _ responder: @escaping Responder) {
        routes[path, default: [:]][method] = responder
    }

    /// Gives the answer of whoever has the path.
    public func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard let methods = routes[request.path] else { return .text("Not found: \(request.path)\n", status: 404) }
        if let responder = methods[request.method == "HEAD" ? "GET" : request.method] {
            return await responder(request)
        }
        var allowed = Set(methods.keys)
        if allowed.contains("GET") { allowed.insert("HEAD") }
        var answer = HTTPResponse.text("Method not allowed.\n", status: 405)
        answer.headers["Allow"] = allowed.sorted().joined(separator: ", ")
        return answer
    }
}

extension HTTPResponse {
    /// An answer of plain text.
    public static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: ["Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff"],
            body: Array(text.utf8))
    }

    /// An answer of JSON that is written already.
    public static func json(_ body: [UInt8], status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: ["Content-Type": "application/json", "X-Content-Type-Options": "nosniff"],
            body: body)
    }
}
