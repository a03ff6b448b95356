internal import Foundation
internal import HoldfastHTTP
internal import TestSupport
internal import Testing

@testable internal import HoldfastCurl

@Suite("Proxies", .timeLimit(.minutes(1)))
struct ProxyTests {
    private static func proxy(_ url: String, _ settings: ProxySettings, bypasses: Bool = false) throws -> String? {
        let parts = url.split(separator: "://").map(String.init)
        return settings.proxy(
            for: HTTPRequest(scheme: parts[0], authority: parts[1], bypassesProxy: bypasses))
    }

    @Test("the variables are read in small letters and capitals, each scheme its own, then the one for all")
    func variables() {
        let settings = ProxySettings(environment: [
            "HTTPS_PROXY": "http://big:1", "https_proxy": "http://small:1", "ALL_PROXY": "http://all:2",
            "NO_PROXY": "x",
            "no_proxy": "", "HTTP_PROXY": "",
        ])
        #expect(settings == ProxySettings(http: "http://all:2", https: "http://small:1", exceptions: "x"))
        #expect(ProxySettings(environment: [:]) == ProxySettings())
    }

    @Test(
        "exceptions are names with all below them, with or without port, addresses, blocks of addresses, or all",
        arguments: [
            ("*", "https://a.example", true), ("example", "https://a.example", true),
            (".example", "https://example", true), ("*.example", "https://a.b.example", true),
            ("a.example", "https://b.example", false), ("ample", "https://a.example", false),
            ("EXAMPLE.", "https://a.example", true), ("Example", "https://A.EXAMPLE", true),
            ("a.example:8443", "https://a.example:8443", true), ("a.example:8443", "https://a.example", false),
            ("x, y\t10.0.0.0/8", "http://10.200.3.4:80", true), ("10.0.0.0/8", "http://11.0.0.1", false),
            ("169.254.169.254", "http://169.254.169.254", true), ("254.169.254", "http://169.254.169.254", false),
            ("10.1.0.0/15", "http://10.0.7.7", true), ("10.0.0.0/33", "http://10.0.0.0", false),
            ("fd00::/8", "http://[fd00:ec2::254]:80", true), ("fd00:ec2::254", "http://[fd00:ec2::254]", true),
            ("fd00::/8", "http://[fe80::1]", false), ("::1", "http://[::1]", true), ("", "http://a", false),
            ("0.0.0.0/0", "http://name.example", false), ("localhost", "http://localhost:4599", true),
        ])
    func exceptions(entries: String, url: String, isDirect: Bool) throws {
        let settings = ProxySettings(http: "http://p:1", https: "http://p:1", exceptions: entries)
        #expect(try Self.proxy(url, settings) == (isDirect ? nil : "http://p:1"))
        #expect(try Self.proxy(url, settings, bypasses: true) == nil)
    }

    @Test(
        "names in the exceptions mean what they mean to Python", .enabled(if: PythonPeer.has(module: "urllib.request")))
    func sameAsPython() throws {
        let entries = [
            "example", ".example", "a.example", "a.example:8443", "b", "example,b", " a.example , .c ", "*", "10.0.0.1",
            "",
        ]
        let hosts = [
            "example", "a.example", "x.a.example", "a.example:8443", "b", "ab", "10.0.0.1", "10.0.0.1:80", "c.c",
        ]
        let script = """
            import json, sys, urllib.request
            asked = json.load(sys.stdin)
            print(json.dumps([[bool(urllib.request.proxy_bypass_environment(host, {"no": entry})) if entry else False
                               for host in asked["hosts"]] for entry in asked["entries"]]))
            """
        let file = URL.temporaryDirectory.appending(path: "holdfast-proxy-\(UUID().uuidString).py")
        try Data(script.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let input = try JSONEncoder().encode(["entries": entries, "hosts": hosts])
        let answers = try JSONDecoder().decode([[Bool]].self, from: try PythonPeer.run(script: file, input: input))
        for (entry, row) in zip(entries, answers) {
            for (host, isDirect) in zip(hosts, row) {
                let settings = ProxySettings(http: "http://p:1", exceptions: entry)
                #expect(
                    try Self.proxy("http://\(host)", settings) == (isDirect ? nil : "http://p:1"), "\(entry) \(host)")
            }
        }
    }

