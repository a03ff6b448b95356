internal import AWSWire

/// `sso:GetRoleCredentials`, whose bearer token takes the place of a signature.
enum SingleSignOnOperation: AWSOperation {
    /// The account, the role in it and the token of the login.
    struct Input: Sendable {
        var account: String
        var role: String
        var token: Redacted<String>
    }

    static let service = ServiceDescription(
        id: "sso", endpointPrefix: "portal.sso", signingName: "awsssoportal", endpointVariable: "SSO",
        wireProtocol: .restJSON, isGlobal: false)
    static let name = "GetRoleCredentials"
    static let isIdempotent = true
    static let isSigned = false

    static func request(for input: Input) throws(WireError) -> WireRequest {
        WireRequest(
            method: "GET", path: "/federation/credentials",
            query: [("role_name", input.role), ("account_id", input.account)],
            headers: [("x-amz-sso_bearer_token", input.token.revealed)])
    }

    static func output(from response: WireResponse) throws(WireError) -> SessionKeys {
        SessionKeys(singleSignOn: try WireValue(json: response.body)["roleCredentials"] ?? .null)
    }
}

/// `sso-oidc:CreateToken`, as far as a login is renewed with it.
enum TokenRenewalOperation: AWSOperation {
    /// The client a login was registered for, and what it left to renew it with.
    struct Input: Sendable {
        var clientID: String
        var clientSecret: Redacted<String>
        var refreshToken: Redacted<String>
    }

    /// The new token.
    struct Output: Sendable {
        var accessToken: Redacted<String>
        /// How long it lasts, in seconds.
        var lifetime: Int64
        var refreshToken: Redacted<String>?
    }

    static let service = ServiceDescription(
        id: "sso-oidc", endpointPrefix: "oidc", signingName: "sso-oauth", endpointVariable: "SSO_OIDC",
        wireProtocol: .restJSON, isGlobal: false)
    static let name = "CreateToken"
    // A refresh token may be good for one renewal only.
    static let isIdempotent = false
    static let isSigned = false

    static func request(for input: Input) throws(WireError) -> WireRequest {
        let body = WireValue.object([
            WireValue.Member("clientId", .string(input.clientID)),
            WireValue.Member("clientSecret", .string(input.clientSecret.revealed)),
            WireValue.Member("grantType", .string("refresh_token")),
            WireValue.Member("refreshToken", .string(input.refreshToken.revealed)),
        ])
        return WireRequest(
            path: "/token", headers: [("Content-Type", "application/json")], body: body.jsonBytes())
    }

    static func output(from response: WireResponse) throws(WireError) -> Output {
        let value: WireValue
        // The reader's words could quote what it read.
        do { value = try WireValue(json: response.body) } catch { throw WireError("the answer is not JSON") }
        guard let token = value["accessToken"]?.stringValue, let lifetime = value["expiresIn"]?.integerValue else {
            throw WireError("the answer has no accessToken with expiresIn")
        }
        return Output(
            accessToken: Redacted(token), lifetime: lifetime,
            refreshToken: value["refreshToken"]?.stringValue.map { Redacted($0) })
    }
}
