import HoldfastGzip
import HoldfastHTTP
import HoldfastWeb
import Testing

@Suite("Content negotiation")
struct ContentNegotiationTests {
    static let offers = [
        ContentNegotiation.Offer(mediaType: "text/plain", version: "0.0.4"),
        ContentNegotiation.Offer(mediaType: "application/openmetrics-text", version: "1.0.0"),
    ]
    static let prometheus =
        "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2"

    @Test(
        "The client's best liked form is chosen",
        arguments: [
            (nil, 0), ("*/*", 0), ("", 0), (prometheus, 1), ("text/html, */*;q=0.8", 0), ("text/plain", 0),
            ("application/openmetrics-text", 1), ("application/openmetrics-text; version=1.0.0; charset=utf-8", 1),
            ("application/openmetrics-text;version=0.0.1", 0), ("application/openmetrics-text;q=0, */*", 0),
            ("text/plain;q=0.2, application/openmetrics-text;q=0.9", 1),
            ("text/plain, application/openmetrics-text", 0),
            ("application/openmetrics-text, text/plain", 1), ("application/*, text/plain;q=0.1", 1),
            ("TEXT/PLAIN;VERSION=0.0.4;Q=0.3,application/openmetrics-text;q=0.1", 0),
            ("application/openmetrics-text;version=\"1.0.0\", */*;q=0.1", 1), ("image/png", 0), (";;,,;q=x", 0),
        ] as [(String?, Int)])
    func chooses(accept: String?, expected: Int) {
        #expect(ContentNegotiation.choose(from: Self.offers, accept: accept) == expected)
    }

    @Test(
        "Gzip is given only when asked for",
        arguments: [
            (nil, false), ("", false), ("gzip", true), ("gzip;q=0", false), ("deflate", false), ("*", true),
            ("*;q=0", false), ("gzip;q=0.5, identity", false), ("identity;q=0.1, gzip;q=0.5", true), ("x-gzip", true),
            ("GZIP ; q=1", true), ("br, gzip;q=0.001", true), ("gzip;q=nonsense", false),
        ] as [(String?, Bool)])
    func gzip(accept: String?, expected: Bool) {
        #expect(ContentNegotiation.acceptsGzip(accept) == expected)
    }

    @Test("A compressed answer says so, decompresses to the same, and varies by the header")
    func encoded() throws {
        let body = Array(String(repeating: "holdfast ", count: 200).utf8)
        let plain = HTTPResponse(status: 200, headers: ["Vary": "Accept"], body: body)
        let asked = HTTPRequest(authority: "x", headers: ["accept-encoding": "gzip"])
        let answer = ContentNegotiation.encoded(plain, for: asked)
        #expect(answer.headers["Content-Encoding"] == "gzip" && answer.headers["Vary"] == "Accept, Accept-Encoding")
        #expect(try GzipDecoder.decode(answer.body, limit: 1 << 20) == body && answer.body.count < body.count)
        let unasked = ContentNegotiation.encoded(plain, for: HTTPRequest(authority: "x"))
        #expect(unasked.body == body && unasked.headers["Content-Encoding"] == nil)
        #expect(unasked.headers["Vary"] == "Accept, Accept-Encoding")
    }
}

@Suite("Routing and health")
struct RequestRouterTests {
    private func answer(_ method: String, _ path: String, reason: String? = nil) async -> HTTPResponse {
        var router = RequestRouter()
        HealthEndpoints(reasonNotReady: { reason }).register(on: &router)
        ReloadEndpoint(
            isEnabled: reason != "off",
            reload: { reason.map { .failed(reason: $0) } ?? .loaded(kept: ["stateDirectory"]) }
        ).register(on: &router)
        return await router.respond(to: HTTPRequest(method: method, authority: "x", path: path))
    }

    @Test("Ready says why not")
    func health() async {
        #expect(await answer("GET", "/-/healthy").status == 200)
        #expect(await answer("HEAD", "/-/ready").status == 200)
        let waiting = await answer("GET", "/-/ready", reason: "the first sweep has not ended yet")
        #expect(waiting.status == 503)
        #expect(String(decoding: waiting.body, as: UTF8.self).contains("first sweep"))
    }

    @Test("Nobody's path is 404, nobody's method 405 with those that are somebody's")
    func refusals() async {
        #expect(await answer("GET", "/nothing").status == 404)
        let answer = await answer("DELETE", "/-/healthy")
        #expect(answer.status == 405 && answer.headers["Allow"] == "GET, HEAD")
    }

    @Test("A reload that fails answers 500 with the reason, one that is not allowed 403")
    func reload() async {
        let loaded = await answer("POST", "/-/reload")
        #expect(loaded.status == 200 && String(decoding: loaded.body, as: UTF8.self).contains("stateDirectory"))
        let failed = await answer("PUT", "/-/reload", reason: "policy.yaml:3:5: no")
        #expect(failed.status == 500 && String(decoding: failed.body, as: UTF8.self).contains("policy.yaml:3:5"))
        #expect(await answer("POST", "/-/reload", reason: "off").status == 403)
        let explained = await answer("GET", "/-/reload")
        #expect(explained.status == 405 && explained.headers["Allow"] == "POST, PUT")
        #expect(String(decoding: explained.body, as: UTF8.self).contains("use POST"))
    }

    @Test(
        "Queries are decoded",
        arguments: [
            ("a=1&b=2", "b", "2"), ("name%5B%5D=x", "name[]", "x"), ("a=b+c%2B", "a", "b c+"), ("a", "a", ""),
            ("a=%zz", "a", "%zz"), ("a=%e2%82%ac", "a", "€"), ("a=x=y", "a", "x=y"),
        ])
    func queries(query: String, name: String, value: String) {
        #expect(QueryItems(query)[name] == value)
    }
}
