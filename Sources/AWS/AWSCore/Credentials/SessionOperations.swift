internal import AWSWire

/// What the session of a role is asked for with.
struct SessionRequest: Sendable {
    /// The role.
    var roleARN: String
    /// The name of the session, as CloudTrail shows it.
    var sessionName: String
    /// The external id the role's trust policy may demand.
    var externalID: String?
    /// How long it lasts, in seconds; AWS's default of one hour when nothing is said.
    var duration: Int?
    /// The token of the web identity, where that stands in for credentials.
    var webIdentityToken: Redacted<String>?

    fileprivate func form(_ action: String) -> QueryWriter {
        var form = QueryWriter(.query, action: action, version: SessionService.version)
        form.member("RoleArn", roleARN)
        form.member("RoleSessionName", sessionName)
        form.member("WebIdentityToken", webIdentityToken?.revealed)
        form.member("DurationSeconds", duration)
        form.member("ExternalId", externalID)
        return form
    }
}

/// What the client must know of STS; AWSCore cannot import the generated services, which import it.
enum SessionService {
    static let version = "2011-06-15"
    static let description = ServiceDescription(
        id: "sts", endpointPrefix: "sts", signingName: "sts", endpointVariable: "STS",
        wireProtocol: .query(version: version), isGlobal: false)
}

/// `sts:AssumeRole`, as far as profiles need it.
enum ProfileRoleOperation: AWSOperation {
    static var service: ServiceDescription { SessionService.description }
    static let name = "AssumeRole"
    static let isIdempotent = true

    static func request(for input: SessionRequest) throws(WireError) -> WireRequest {
        var request = WireRequest()
        request.setBody(input.form(name))
        return request
    }

    static func output(from response: WireResponse) throws(WireError) -> SessionKeys {
        try response.xml(wrapper: "AssumeRoleResult")
    }
}

/// `sts:AssumeRoleWithWebIdentity`, whose token takes the place of a signature.
enum WebIdentityOperation: AWSOperation {
    static var service: ServiceDescription { SessionService.description }
    static let name = "AssumeRoleWithWebIdentity"
    static let isIdempotent = true
    static let isSigned = false

    static func request(for input: SessionRequest) throws(WireError) -> WireRequest {
        var request = WireRequest()
        request.setBody(input.form(name))
        return request
    }

    static func output(from response: WireResponse) throws(WireError) -> SessionKeys {
        try response.xml(wrapper: "AssumeRoleWithWebIdentityResult")
    }
}
