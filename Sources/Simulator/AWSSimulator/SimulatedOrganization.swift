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
    var faults: FaultInjector
    var throttles = ThrottleLedger(policy: .none)
    package internal(set) var gate: PermissionGate
    var deliveries = EventDelivery.Counts()
    private let authority: SessionAuthority
    private let authenticator: RequestAuthenticator

    /// Makes the world of those options at the moment of its birth.
    public init(options: WorldOptions) {
        self.options = options
        clock = SimulatedClock(birth: options.birth, scale: options.timeScale)
        world = SimulatedWorld(options: options)
        faults = FaultInjector(script: FaultScript(), seed: options.seed)
        gate = PermissionGate(options: options, organization: world.organization.id)
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
        answer(to: request, at: wall).response
    }

    /// Answers one request and tells how a fault makes the answer travel.
    ///
    /// - Parameter wall: The wall-clock moment; the world's clock makes the simulated one of it.
    public mutating func answer(to request: HTTPRequest, at wall: Moment) -> SimulatedAnswer {
        var answer = answered(request, at: wall)
        if request.method == "HEAD" { answer.response.body = [] }
        return answer
    }

    /// Makes calls go wrong by a script from now on, in place of the one before; counts begin again.
    public mutating func install(_ script: FaultScript) {
        faults = FaultInjector(script: script, seed: options.seed)
    }

    /// Holds callers to rates from now on, in place of those before; counts begin again.
    public mutating func install(_ policy: ThrottlePolicy) { throttles = ThrottleLedger(policy: policy) }

    private mutating func answered(_ request: HTTPRequest, at wall: Moment) -> SimulatedAnswer {
        let now = clock.moment(atWall: wall)
        if request.path.hasPrefix(ControlEndpoint.prefix) {
            return SimulatedAnswer(ControlEndpoint.respond(to: request, of: &self, at: now))
        }
        world.requestCount += 1
        var random = SeededGenerator(options.seed, "request", String(world.requestCount))
        var requestID = random.uuid()
        let claim: RequestAuthenticator.Claim
        do throws(AuthenticationFailure) {
            claim = try RequestAuthenticator.claim(of: request)
        } catch {
            return SimulatedAnswer(
                Self.refusal(error, of: Self.guessedProfile(of: request), requestID: requestID, now: now))
        }
        guard let service = ServiceCatalog.bySigningName[claim.service] else {
            let writer = ReplyWriter(
                profile: Self.guessedProfile(of: request), operation: "", requestID: requestID, now: now)
            return SimulatedAnswer(
                writer.response(
                    ServiceFault(
                        "UnknownServiceException", "This organization has no service \(claim.service).", status: 404)))
        }
        switch service.profile.wireProtocol {
        case .restXML: requestID = random.base32(16)
        case .json("1.0", _): requestID = random.base32(52)
        default: break
        }
        do throws(AuthenticationFailure) {
            // A Region nobody opted in to does not know the account's credentials.
            guard !options.closedRegions.contains(claim.region) else { throw AuthenticationFailure.unknownKey }
            let principal = try authenticator.principal(of: request, claim: claim, at: now)
            return answer(
                request, service, principal: principal, claim: claim, requestID: requestID, now: now, wall: wall)
        } catch {
            return SimulatedAnswer(Self.refusal(error, of: service.profile, requestID: requestID, now: now))
        }
    }

    private mutating func answer(
        _ request: HTTPRequest, _ service: any ServiceSimulator, principal: Principal,
        claim: RequestAuthenticator.Claim, requestID: String, now: Moment, wall: Moment
    ) -> SimulatedAnswer {
        let profile = service.profile
        var writer = ReplyWriter(profile: profile, operation: "", requestID: requestID, now: now)
        var fault: FaultRule?
        do throws(ServiceFault) {
            var parsed = try RequestParser.parse(request, for: profile)
            let operation = parsed.operation
            writer = ReplyWriter(profile: profile, operation: operation, requestID: requestID, now: now)
            let asked = ThrottleLedger.Request(
                account: principal.account, region: claim.region, service: profile.signingName, operation: operation,
                isNarrow: Self.isNarrow(parsed))
            guard throttles.admits(asked, at: wall) else { throw ThrottleFault.fault(of: profile) }
            let tokens = PageTokens(service: profile.signingName, operation: operation)
            fault = faults.take(
                FaultCall(
                    account: principal.account, region: claim.region, service: profile.signingName,
                    operation: operation, carriesToken: tokens?.areCarried(by: parsed) ?? false,
                    isPaged: tokens != nil), at: wall)
            if let refusal = fault?.refusal(of: profile) {
                var response = writer.response(refusal, isRefusal: fault?.kind.isOfSession ?? false)
                if fault?.kind == .clockSkew { response.headers["Date"] = now.adding(minutes: 60).httpDate }
                return SimulatedAnswer(response)
            }
            if let fault, fault.kind.isOfProxy {
                return fault.spoiling(writer.response(ServiceReply(.json(.object([])))))
            }
            let repeated = fault?.kind == .endlessPages ? tokens : nil
            if let repeated { parsed = repeated.stripped(from: parsed) }
            var call = ServiceRequest(
                operation: operation, account: principal.account, region: claim.region, principal: principal,
                parameters: parsed.parameters, labels: parsed.labels, query: parsed.query, http: request, now: now,
                requestID: requestID, authority: authority)
            if let name = call.parameters["RoleName"]?.stringValue {
                // Only the role itself says what path stands before its name.
                let roles = world.withAccount(call.account, at: now) { $0.roles } ?? []
                call.knownARNs["RoleName"] = roles.first { $0.name == name }?.arn
            }
            let verdict = gate.judge(call, of: profile)
            if let refusal = verdict.refusal { throw refusal }
            call.deniedResources = verdict.deniedResources
            let reply = try service.respond(to: call, in: &world)
            if Self.isWrite(operation) { world.record(Self.write(call, profile)) }
            let response = writer.response(repeated?.repeated(in: reply) ?? reply)
            return fault?.spoiling(response) ?? SimulatedAnswer(response)
        } catch {
            if let fault, fault.kind == .endlessPages { faults.giveBack(fault) }
            let response = writer.response(error)
            return fault?.spoiling(response) ?? SimulatedAnswer(response)
        }
    }

    /// Whether a request of Amazon EC2 asks for a page, a filter or single resources.
    private static func isNarrow(_ call: RequestParser.Parsed) -> Bool {
        ["MaxResults", "Filter", "InstanceId", "SnapshotId", "VolumeId"].contains { call.parameters[$0] != nil }
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
        ReplyWriter(profile: profile, operation: "", requestID: requestID, now: now)
            .response(failure.fault(in: profile.wireProtocol), isRefusal: true)
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
