/// How long each part of an exchange may take; each has its own words in the error.
public struct TransportTimeouts: Sendable, Hashable {
    /// Making a connection, name lookup, proxy and TLS included.
    public var connect: Duration
    /// From the last byte of the request to the first byte of the answer.
    public var firstByte: Duration
    /// From one byte of the answer to the next.
    public var idle: Duration
    /// The whole exchange, from the moment it gets its connection slot, where the request names no limit of its own.
    public var total: Duration

    /// Makes limits.
    public init(
        connect: Duration = .seconds(5), firstByte: Duration = .seconds(25), idle: Duration = .seconds(15),
        total: Duration = .seconds(60)
    ) {
        self.connect = connect
        self.firstByte = firstByte
        self.idle = idle
        self.total = total
    }
}

/// Judges whether an exchange still moves; libcurl itself knows the limits of the connection and of the whole only.
struct StallWatch {
    /// How far an exchange has come.
    struct Progress: Equatable {
        /// Whether any byte of the request has left.
        var hasSentRequest = false
        /// The bytes of the request's body that have left.
        var sent = 0
        /// The bytes of the answer that have come, its head included.
        var received = 0
    }

    private var last = Progress()
    private var since: ContinuousClock.Instant

    /// Begins with nothing sent and nothing received.
    init(at now: ContinuousClock.Instant) { since = now }

    /// Takes note of how far the exchange has come, and gives the words for what it waited for too long, if it did.
    mutating func stall(
        _ progress: Progress, at now: ContinuousClock.Instant, limits: TransportTimeouts
    ) -> String? {
        if progress != last {
            last = progress
            since = now
            return nil
        }
        guard progress.hasSentRequest else { return nil }
        let waited = since.duration(to: now)
        if progress.received == 0 {
            return waited >= limits.firstByte ? "no answer began within \(limits.firstByte)" : nil
        }
        return waited >= limits.idle ? "the answer stopped for \(limits.idle)" : nil
    }
}
