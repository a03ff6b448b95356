internal import Foundation
internal import HoldfastCurl
internal import HoldfastHTTP
internal import Testing

/// A TLS server in Python with a certificate for 127.0.0.1, made by OpenSSL's tool, that only itself vouches for.
private final class TLSServer: Sendable {
    let certificate: String
    let port: Int
    private let folder: URL
    private let process: Process

    static var isAvailable: Bool { (try? run(["version"])) != nil }

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
                    stream.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n")
            except OSError:
                connection.close()
        """

    init(newest: String = "MAXIMUM_SUPPORTED") throws {
        folder = URL.temporaryDirectory.appending(path: "holdfast-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appending(path: "cert.pem").path
        let key = folder.appending(path: "key.pem").path
        try Self.run([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1", "-addext",
            "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
        ])
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.script, certificate, key, newest]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        var line = ""
        while let piece = try output.fileHandleForReading.read(upToCount: 1), piece != Data("\n".utf8) {
            line += String(decoding: piece, as: UTF8.self)
        }
        port = try #require(Int(line))
    }

    func stop() {
        // Not SIGTERM: a test runner started with that signal ignored hands this down.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    func status(_ options: CurlOptions) async throws(TransportError) -> Int {
        let transport = try CurlTransport(options: options)
        return try await transport.execute(HTTPRequest(authority: "127.0.0.1:\(port)")).status
    }

    private static func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw POSIXError(.ENOEXEC) }
    }
}

@Suite(
    "CurlTransport over TLS", .timeLimit(.minutes(1)),
    .enabled(if: TLSServer.isAvailable, "needs the openssl command-line tool and python3"))
struct TLSTests {
    @Test("a certificate nobody vouches for is refused, and accepted with the bundle that does")
    func verification() async throws {
        let server = try TLSServer()
        defer { server.stop() }
        let error = await #expect(throws: TransportError.self) { try await server.status(CurlOptions()) }
        #expect(error?.code == .tls)
        #expect(error?.mayHaveReachedServer == false)
        #expect(try await server.status(CurlOptions(certificateBundle: server.certificate)) == 200)
        let missing = await #expect(throws: TransportError.self) {
            try await server.status(CurlOptions(certificateBundle: "/nonexistent.pem"))
        }
        #expect(missing?.code == .tls)
    }

    @Test("a server that speaks nothing newer than TLS 1.1 is refused")
    func oldProtocol() async throws {
        let server = try TLSServer(newest: "TLSv1_1")
        defer { server.stop() }
        let error = await #expect(throws: TransportError.self) {
            try await server.status(CurlOptions(certificateBundle: server.certificate))
        }
        #expect(error?.code == .tls)
    }
}
