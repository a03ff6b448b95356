internal import FoundationEssentials
public import HoldfastHTTP
internal import Synchronization

/// A simulated organization behind a lock, to be asked by a listener or a test from any task.
public final class SimulatorHost: Sendable {
    private let organization: Mutex<SimulatedOrganization>
    private let wall: @Sendable () -> Moment

    /// Puts an organization behind a lock.
    ///
    /// - Parameter wall: Tells the wall-clock moment; a test gives its own.
    public init(_ organization: SimulatedOrganization, wall: @escaping @Sendable () -> Moment = Moment.wallClock) {
        self.organization = Mutex(organization)
        self.wall = wall
    }

    /// Answers one request, at once whatever the faults say of its travel.
    public func respond(to request: HTTPRequest) -> HTTPResponse {
        let now = wall()
        return organization.withLock { $0.respond(to: request, at: now) }
    }

    /// Answers one request and tells how the answer travels.
    public func answer(to request: HTTPRequest) -> SimulatedAnswer {
        let now = wall()
        return organization.withLock { $0.answer(to: request, at: now) }
    }

    /// Makes calls go wrong by a script from now on, in place of the one before.
    public func install(_ script: FaultScript) { organization.withLock { $0.install(script) } }

    /// Holds callers to rates from now on, in place of those before.
    public func install(_ policy: ThrottlePolicy) { organization.withLock { $0.install(policy) } }

    /// The events after a number, and how many after it are no longer kept.
    func events(after number: Int, limit: Int) -> (entries: [EventRing.Entry], lost: Int) {
        organization.withLock { $0.world.events.events(after: number, limit: limit) }
    }

    /// Counts what became of events that were delivered.
    func countDeliveries(_ change: (inout EventDelivery.Counts) -> Void) {
        organization.withLock { change(&$0.deliveries) }
    }

    /// What became of the events that were delivered.
    public var deliveries: EventDelivery.Counts { organization.withLock { $0.deliveries } }

    /// The variables that point AWS tools and the agent at the simulator.
    public func environment(endpoint: String) -> [(name: String, value: String)] {
        organization.withLock { $0.environment(endpoint: endpoint) }
    }
}

extension Moment {
    /// The wall clock's moment.
    public static func wallClock() -> Moment {
        Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    }
}
