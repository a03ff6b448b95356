package import AWSWire
package import HoldfastHTTP

/// One simulated AWS service: answers parsed and authenticated requests on the world's state.
///
/// Parsing, signatures, sessions, request ids, error shapes and the write log are the dispatcher's business. A service
/// names its operations and answers them. To add one, conform a type and list it in ``ServiceCatalog``.
package protocol ServiceSimulator: Sendable {
    /// What the dispatcher must know of the service.
    var profile: ServiceProfile { get }

    /// Answers one request, possibly changing the world.
    ///
    /// Only called for operations ``profile`` lists. The world's accounts have been brought to `request.now` on access.
    func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply
}

/// What the dispatcher must know of a service to parse its requests and write its answers.
package struct ServiceProfile: Sendable {
    /// The name in the credential scope of a signature, such as `elasticfilesystem`.
    package let signingName: String
    /// The protocol its messages use.
    package let wireProtocol: WireProtocol
    /// The XML namespace of its answers; empty for JSON.
    package let xmlNamespace: String
    /// The operations it answers, by name; any other is answered as AWS answers an unknown one.
    package let operations: Set<String>
    /// How REST requests find their operation; empty for the other protocols.
    package let routes: RouteTable
    /// The member of a JSON error that carries its message.
    package let errorMessageMember: String
    /// The member of a JSON error's shape that carries its code, for the services whose shapes have one.
    package let errorCodeMember: String?
    /// What stands before the code in a JSON error's `__type`, such as `com.amazonaws.dynamodb.v20120810#`.
    package let errorNamespace: String

    /// Describes a service; the operations of a REST one are those of its routes.
    package init(
        signingName: String, wireProtocol: WireProtocol, xmlNamespace: String = "", operations: Set<String> = [],
        routes: RouteTable = RouteTable([]), errorMessageMember: String = "message", errorCodeMember: String? = nil,
        errorNamespace: String = ""
    ) {
        self.signingName = signingName
        self.wireProtocol = wireProtocol
        self.xmlNamespace = xmlNamespace
        self.operations = operations.union(routes.operations)
        self.routes = routes
        self.errorMessageMember = errorMessageMember
        self.errorCodeMember = errorCodeMember
        self.errorNamespace = errorNamespace
    }
}

/// A request after parsing, signature and session checks.
package struct ServiceRequest: Sendable {
    /// The operation's name, such as `ListBackupVaults`.
    package let operation: String
    /// The account of the caller, twelve digits.
    package let account: String
    /// The Region of the credential scope.
    package let region: String
    /// Who calls.
    package let principal: Principal
    /// The JSON body, or the form of the query protocols as a tree: `Filter.1.Name=a` is `{"Filter":[{"Name":"a"}]}`.
    ///
    /// Numbers and truth values of a form stay text. An empty body is an empty object.
    package let parameters: WireValue
    /// The labels of a REST path, percent-decoded, by their names in the route.
    package let labels: [String: String]
    /// The query string's parameters, percent-decoded, in order; a name without a value has an empty one.
    package let query: [(name: String, value: String)]
    /// The request as it came, for headers and raw bodies.
    package let http: HTTPRequest
    /// The simulated moment.
    package let now: Moment
    /// The id the answer will carry.
    package let requestID: String
    /// Issues session credentials, for STS.
    package let authority: SessionAuthority
    /// The ARNs of what parameters name, by the parameter, where the name alone does not say the ARN.
    package var knownARNs: [String: String] = [:]
    /// The resources the caller may not do this to, where the operation goes on with the others.
    package var deniedResources: Set<String> = []

    /// The first value of a query parameter.
    package func queryValue(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// The account and Region the request is about.
    package var scope: Scope { Scope(account: account, region: region) }
}

/// An account in a Region.
package struct Scope: Sendable, Hashable {
    /// The account's twelve digits.
    package let account: String
    /// The Region.
    package let region: String

    /// Makes a scope.
    package init(account: String, region: String) {
        self.account = account
        self.region = region
    }
}

/// Who signed a request.
package struct Principal: Sendable, Hashable {
    /// The account.
    package let account: String
    /// The ARN as `GetCallerIdentity` gives it.
    package let arn: String
    /// The unique id as `GetCallerIdentity` gives it.
    package let userID: String
    /// The access key id.
    package let accessKeyID: String
    /// The name of the role, for a session of one.
    package var roleName: String? = nil
    /// The policies the session was limited to when it was made; nothing for one that was not.
    package var sessionPolicies: [PermissionPolicy]? = nil
}

/// A successful answer before it takes the form of the service's protocol.
package struct ServiceReply: Sendable {
    /// The forms a body can have.
    package enum Body: Sendable {
        /// A JSON document, for the JSON protocols.
        case json(WireValue)
        /// Elements: for query what stands in the result wrapper, for ec2 what follows the request id, for rest-xml the
        /// one root element.
        case xml([XMLNode])
        /// Bytes with their content type.
        case bytes([UInt8], contentType: String)
        /// No body.
        case empty
    }

    /// The status code.
    package var status: Int
    /// Header fields beyond content type, date and request id.
    package var headers: [(name: String, value: String)]
    /// The body.
    package var body: Body

    /// Makes an answer.
    package init(status: Int = 200, headers: [(name: String, value: String)] = [], _ body: Body) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A JSON answer of members; absent ones are left out.
    package static func json(_ members: (String, WireValue?)...) -> ServiceReply {
        ServiceReply(.json(.record(members)))
    }

    /// An XML answer of elements; absent ones are left out.
    package static func xml(_ nodes: XMLNode?...) -> ServiceReply { ServiceReply(.xml(nodes.compactMap { $0 })) }
}

/// An error a service answers with, in AWS's words.
package struct ServiceFault: Error, Sendable {
    /// The error code, such as `InvalidParameterValueException`.
    package let code: String
    /// The message.
    package let message: String
    /// The status code.
    package let status: Int
    /// Further members of the error's shape, for the JSON protocols and rest-xml.
    package let members: [(String, WireValue?)]
    /// Header fields beyond those of every answer.
    package let headers: [(name: String, value: String)]

    /// Makes an error; 400 unless told otherwise.
    package init(
        _ code: String, _ message: String, status: Int = 400, members: [(String, WireValue?)] = [],
        headers: [(name: String, value: String)] = []
    ) {
        self.code = code
        self.message = message
        self.status = status
        self.members = members
        self.headers = headers
    }
}
