public import HoldfastHTTP
internal import Logging

/// What sources of credentials may use to reach the world; nothing else does.
public struct CredentialTools: Sendable {
    /// Runs a program with its arguments and no shell, and waits for its end; throws with words when it cannot.
    public typealias ProcessRunner = @Sendable (_ arguments: [String]) async throws -> ProcessOutcome

    /// Replaces a file whole, so that no reader sees part of it and nobody else may read it; throws with words when it
    /// cannot.
    public typealias FileWriter = @Sendable (_ path: String, _ bytes: [UInt8]) throws -> Void

    let transport: any HTTPTransport
    let clock: any AWSClock
    let readFile: SharedConfiguration.FileReader
    let writeFile: FileWriter
    let runProcess: ProcessRunner
    let jitter: @Sendable () -> Double

    /// Gives sources their tools.
    ///
    /// - Parameters:
    ///   - transport: Carries requests to STS, IAM Identity Center and the metadata endpoints.
    ///   - clock: Judges expiry, dates signatures and waits.
    ///   - readFile: Reads token files.
    ///   - writeFile: Replaces the token of a login that was renewed.
    ///   - runProcess: Runs a profile's `credential_process`.
    ///   - jitter: A number from 0 to 1, drawn for each pause and renewal.
    public init(
        transport: any HTTPTransport, clock: any AWSClock,
        readFile: @escaping SharedConfiguration.FileReader = AmbientConfiguration.fileFromDisk,
        writeFile: @escaping FileWriter,
        runProcess: @escaping ProcessRunner, jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.transport = transport
        self.clock = clock
        self.readFile = readFile
        self.writeFile = writeFile
        self.runProcess = runProcess
        self.jitter = jitter
    }

    /// A client for the calls that fetch credentials.
    func client(_ endpoints: EndpointResolver) -> AWSClient {
        AWSClient(
            transport: transport, endpoints: endpoints, clock: clock,
            logger: Logger(label: "holdfast.credentials") { _ in SwiftLogNoOpLogHandler() }, jitter: jitter)
    }

    /// Keeps what a source gives until shortly before its end.
    func refreshing(_ source: @escaping RefreshingCredentials.Source) -> RefreshingCredentials {
        RefreshingCredentials(clock: clock, jitter: jitter, source: source)
    }

    /// The text of a file that holds a token, without the white space around it.
    ///
    /// - Throws: ``CredentialError`` naming the file and the setting that points to it.
    func token(in path: String, from setting: String) throws(CredentialError) -> String {
        let bytes: [UInt8]?
        do {
            bytes = try readFile(path)
        } catch {
            throw CredentialError(code: .sourceFailed, message: "\(path) (\(setting)) cannot be read: \(error)")
        }
        guard let bytes else {
            throw CredentialError(code: .sourceFailed, message: "\(path) (\(setting)) does not exist")
        }
        let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard text.count == 1, let token = text.first, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw CredentialError(code: .malformed, message: "\(path) (\(setting)) does not hold one token")
        }
        return String(token)
    }
}

/// How a program ended.
public struct ProcessOutcome: Sendable, Hashable {
    /// Its exit status; 128 and the number of the signal that ended it.
    public let status: Int
    /// All it wrote to its standard output.
    public let output: [UInt8]

    /// Describes an end.
    public init(status: Int, output: [UInt8]) {
        self.status = status
        self.output = output
    }
}
