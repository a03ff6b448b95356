/// The protocols AWS services speak, as botocore's `resolved_protocol` names them.
public enum WireProtocol: Sendable, Hashable {
    /// JSON bodies with the operation in `X-Amz-Target`; the version is `1.0` or `1.1`.
    case json(version: String, targetPrefix: String)
    /// JSON bodies with the operation in method and path.
    case restJSON
    /// XML bodies with the operation in method and path.
    case restXML
    /// A form in, XML with a `…Result` wrapper out.
    case query(version: String)
    /// A form in EC2's own naming in, XML without a wrapper out.
    case ec2(version: String)
}

/// A request as a service's protocol writes it, before endpoint and signature.
public struct WireRequest: Sendable, Hashable {
    /// The method, in capitals.
    public var method: String
    /// What the operation puts before the endpoint's host name, its dot included; empty for nearly all.
    public var hostPrefix: String
    /// The path, percent-encoded, beginning with a slash.
    public var path: String
    /// Name and value of each query parameter, not encoded, in the model's order.
    public var query: [(name: String, value: String)]
    /// Name and value of each header, the content type among them.
    public var headers: [(name: String, value: String)]
    /// The body.
    public var body: [UInt8]

    /// Makes a request.
    public init(
        method: String = "POST", hostPrefix: String = "", path: String = "/",
        query: [(name: String, value: String)] = [], headers: [(name: String, value: String)] = [], body: [UInt8] = []
    ) {
        self.method = method
        self.hostPrefix = hostPrefix
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// Compares all six parts, in order.
    public static func == (left: WireRequest, right: WireRequest) -> Bool {
        left.method == right.method && left.hostPrefix == right.hostPrefix && left.path == right.path
            && left.body == right.body
            && left.query.elementsEqual(right.query, by: ==) && left.headers.elementsEqual(right.headers, by: ==)
    }

    /// Hashes what tells most requests apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(method)
        hasher.combine(path)
        hasher.combine(body)
    }
}

/// A successful answer as it came over the wire.
public struct WireResponse: Sendable {
    /// The status code.
    public let status: Int
    /// The body, decoded.
    public let body: [UInt8]
    private let makeHeaders: @Sendable () -> [(name: String, value: String)]

    /// Makes an answer; its headers are made of what is given each time they are asked for, which most answers never are.
    public init(
        status: Int, headers: @autoclosure @escaping @Sendable () -> [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) {
        self.status = status
        self.body = body
        makeHeaders = headers
    }

    /// Name and value of each header, in order.
    public var headers: [(name: String, value: String)] { makeHeaders() }
}

/// A message that is not what its protocol promises.
public struct WireError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in words.
    public let message: String
    /// Where, in bytes from the start of the body, when it is known.
    public let offset: Int?
    /// The path of the member being read or written, such as `BackupVaultList[3].LockDate`; empty at the top.
    public let path: String

    /// Makes an error.
    public init(_ message: String, offset: Int? = nil, path: String = "") {
        self.message = message
        self.offset = offset
        self.path = path
    }

    /// Place and words.
    public var description: String {
        [path.isEmpty ? nil : "at \(path)", offset.map { "byte \($0)" }, message].compactMap { $0 }
            .joined(separator: ": ")
    }
}
