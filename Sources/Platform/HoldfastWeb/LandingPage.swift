public import HoldfastHTTP

/// The page a person sees who opens the listener in a browser.
public struct LandingPage: Sendable, Hashable {
    /// A link on the page.
    public struct Link: Sendable, Hashable {
        /// Where it goes.
        public let path: String
        /// What is there.
        public let text: String

        /// Makes a link.
        public init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    private let body: [UInt8]

    /// Makes a page.
    public init(name: String, description: String, version: String, links: [Link]) {
        let items = links.map { "<li><a href=\"\(Self.escaped($0.path))\">\(Self.escaped($0.text))</a></li>" }
        let title = Self.escaped(name)
        body = Array(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>\(title)</title>
            <style>body{font-family:sans-serif;margin:2rem;max-width:40rem}</style></head>
            <body>
            <h1>\(title)</h1>
            <p>\(Self.escaped(description))</p>
            <p>Version \(Self.escaped(version))</p>
            <ul>
            \(items.joined(separator: "\n"))
            </ul>
            </body>
            </html>

            """.utf8)
    }

    /// The answer to a request for the page.
    public var response: HTTPResponse {
        HTTPResponse(
            status: 200,
            headers: [
                "Content-Type": "text/html; charset=utf-8", "X-Content-Type-Options": "nosniff",
                "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
            ], body: body)
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