    @Test("a plain request is handed to the proxy whole, with the proxy's own password; an exception goes past it")
    func plain() async throws {
        let proxy = try LoopbackServer { _ in .answer("200 OK", ["X-From: proxy"], []) }
        let server = try LoopbackServer { _ in .answer("200 OK", ["X-From: server"], []) }
        defer { proxy.stop() }
        defer { server.stop() }
        let settings = ProxySettings(http: "http://me:hush@\(proxy.authority)", exceptions: "127.0.0.1")
        let transport = try CurlTransport(options: CurlOptions(proxies: settings))
        let far = try await transport.execute(HTTPRequest(scheme: "http", authority: "backup.example", path: "/v"))
        #expect(far.headers["X-From"] == "proxy")
        #expect(proxy.requests.first?.head.first == "GET http://backup.example/v HTTP/1.1")
        #expect(
            proxy.requests.first?.header("Proxy-Authorization") == "Basic \(Data("me:hush".utf8).base64EncodedString())"
        )
        let near = try await transport.execute(HTTPRequest(scheme: "http", authority: server.authority))
        #expect(near.headers["X-From"] == "server")
        #expect(server.requests.first?.header("Proxy-Authorization") == nil)
    }

    /// A proxy that leads every tunnel, whatever its host, to a TLS server of its own, and refuses hosts named `no…`.
    private static let script = """
        import socket, ssl, sys, threading
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        def serve(connection):
            try:
                head = b""
                while b"\\r\\n\\r\\n" not in head:
                    head += connection.recv(1)
                target = head.split()[1]
                if target.startswith(b"no"):
                    connection.sendall(b"HTTP/1.1 403 Forbidden\\r\\nContent-Length: 0\\r\\n\\r\\n")
                    return
                connection.sendall(b"HTTP/1.1 200 Connection established\\r\\nX-Proxy: 1\\r\\n\\r\\n")
                with context.wrap_socket(connection, server_side=True) as stream:
                    asked = stream.recv(65536)
                    shown = b"yes" if b"proxy-authorization" in asked.lower() else b"no"
                    stream.sendall(b"HTTP/1.1 200 OK\\r\\nX-Target: " + target + b"\\r\\nX-Password: " + shown
                                   + b"\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n")
            except OSError:
                connection.close()
        while True:
            threading.Thread(target=serve, args=listener.accept()[:1], daemon=True).start()
        """

    @Test(
        "TLS goes through a tunnel to the host itself, whose certificate is checked as always",
        .enabled(if: SelfSigned.isAvailable, "needs the openssl command-line tool and python3"))
    func tunnel() async throws {
        let proxy = try PythonServer(Self.script, names: "DNS:backup.example")
        defer { proxy.stop() }
        let settings = ProxySettings(https: "http://me:hush@\(proxy.authority)")
        let options = CurlOptions(certificateBundle: proxy.certificate, proxies: settings)
        let answer = try await proxy.answer(options, authority: "backup.example")
        #expect(answer.headers["X-Target"] == "backup.example:443")
        #expect(answer.headers["X-Password"] == "no")
        #expect(answer.headers["X-Proxy"] == nil)
        let other = await #expect(throws: TransportError.self) {
            try await proxy.answer(options, authority: "other.example")
        }
        #expect(other?.code == .tls)
        #expect(other?.mayHaveReachedServer == false)
        let refused = await #expect(throws: TransportError.self) {
            try await proxy.answer(options, authority: "no.example")
        }
        #expect(refused?.code == .connection)
        #expect(refused?.mayHaveReachedServer == false)
        #expect(refused?.message.contains("hush") == false)
        let nowhere = await #expect(throws: TransportError.self) {
            try await proxy.answer(
                CurlOptions(proxies: ProxySettings(https: "http://proxy.invalid:1")), authority: "backup.example")
        }
        #expect(nowhere?.code == .unresolved)
    }
}
