internal import AWSWire
public import HoldfastHTTP

/// A pretend AWS organization that answers AWS's wire protocols: a value, changed only by the requests it answers.
///
/// The same seed, calls, order and moments give the same bytes, request ids included.
public struct SimulatedOrganization: Sendable {
    /// What the world was made of.
    public let options: WorldOptions
    /// The world's clock.
    public internal(set) var clock: SimulatedClock
    package internal(set) var world: SimulatedWorld
    private let authority: SessionAuthority
    private let authenticator: RequestAuthenticator

    /// Makes the world of those options at the moment of its birth.
    public init(options: WorldOptions) {
        self.options = options
        clock = SimulatedClock(birth: options.birth, scale: options.timeScale)
        world = SimulatedWorld(options: options)
        authority = SessionAuthority(options: options, managementAccount: world.organization.managementAccount.id)
        authenticator = RequestAuthenticator(authority: authority)
    }

    /// The variables that point AWS tools and the agent at the simulator, in the order they are printed.
    ///
    /// - Parameter endpoint: The URL the simulator is reached at.
    public func environment(endpoint: String) -> [(name: String, value: String)] {
        let base = authority.baseCredentials
        let fixed = [
            ("AWS_ENDPOINT_URL", endpoint), ("AWS_ACCESS_KEY_ID", base.accessKeyID),
            ("AWS_SECRET_ACCESS_KEY", base.secretAccessKey), ("AWS_REGION", options.regions.first ?? "us-east-1"),
            ("AWS_DEFAULT_REGION", options.regions.first ?? "us-east-1"),
        ]
        return options.timeScale == 1 ? fixed : fixed + [("HOLDFAST_CLOCK", "endpoint")]
    }

    /// Answers one request.
    ///
    /// - Parameter wall: The wall-clock moment; the world's clock makes the simulated one of it.
    public mutating func respond(to request: HTTPRequest, at wall: Moment) -> HTTPResponse {
        var response = answered(request, at: wall)
        if request.method == "HEAD" { response.body = [] }
        return response
    }

    private mutating func answered(_ request: HTTPRequest, at wall: Moment) -> HTTPResponse {
        let now = clock.moment(atWall: wall)
        if request.path.hasPrefix(ControlEndpoint.prefix) {
            return ControlEndpoint.respond(to: request, of: &self, at: now)
        }
        world.requestCount += 1
        var random = SeededGenerator(options.seed, "request", String(world.requestCount))
        var requestID = random.uuid()
        let claim: RequestAuthenticator.Claim
        do throws(AuthenticationFailure) {
            claim = try RequestAuthenticator.claim(of: request)
        } catch {
            return Self.refusal(error, of: Self.guessedProfile(of: request), requestID: requestID, now: now)
        }
        guard let service = ServiceCatalog.bySigningName[claim.service] else {
            let writer = ReplyWriter(
                profile: Self.guessedProfile(of: request), operation: "", requestID: requestID, now: now)
            return writer.response(
                ServiceFault(
                    "UnknownServiceException", "This organization has no service \(claim.service).", status: 404))
        }
        switch service.profile.wireProtocol {
        case .restXML: requestID = random.base32(16)
        case .json("1.0", _): requestID = random.base32(52)
        default: break
        }
        do throws(AuthenticationFailure) {
            let principal = try authenticator.principal(of: request, claim: claim, at: now)
            return answer(request, service, principal: principal, claim: claim, requestID: requestID, now: now)
        } catch {
            return Self.refusal(error, of: service.profile, requestID: requestID, now: now)
        }
    }

    private mutating func answer(
        _ request: HTTPRequest, _ service: any ServiceSimulator, principal: Principal,
        claim: RequestAuthenticator.Claim, requestID: String, now: Moment
    ) -> HTTPResponse {
        var operation = ""
        do throws(ServiceFault) {
            let parsed = try RequestParser.parse(request, for: service.profile)
            operation = parsed.operation
            let call = ServiceRequest(
                operation: parsed.operation, account: principal.account, region: claim.region, principal: principal,
                parameters: parsed.parameters, labels: parsed.labels, query: parsed.query, http: request, now: now,
                requestID: requestID, authority: authority)
            let reply = try service.respond(to: call, in: &world)
            if Self.isWrite(operation) { world.record(Self.write(call, service.profile)) }
            return ReplyWriter(profile: service.profile, operation: operation, requestID: requestID, now: now)
                .response(reply)
        } catch {
            return ReplyWriter(profile: service.profile, operation: operation, requestID: requestID, now: now)
                .response(error)
        }
    }

    /// Whether an operation changes something, by the verb its name begins with.
    private static func isWrite(_ operation: String) -> Bool {
        let verbs = ["List", "Get", "Describe", "Select", "BatchGet", "Search", "Head", "AssumeRole", "Scan", "Query"]
        return !verbs.contains { operation.hasPrefix($0) }
    }

    private static func write(_ call: ServiceRequest, _ profile: ServiceProfile) -> SimulatedWorld.Write {
        let labels = call.labels.sorted { $0.key < $1.key }.map { WireValue.Member($0.key, .string($0.value)) }
        let query = call.query.map { WireValue.Member($0.name, .string($0.value)) }
        return SimulatedWorld.Write(
            at: call.now, account: call.account, region: call.region, service: profile.signingName,
            operation: call.operation, principal: call.principal.arn,
            parameters: .object(labels + query + (call.parameters.objectValue ?? [])), requestID: call.requestID)
    }

    private static func refusal(
        _ failure: AuthenticationFailure, of profile: ServiceProfile, requestID: String, now: Moment
    ) -> HTTPResponse {
        let fault =
            switch profile.wireProtocol {
            case .json: failure.jsonFault(status: 400)
            case .restJSON: failure.jsonFault(status: 403)
            case .query: failure.queryFault
            case .ec2: failure.ec2Fault
            case .restXML: failure.s3Fault
            }
        return ReplyWriter(profile: profile, operation: "", requestID: requestID, now: now)
            .response(fault, isRefusal: true)
    }

    /// The protocol a request without a readable signature seems to speak.
    private static func guessedProfile(of request: HTTPRequest) -> ServiceProfile {
        if request.headers["X-Amz-Target"] != nil {
            return ServiceProfile(signingName: "", wireProtocol: .json(version: "1.1", targetPrefix: ""))
        }
        if request.headers["Content-Type"]?.hasPrefix("application/x-www-form-urlencoded") == true {
            return ServiceProfile(signingName: "", wireProtocol: .query(version: ""))
        }
        return ServiceProfile(signingName: "", wireProtocol: .restJSON)
    }
}
