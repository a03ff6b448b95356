internal import AWSWire
internal import HoldfastHTTP
internal import HoldfastYAML

/// The simulator's own endpoints under `/_simulator/`, which need no signature.
///
/// - `GET clock`, `POST clock {"advance":"PT24H"}`: reads and steps the clock.
/// - `GET ledger`, with `?detail=1` also every ARN: what the world holds. A world of more than 256 accounts is told in
///   pages, `?offset=N&limit=N`, and by its sums without them.
/// - `GET writes`, with `?since=N` without the first N: every write since the birth.
/// - `GET events`, with `?since=N` after event N and `?limit=N` at most so many: the newest events of AWS Backup.
/// - `GET operations`: every operation each service answers, by the service's signing name.
/// - `GET faults`: the rules of the fault script and how often each struck; `POST faults` with a script replaces it.
/// - `GET throttles`: how many requests of each account, Region and operation were let in and refused for their rate,
///   where `--throttle` is on.
/// - `GET permissions`: how often each IAM action was granted and refused to the member role, and what it never used.
/// - `POST world {"action":…}`: changes the world from outside, see ``WorldLever``.
enum ControlEndpoint {
    /// The path every one of them begins with.
    static let prefix = "/_simulator/"

    /// Answers a request under the prefix.
    static func respond(
        to request: HTTPRequest, of organization: inout SimulatedOrganization, at now: Moment
    ) -> HTTPResponse {
        let query = PercentCoding.pairs(request.query, plusIsSpace: true)
        switch (request.method, request.path.dropFirst(prefix.count)) {
        case ("GET", "clock"):
            return answer(.record(("now", .string(now.iso8601))), now: now)
        case ("POST", "clock"):
            return step(request, &organization, now: now)
        case ("GET", "ledger"):
            let detail = query.contains { $0.name == "detail" && $0.value == "1" }
            return answer(
                Ledger.value(of: &organization.world, at: now, detail: detail, page: page(query)), now: now)
        case ("GET", "writes"):
            let since = query.first { $0.name == "since" }.flatMap { Int($0.value) } ?? 0
            let writes = organization.world.writes.dropFirst(max(0, since)).map(value)
            return answer(.record(("writes", .array(Array(writes)))), now: now)
        case ("GET", "events"):
            return answer(events(of: organization, query), now: now)
        case ("GET", "operations"):
            let services = ServiceCatalog.all.map(\.profile).map { profile in
                WireValue.Member(profile.signingName, .texts(profile.operations.sorted()))
            }
            return answer(.object(services), now: now)
        case ("GET", "faults"):
            return answer(organization.faults.report, now: now)
        case ("GET", "permissions"):
            return answer(organization.gate.report, now: now)
        case ("POST", "faults"):
            let (script, diagnostics) = FaultScriptReader.read(request.body, file: "faults")
            guard let script else {
                return answer(.record(("errors", .texts(diagnostics.map(\.description)))), status: 400, now: now)
            }
            organization.install(script)
            return answer(organization.faults.report, now: now)
        case ("GET", "throttles"):
            return answer(organization.throttles.report, now: now)
        case ("POST", "world"):
            do {
                let lever = try WireValue(json: request.body)
                return answer(try WorldLever.apply(lever, to: &organization.world, at: now), now: now)
            } catch let fault as ServiceFault {
                return answer(.record(("error", .string(fault.message))), status: fault.status, now: now)
            } catch {
                return answer(.record(("error", .string("the body is not JSON: \(error)"))), status: 400, now: now)
            }
        default:
            return answer(.record(("error", .string("there is no such endpoint"))), status: 404, now: now)
        }
    }

    private static func step(
        _ request: HTTPRequest, _ organization: inout SimulatedOrganization, now: Moment
    ) -> HTTPResponse {
        guard let text = (try? WireValue(json: request.body))?["advance"]?.stringValue,
            let milliseconds = SimulatedClock.milliseconds(ofISO8601: text)
        else {
            let words = #"the body must be {"advance":"PT24H"} with an ISO 8601 duration"#
            return answer(.record(("error", .string(words))), status: 400, now: now)
        }
        organization.clock.advance(milliseconds: milliseconds)
        let after = Moment(milliseconds: now.milliseconds + milliseconds)
        return answer(.record(("now", .string(after.iso8601))), now: after)
    }

    /// The accounts a query asks the ledger for; nothing when it does not say.
    private static func page(_ query: [(name: String, value: String)]) -> Ledger.Page? {
        func number(_ name: String) -> Int? { query.first { $0.name == name }.flatMap { Int($0.value) } }
        guard number("offset") != nil || number("limit") != nil else { return nil }
        return Ledger.Page(
            offset: number("offset") ?? 0, limit: min(number("limit") ?? Ledger.mostAccounts, Ledger.mostAccounts))
    }

    /// The events a query asks for, each as EventBridge hands it on, and where to go on.
    private static func events(
        of organization: SimulatedOrganization, _ query: [(name: String, value: String)]
    ) -> WireValue {
        let ring = organization.world.events
        let counts = organization.deliveries
        func number(_ name: String) -> Int? { query.first { $0.name == name }.flatMap { Int($0.value) } }
        let since = max(0, number("since") ?? 0)
        let (entries, lost) = ring.events(after: since, limit: max(1, min(number("limit") ?? 1_000, 1_000)))
        let next = entries.last?.number ?? max(since, ring.last)
        return .record(
            ("last", .integer(Int64(ring.last))), ("next", .integer(Int64(next))), ("lost", .integer(Int64(lost))),
            (
                "delivery",
                .record(
                    ("delivered", .integer(Int64(counts.delivered))), ("failed", .integer(Int64(counts.failed))),
                    ("retried", .integer(Int64(counts.retried))), ("lost", .integer(Int64(counts.lost))))
            ), ("events", .array(entries.map(\.event.envelope))))
    }

    private static func value(_ write: SimulatedWorld.Write) -> WireValue {
        .record(
            ("time", .string(write.at.iso8601)), ("account", .string(write.account)),
            ("region", .string(write.region)), ("service", .string(write.service)),
            ("operation", .string(write.operation)), ("principal", .string(write.principal)),
            ("parameters", write.parameters), ("requestId", .string(write.requestID)))
    }

    private static func answer(_ value: WireValue, status: Int = 200, now: Moment) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: ["Content-Type": "application/json", "Date": now.httpDate],
            body: value.jsonBytes() + [UInt8(ascii: "\n")])
    }
}
