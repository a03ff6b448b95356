/// Which rates a simulated organization holds its callers to, by wall-clock time.
public enum ThrottlePolicy: Sendable, Hashable {
    /// None.
    case none
    /// Those AWS publishes; operations without a published rate are not held.
    case published
    /// The same for every operation of every service.
    case uniform(RequestRate)

    /// Reads `none`, `published` or a rate such as `20` or `20/100`.
    public init?(_ text: String) {
        switch text {
        case "none": self = .none
        case "published": self = .published
        default:
            guard let rate = RequestRate(text) else { return nil }
            self = .uniform(rate)
        }
    }

    /// The rates that hold for an operation: its own first, then the one it shares; none where it is not held.
    ///
    /// - Parameter isNarrow: Whether the request asks for a page, a filter or single resources.
    func rates(service: String, operation: String, isNarrow: Bool) -> [(bucket: String, rate: RequestRate)] {
        switch self {
        case .none: []
        case .published: PublishedQuotas.rates(service: service, operation: operation, isNarrow: isNarrow)
        case .uniform(let rate): [(operation, rate)]
        }
    }
}
