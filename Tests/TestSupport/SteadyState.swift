/// What a server that holds its callers to a rate saw once the caller had found it.
public struct SteadyState: Sendable, CustomStringConvertible {
    /// Requests let in a second.
    public let rate: Double
    /// The share of requests refused, from 0 to 1.
    public let throttled: Double

    /// Counts the requests after the first so many.
    public init(_ answers: some Collection<RateServer.Answer>, after warmUp: Int) {
        let steady = Array(answers.dropFirst(warmUp))
        let good = steady.count { $0.isAdmitted }
        let seconds = (steady.last?.at ?? 0) - (steady.first?.at ?? 0)
        rate = Double(good) / seconds
        throttled = Double(steady.count - good) / Double(steady.count)
    }

    /// Both figures, with two digits after the point.
    public var description: String { "\(Self.text(rate))/s, \(Self.text(throttled * 100)) % throttled" }

    private static func text(_ number: Double) -> String { "\((number * 100).rounded() / 100)" }
}
