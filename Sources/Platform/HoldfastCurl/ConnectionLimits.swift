/// How many connections are open at once; requests beyond that wait their turn, oldest first.
public struct ConnectionLimits: Sendable, Hashable {
    /// Connections to one scheme, host and port.
    public var perHost: Int
    /// Connections altogether.
    public var total: Int

    /// Makes limits; numbers below 1 become 1.
    public init(perHost: Int = 16, total: Int = 128) {
        self.perHost = max(1, perHost)
        self.total = max(1, total)
    }
}
