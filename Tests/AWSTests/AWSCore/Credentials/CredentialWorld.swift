internal import AWSCore
internal import HoldfastHTTP
internal import Synchronization
internal import TestSupport
internal import Testing

/// Everything a source of credentials can look at, made of texts.
struct CredentialWorld: Sendable {
    /// What comes of starting a program.
    typealias Program = @Sendable ([String]) throws -> ProcessOutcome

    struct NoProgram: Error, CustomStringConvertible {
        let description = "no such program"
    }

    /// The files written so far; their content counts from then on.
    final class Disk: Sendable {
        private let state = Mutex((files: [String: [UInt8]](), isReadOnly: false))

        subscript(path: String) -> [UInt8]? { state.withLock { $0.files[path] } }

        func makeReadOnly() { state.withLock { $0.isReadOnly = true } }

        func write(_ path: String, _ bytes: [UInt8]) throws {
            try state.withLock { state in
                guard !state.isReadOnly else { throw NoProgram() }
                state.files[path] = bytes
            }
        }
    }

    let disk = Disk()
    var environment: [String: String] = [:]
    var config: String?
    var keys: String?
    var files: [String: String] = [:]
    var profile: String?
    var transport = ScriptedTransport([])
    var clock = ManualClock()
    var program: Program = { _ in throw NoProgram() }

    /// The chain of all sources.
    func chain() throws(CredentialError) -> CredentialChain {
        var environment = environment
        environment["HOME"] = "/home/a"
        var texts = files
        texts["/home/a/.aws/config"] = config
        texts["/home/a/.aws/credentials"] = keys
        let disk = disk
        let read: SharedConfiguration.FileReader = { [texts] path in disk[path] ?? texts[path].map { Array($0.utf8) } }
        let program = program
        return try AmbientConfiguration(environment: environment, profile: profile, readFile: read).credentials(
            CredentialTools(
                transport: transport, clock: clock, readFile: read, writeFile: { try disk.write($0, $1) },
                runProcess: { try program($0) }, jitter: { 0 }))
    }

    /// The error of the chain, as words, after checking that it holds no secret.
    func failure() async -> CredentialError? {
        let error = await #expect(throws: CredentialError.self) { try await chain().credentials() }
        for secret in ["hush", "wJalr", "JWT", "BEARER", "REFRESH"] {
            #expect(error.map { "\($0)" }?.contains(secret) == false)
        }
        return error
    }

    /// The form of a request, by names.
    static func form(_ request: HTTPRequest) -> [String: String] {
        let pairs = String(decoding: request.body, as: UTF8.self).split(separator: "&").map { pair in
            pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        }
        return Dictionary(pairs.map { ($0[0], $0.count > 1 ? $0[1] : "") }) { $1 }
    }

    /// STS's answer to the request for a session.
    static func session(
        _ operation: String, keyID: String, until expiration: AWSTime
    ) -> ScriptedTransport.Step {
        .answer(
            200, [:],
            """
            <\(operation)Response><\(operation)Result><Credentials><AccessKeyId>\(keyID)</AccessKeyId>\
            <SecretAccessKey>hush</SecretAccessKey><SessionToken>hush-token</SessionToken>\
            <Expiration>\(expiration)</Expiration></Credentials></\(operation)Result></\(operation)Response>
            """)
    }

    /// A metadata endpoint's answer.
    static func json(keyID: String, until expiration: AWSTime, token: String = "Token") -> String {
        """
        {"Code":"Success","Version":1,"AccessKeyId":"\(keyID)","SecretAccessKey":"hush","\(token)":"hush-token",\
        "Expiration":"\(expiration)"}
        """
    }
}
