import AWSWire
import HoldfastHTTP
import Synchronization
import Testing

@testable import AWSSimulator

@Suite("Delivery of events")
struct EventDeliveryTests {
    /// An EventBridge that takes events, refuses some, or is not there.
    private final class Bus: HTTPTransport {
        private struct State {
            var calls = 0
            var taken: [String] = []
            var scopes: Set<Substring> = []
        }
        private let state = Mutex(State())
        private let isThere: @Sendable (_ call: Int) -> Bool
        private let takes: @Sendable (_ call: Int, _ entry: Int) -> Bool

        init(
            isThere: @escaping @Sendable (Int) -> Bool = { _ in true },
            takes: @escaping @Sendable (Int, Int) -> Bool = { _, _ in true }
        ) {
            self.isThere = isThere
            self.takes = takes
        }

        var calls: Int { state.withLock(\.calls) }
        var taken: [String] { state.withLock(\.taken) }
        var scopes: Set<Substring> { state.withLock(\.scopes) }

        func execute(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
            let call = state.withLock { state in
                state.calls += 1
                return state.calls
            }
            guard isThere(call) else {
                throw TransportError(code: .connection, message: "refused", mayHaveReachedServer: false)
            }
            let entries = (try? WireValue(json: request.body))?["Entries"]?.arrayValue ?? []
            #expect(request.headers["X-Amz-Target"] == "AWSEvents.PutEvents" && (1...10).contains(entries.count))
            let scope = request.headers["Authorization"]?.split(separator: "=").dropFirst().first?
                .prefix { $0 != "," }
            let results = entries.enumerated().map { index, entry -> WireValue in
                guard takes(call, index) else { return .record(("ErrorCode", .string("ThrottlingException"))) }
                #expect(entry["Source"]?.stringValue == "simulated.aws.backup")
                state.withLock { state in
                    state.taken.append(entry["Detail"]?.stringValue ?? "")
                    if let scope { state.scopes.insert(scope) }
                }
                return .record(("EventId", .string("\(call)-\(index)")))
            }
            return HTTPResponse(status: 200, body: WireValue.record(("Entries", .array(results))).jsonBytes())
        }
    }

    /// A world a day after its birth, and the events it tells.
    private static func host() throws -> (host: SimulatorHost, details: [String]) {
        var bench = WireBench(memberAccounts: 4, resources: 120)
        bench.step("PT24H")
        for account in bench.members { _ = try bench.backup(account, "GET", "/backup-vaults/") }
        let details = bench.organization.world.events.events(after: 0, limit: 1_000).entries.map {
            String(decoding: $0.event.detail.jsonBytes(), as: UTF8.self)
        }
        #expect(details.count > 10)
        return (SimulatorHost(bench.organization) { WireBench.birth }, details)
    }

    private static func delivery(of host: SimulatorHost, to bus: Bus) throws -> EventDelivery {
        let pause: @Sendable (Duration) async throws -> Void = { _ in }
        let delivery = EventDelivery(of: host, to: "http://127.0.0.1:1/", by: bus, pause: pause)
        return try #require(delivery)
    }

    @Test("every event is put once, in tens, signed for its account and Region")
    func deliversAll() async throws {
        let (host, details) = try Self.host()
        let bus = Bus()
        let delivery = try Self.delivery(of: host, to: bus)
        let last = await delivery.deliver(after: 0)
        #expect(last == details.count)
        #expect(bus.taken.sorted() == details.sorted())
        #expect(bus.scopes.allSatisfy { $0.hasSuffix("/events/aws4_request") } && bus.scopes.count > 1)
        #expect(host.deliveries.delivered == details.count && host.deliveries.failed == 0)
        #expect(await delivery.deliver(after: last) == last)
    }

    @Test("what an endpoint refuses or does not answer is put again, and only that")
    func retries() async throws {
        let (host, details) = try Self.host()
        let bus = Bus(isThere: { $0 % 4 != 1 }, takes: { call, entry in call % 4 != 2 || entry % 2 == 0 })
        _ = await (try Self.delivery(of: host, to: bus)).deliver(after: 0)
        #expect(bus.taken.sorted() == details.sorted())
        #expect(host.deliveries.delivered == details.count && host.deliveries.retried > 0)
    }

    @Test("an endpoint that is never there costs its events and nothing else")
    func failures() async throws {
        let (host, details) = try Self.host()
        let bus = Bus(isThere: { _ in false })
        let last = await (try Self.delivery(of: host, to: bus)).deliver(after: 0)
        #expect(last == details.count)
        #expect(host.deliveries.failed == details.count && host.deliveries.delivered == 0)
        #expect(host.respond(to: HTTPRequest(authority: "simulator", path: "/_simulator/clock")).status == 200)
    }

    @Test("only an http or https URL is an endpoint", arguments: ["events", "ftp://host", "http:///path"])
    func noEndpoint(text: String) throws {
        #expect(EventDelivery(of: try Self.host().host, to: text, by: Bus()) == nil)
    }
}
