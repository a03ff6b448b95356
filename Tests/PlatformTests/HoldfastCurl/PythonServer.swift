internal import Foundation
internal import HoldfastCurl
internal import HoldfastHTTP
internal import Testing

/// A key and a certificate made by OpenSSL's tool, which only itself vouches for.
struct SelfSigned: Sendable {
    let certificate: String
    let key: String

    static var isAvailable: Bool { (try? run(["version"])) != nil }

    /// Makes both in a folder, for names such as `IP:127.0.0.1` and `DNS:backup.example`.
    init(for names: String, in folder: URL) throws {
        certificate = folder.appending(path: "cert.pem").path
        key = folder.appending(path: "key.pem").path
        try Self.run([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=holdfast", "-addext",
            "subjectAltName=\(names)", "-keyout", key, "-out", certificate,
        ])
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

/// A server in Python on 127.0.0.1 that prints its port first, with a certificate of its own.
final class PythonServer: Sendable {
    let certificate: String
    let port: Int
    private let folder: URL
    private let process: Process

    /// Starts the script with the paths of certificate and key and the arguments given.
    init(_ script: String, _ arguments: [String] = [], names: String = "IP:127.0.0.1") throws {
        folder = URL.temporaryDirectory.appending(path: "holdfast-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let identity = try SelfSigned(for: names, in: folder)
        certificate = identity.certificate
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, identity.certificate, identity.key] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        var line = ""
        while let piece = try output.fileHandleForReading.read(upToCount: 1), !piece.isEmpty,
            piece != Data("\n".utf8)
        {
            line += String(decoding: piece, as: UTF8.self)
        }
        port = try #require(Int(line))
    }

    var authority: String { "127.0.0.1:\(port)" }

    func stop() {
        // Not SIGTERM: a test runner started with that signal ignored hands this down.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    /// What a fresh transport gets for a `GET` of the root.
    func answer(_ options: CurlOptions, authority: String? = nil) async throws(TransportError) -> HTTPResponse {
        let transport = try CurlTransport(options: options)
        return try await transport.execute(HTTPRequest(authority: authority ?? self.authority))
    }
}
