public import HoldfastHTTP

/// An answer and how it reaches the caller, which a listener or a transport carries out.
public struct SimulatedAnswer: Sendable {
    /// How an answer travels.
    public enum Delivery: Sendable, Hashable {
        /// At once.
        case prompt
        /// That much later.
        case late(Duration)
        /// Not at all while the caller waits; a listener lets go after that long.
        case never(atMost: Duration)
        /// The connection is closed in its place.
        case closed
        /// The connection is reset after the head and the first half of the body, or in place of an answer without one.
        case reset
    }

    /// What was answered.
    public var response: HTTPResponse
    /// How it travels.
    public var delivery: Delivery

    /// Makes an answer.
    public init(_ response: HTTPResponse, delivery: Delivery = .prompt) {
        self.response = response
        self.delivery = delivery
    }
}
