internal import Foundation
internal import HoldfastCurl
internal import HoldfastHTTP
internal import Testing

@Suite(
    "CurlTransport over TLS", .timeLimit(.minutes(1)),
    .enabled(if: SelfSigned.isAvailable, "needs the openssl command-line tool and python3"))
struct TLSTests {
    /// Answers every request over TLS, from version 1.0 to the one named by the last argument.
    private static let script = """
        import socket, ssl, sys
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers("DEFAULT@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = getattr(ssl.TLSVersion, sys.argv[3])
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        while True:
            connection, _ = listener.accept()
            try:
                with context.wrap_socket(connection, server_side=True) as stream:
                    stream.recv(65536)
                    version = stream.version().encode()
                    stream.sendall(b"HTTP/1.1 200 OK\\r\\nX-Version: " + version
                                   + b"\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n")
            except OSError:
                connection.close()
        """

    private static func server(newest: String = "MAXIMUM_SUPPORTED", names: String = "IP:127.0.0.1") throws
        -> PythonServer
    {
        try PythonServer(script, [newest], names: names)
    }

    @Test("a certificate nobody vouches for is refused, and accepted with the bundle that does")
    func verification() async throws {
        let server = try Self.server()
        defer { server.stop() }
        let error = await #expect(throws: TransportError.self) { try await server.answer(CurlOptions()) }
        #expect(error?.code == .tls)
        #expect(error?.mayHaveReachedServer == false)
        #expect(try await server.answer(CurlOptions(certificateBundle: server.certificate)).status == 200)
        let missing = await #expect(throws: TransportError.self) {
            try await server.answer(CurlOptions(certificateBundle: "/nonexistent.pem"))
        }
        #expect(missing?.code == .tls)
    }

    @Test("a certificate for another host is refused, even with a bundle that vouches for it")
    func wrongHost() async throws {
        let server = try Self.server(names: "DNS:backup.example,IP:127.0.0.2")
        defer { server.stop() }
        let error = await #expect(throws: TransportError.self) {
            try await server.answer(CurlOptions(certificateBundle: server.certificate))
        }
        #expect(error?.code == .tls)
        #expect(error?.mayHaveReachedServer == false)
    }

    @Test(
        "TLS 1.2 and newer are spoken, and a server that has nothing newer than TLS 1.1 is refused",
        arguments: [("TLSv1_1", nil), ("TLSv1_2", "TLSv1.2"), ("TLSv1_3", "TLSv1.3")])
    func versions(newest: String, spoken: String?) async throws {
        let server = try Self.server(newest: newest)
        defer { server.stop() }
        let options = CurlOptions(certificateBundle: server.certificate)
        if let spoken {
            #expect(try await server.answer(options).headers["X-Version"] == spoken)
        } else {
            let error = await #expect(throws: TransportError.self) { try await server.answer(options) }
            #expect(error?.code == .tls)
        }
    }
}
