internal import AWSWire
public import HoldfastHTTP

/// Puts a world's events to an EventBridge endpoint that somebody else runs, beside the world and never in its way.
///
/// Each event goes to the bus `default` of its own account and Region: calls are signed for the Region with the account's
/// twelve digits as the access key, which emulators take for the account. A bus refuses sources that begin with `aws.`
/// from everybody but AWS, so events are put under another source; their detail type, detail, resources and time stay.
/// Source: Amazon EventBridge API Reference, "PutEvents".
public struct EventDelivery: Sendable {
    /// What became of the events so far.
    public struct Counts: Sendable, Hashable {
        /// How many the endpoint took.
        public var delivered = 0
        /// How many were given up, because the endpoint refused them or could not be reached.
        public var failed = 0
        /// How many calls were made again.
        public var retried = 0
        /// How many left the ring before they could be put.
        public var lost = 0

        /// Starts at nothing.
        public init() {}
    }

    /// The source events are put under unless another is wished.
    public static let standardSource = "simulated.aws.backup"
    /// The most events of a call ("PutEvents").
    private static let mostEntries = 10
    /// How often a call is made at most.
    private static let mostAttempts = 6

    private let host: SimulatorHost
    private let transport: any HTTPTransport
    private let scheme: String
    private let authority: String
    private let source: String
    private let pause: @Sendable (Duration) async throws -> Void

    /// Makes the delivery of a world's events; nothing when the endpoint is no `http` or `https` URL.
    ///
    /// - Parameter pause: Waits; a test gives its own.
    public init?(
        of host: SimulatorHost, to endpoint: String, source: String = EventDelivery.standardSource,
        by transport: any HTTPTransport,
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        let schemes = ["http", "https"].filter { endpoint.hasPrefix("\($0)://") }
        guard let scheme = schemes.first else { return nil }
        let authority = endpoint.dropFirst(scheme.count + 3).prefix { $0 != "/" }
        guard !authority.isEmpty, !source.isEmpty else { return nil }
        self.host = host
        self.transport = transport
        self.scheme = scheme
        self.authority = String(authority)
        self.source = source
        self.pause = pause
    }

    /// Delivers events as they happen, until it is cancelled.
    public func run() async {
        var number = 0
        while !Task.isCancelled {
            let next = await deliver(after: number)
            guard next == number else {
                number = next
                continue
            }
            do { try await pause(.milliseconds(200)) } catch { return }
        }
    }

    /// Delivers what follows an event, a thousand events at most.
    ///
    /// - Returns: The number of the last event that is dealt with.
    func deliver(after number: Int) async -> Int {
        let (entries, lost) = host.events(after: number, limit: 1_000)
        if lost > 0 { count { $0.lost += lost } }
        guard let last = entries.last else { return number }
        var order: [Scope] = []
        var groups: [Scope: [BackupEvent]] = [:]
        for entry in entries {
            if groups[entry.event.scope] == nil { order.append(entry.event.scope) }
            groups[entry.event.scope, default: []].append(entry.event)
        }
        for scope in order {
            var rest = (groups[scope] ?? [])[...]
            while !rest.isEmpty {
                let batch = Array(rest.prefix(Self.mostEntries))
                rest = rest.dropFirst(batch.count)
                await put(batch, in: scope)
                if Task.isCancelled { return last.number }
            }
        }
        return last.number
    }

    /// Puts a few events of one account and Region; those that were not taken are put again, more and more slowly.
    private func put(_ events: [BackupEvent], in scope: Scope) async {
        var waiting = events
        var delay = Duration.milliseconds(100)
        for attempt in 1...Self.mostAttempts {
            if attempt > 1 {
                count { $0.retried += 1 }
                do { try await pause(delay) } catch { break }
                delay *= 2
            }
            let left = await refused(of: waiting, in: scope)
            let taken = waiting.count - left.count
            count { $0.delivered += taken }
            waiting = left
            if waiting.isEmpty { return }
        }
        let given = waiting.count
        count { $0.failed += given }
    }

    /// The events of one call that the endpoint did not take.
    private func refused(of events: [BackupEvent], in scope: Scope) async -> [BackupEvent] {
        var request = HTTPRequest(
            method: "POST", scheme: scheme, authority: authority, path: "/",
            headers: ["Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "AWSEvents.PutEvents"],
            body: WireValue.record(("Entries", .array(events.map(entry)))).jsonBytes())
        request.timeout = .seconds(10)
        do {
            try RequestAuthenticator.sign(
                &request, accessKeyID: scope.account, secret: "simulated", region: scope.region, service: "events",
                at: .wallClock())
            let response = try await transport.execute(request)
            guard response.status == 200, let results = try WireValue(json: response.body)["Entries"]?.arrayValue,
                results.count == events.count
            else { return events }
            return zip(events, results).filter { $1["ErrorCode"]?.stringValue != nil }.map(\.0)
        } catch { return events }
    }

    private func entry(_ event: BackupEvent) -> WireValue {
        .record(
            ("Time", .integer(event.at.milliseconds / 1_000)), ("Source", .string(source)),
            ("Resources", .texts(event.resources)), ("DetailType", .string(event.kind.rawValue)),
            ("Detail", .string(String(decoding: event.detail.jsonBytes(), as: UTF8.self))))
    }

    private func count(_ change: (inout Counts) -> Void) { host.countDeliveries(change) }
}
