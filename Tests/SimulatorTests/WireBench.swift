internal import AWSCore
internal import AWSSimulator
internal import AWSWire
internal import HoldfastHTTP
internal import Testing

/// A small organization asked by signed HTTP requests, on a clock that only steps.
struct WireBench {
    static let birth = Moment(milliseconds: 1_790_000_000_000)
    static let home = "us-east-1"
    var organization: SimulatedOrganization
    private var sessions: [String: AWSCredentials] = [:]

    init(
        seed: UInt64 = 7, memberAccounts: Int = 6, resources: Int = 300, rolePolicies: [PermissionPolicy] = [],
        closedRegions: [String] = [], consistencyDelay: Int64 = 0
    ) {
        var options = WorldOptions(birth: Self.birth)
        options.rolePolicies = rolePolicies
        options.closedRegions = closedRegions
        options.consistencyDelay = consistencyDelay
        options.seed = seed
        options.memberAccounts = memberAccounts
        options.resources = resources
        options.timeScale = 0
        organization = SimulatedOrganization(options: options)
    }

    /// The simulated moment.
    var now: Moment { organization.clock.moment(atWall: Self.birth) }

    /// The user everything else is reached from.
    var base: AWSCredentials {
        let variables = organization.environment(endpoint: "http://127.0.0.1")
        func value(_ name: String) -> String { variables.first { $0.name == name }?.value ?? "" }
        return AWSCredentials(
            accessKeyID: value("AWS_ACCESS_KEY_ID"), secretAccessKey: value("AWS_SECRET_ACCESS_KEY"))
    }

    /// The member accounts whose roles let us in.
    var members: [String] {
        let world = organization.world
        return world.organization.accounts.filter {
            $0.state == .active && $0.id != world.organization.managementAccount.id
                && !world.deniedAccounts.contains($0.id)
        }.map(\.id)
    }

    /// A session of an account's member role, kept until it is asked for anew.
    mutating func session(_ account: String, isNew: Bool = false, more: String = "") throws -> AWSCredentials {
        if let known = sessions[account], !isNew { return known }
        let form =
            "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A\(account)%3Arole%2FHoldfastMember"
            + "&RoleSessionName=bench&ExternalId=holdfast-demo&DurationSeconds=3600"
            + more
        let response = send(
            "sts", "POST", "/", headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: Array(form.utf8), credentials: base)
        let text = String(decoding: response.body, as: UTF8.self)
        func element(_ name: String) throws -> String {
            let open = try #require(text.split(separator: "<\(name)>", maxSplits: 1).dropFirst().first)
            return String(open.prefix { $0 != "<" })
        }
        let made = AWSCredentials(
            accessKeyID: try element("AccessKeyId"), secretAccessKey: try element("SecretAccessKey"),
            sessionToken: try element("SessionToken"))
        sessions[account] = made
        return made
    }

    /// Signs and sends one request.
    mutating func send(
        _ service: String, _ method: String, _ path: String, query: String = "", headers: HTTPHeaders = [:],
        body: [UInt8] = [], region: String = WireBench.home, credentials: AWSCredentials
    ) -> HTTPResponse {
        ask(
            service, method, path, query: query, headers: headers, body: body, region: region, credentials: credentials
        ).response
    }

    /// Signs and sends a form of the query protocols.
    mutating func form(
        _ service: String, _ form: String, region: String = WireBench.home, credentials: AWSCredentials
    ) -> HTTPResponse {
        send(
            service, "POST", "/", headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: Array(form.utf8), region: region, credentials: credentials)
    }

    /// Signs and sends one request; gives the answer with how it travels.
    mutating func ask(
        _ service: String, _ method: String, _ path: String, query: String = "", headers: HTTPHeaders = [:],
        body: [UInt8] = [], region: String = WireBench.home, credentials: AWSCredentials
    ) -> SimulatedAnswer {
        var request = HTTPRequest(
            method: method, scheme: "http", authority: "127.0.0.1", path: path, query: query, headers: headers,
            body: body)
        SignatureV4(region: region, service: service).sign(
            &request, with: credentials, at: AWSTime(millisecondsSinceEpoch: now.milliseconds))
        return organization.answer(to: request, at: Self.birth)
    }

    /// Calls AWS Backup in an account, its answer as a tree.
    mutating func backup(
        _ account: String, _ method: String, _ path: String, query: String = "", _ body: WireValue? = nil,
        region: String = WireBench.home, status: Int = 200
    ) throws -> WireValue {
        let response = send(
            "backup", method, path, query: query, body: body?.jsonBytes() ?? [], region: region,
            credentials: try session(account))
        let text = String(decoding: response.body, as: UTF8.self)
        #expect(response.status == status, "\(method) \(path): \(text)")
        return response.body.isEmpty ? .object([]) : try WireValue(json: response.body)
    }

    /// Calls AWS Backup where it must refuse; gives the code.
    mutating func refusal(
        _ account: String, _ method: String, _ path: String, query: String = "", _ body: WireValue? = nil
    ) throws -> String {
        let response = send(
            "backup", method, path, query: query, body: body?.jsonBytes() ?? [], credentials: try session(account))
        return response.headers["X-Amzn-ErrorType"] ?? "status \(response.status)"
    }

    /// Steps the clock by an ISO 8601 duration and forgets the sessions, which are over by then.
    mutating func step(_ duration: String) {
        let body = WireValue.record(("advance", .string(duration))).jsonBytes()
        let request = HTTPRequest(
            method: "POST", scheme: "http", authority: "127.0.0.1", path: "/_simulator/clock", body: body)
        #expect(organization.respond(to: request, at: Self.birth).status == 200)
        sessions = [:]
    }

    /// The first member account whose home Region meets a condition.
    mutating func member(where condition: (RegionState) -> Bool) throws -> String {
        for account in members where condition(try state(account)) { return account }
        throw Absent()
    }

    struct Absent: Error {}

    /// What an account holds in a Region.
    mutating func state(_ account: String, _ region: String = WireBench.home) throws -> RegionState {
        var world = organization.world
        return try #require(world.withRegion(Scope(account: account, region: region), at: now) { $0 })
    }
}

extension WireValue {
    /// The text of a member of each element of a list.
    func texts(_ list: String, _ member: String) -> [String] {
        (self[list]?.arrayValue ?? []).compactMap { $0[member]?.stringValue }
    }
}
