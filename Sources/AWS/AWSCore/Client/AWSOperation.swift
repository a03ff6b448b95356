public import AWSWire

/// One operation of one AWS service: how its input becomes a request and its answer an output.
///
/// Generated types conform to it; `AWSClient` knows nothing else of a service.
public protocol AWSOperation: Sendable {
    /// What the caller gives.
    associatedtype Input: Sendable
    /// What the caller gets.
    associatedtype Output: Sendable

    /// The service the operation belongs to.
    static var service: ServiceDescription { get }
    /// The name of the operation, as in `ListBackupVaults`.
    static var name: String { get }
    /// Whether AWS does nothing more when the same request comes twice, so that a lost answer may be asked for again.
    static var isIdempotent: Bool { get }
    /// Whether its requests are signed; those that bring a token of their own are not.
    static var isSigned: Bool { get }

    /// Writes the input as method, path, query, headers and body, in the service's protocol; not signed yet.
    static func request(for input: Input) throws(WireError) -> WireRequest
    /// Reads the body, headers and status of a successful answer.
    static func output(from response: WireResponse) throws(WireError) -> Output
}

extension AWSOperation {
    /// All but a few requests are signed.
    public static var isSigned: Bool { true }
}

/// What the client must know of a service, as botocore's model metadata says.
public struct ServiceDescription: Sendable, Hashable {
    /// The name in IAM actions, metrics and logs, such as `backup`.
    public let id: String
    /// The first label of its host name, such as `elasticfilesystem`.
    public let endpointPrefix: String
    /// The name in the credential scope of a signature.
    public let signingName: String
    /// The name in `AWS_ENDPOINT_URL_<NAME>`: the service id in capitals with underscores, such as `CONFIG_SERVICE`.
    public let endpointVariable: String
    /// The protocol its messages use.
    public let wireProtocol: WireProtocol
    /// Whether the service has one endpoint for a partition instead of one for a Region.
    public let isGlobal: Bool

    /// Describes a service.
    public init(
        id: String, endpointPrefix: String, signingName: String, endpointVariable: String, wireProtocol: WireProtocol,
        isGlobal: Bool
    ) {
        self.id = id
        self.endpointPrefix = endpointPrefix
        self.signingName = signingName
        self.endpointVariable = endpointVariable
        self.wireProtocol = wireProtocol
        self.isGlobal = isGlobal
    }
}

/// Makes calls of one account in one Region; what every generated service type holds.
///
/// `AWSClient` hands these out; a test may make its own.
public protocol AWSCaller: Sendable {
    /// Performs one operation: resolves the endpoint, signs, sends, classifies, retries.
    ///
    /// Costs one API call, more where the answer was a throttle or a passing fault.
    func call<Operation: AWSOperation>(
        _ operation: Operation.Type, _ input: Operation.Input
    ) async throws(AWSError) -> Operation.Output
}
