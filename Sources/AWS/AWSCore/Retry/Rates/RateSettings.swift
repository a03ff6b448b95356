/// The rates calls begin with, by service and operation.
///
/// Half of what AWS publishes, because consoles and other tools use the same quotas, unless the owner says otherwise.
public struct RateSettings: Sendable, Hashable {
    /// What the owner says, by service id such as `backup`, or by `service:Operation`; it holds as it stands.
    public var configured: [String: RateLimit]
    /// The share of a published rate that is used.
    public var share: Double
    /// Services and operations AWS publishes no rate for.
    public var unpublished: RateLimit
    /// Endpoints that are not AWS's own, whose quotas nobody knows.
    public var custom: RateLimit

    /// Makes settings.
    public init(
        configured: [String: RateLimit] = [:], share: Double = 0.5,
        unpublished: RateLimit = RateLimit(rate: 5, burst: 10),
        custom: RateLimit = RateLimit(rate: 1_000, burst: 1_000)
    ) {
        self.configured = configured
        self.share = share
        self.unpublished = unpublished
        self.custom = custom
    }

    /// Services without published rates that take more than ``unpublished``: guesses, to be corrected by throttles.
    private static let guessed: [String: RateLimit] = [
        "config": RateLimit(rate: 5, burst: 20), "s3": RateLimit(rate: 50, burst: 50),
        "dynamodb": RateLimit(rate: 10, burst: 20), "elasticfilesystem": RateLimit(rate: 10, burst: 20),
        "iam": RateLimit(rate: 10, burst: 20), "rds": RateLimit(rate: 10, burst: 20),
    ]

    /// What all calls of a service share; nothing where each operation counts by itself alone.
    func limit(ofService service: String, isCustom: Bool) -> RateLimit? {
        if let said = configured[service] { return said }
        if isCustom { return custom }
        if let published = PublishedRates.services[service] { return published.times(share) }
        return PublishedRates.countsByOperation(service) ? nil : Self.guessed[service] ?? unpublished
    }

    /// What the calls of one operation may come to; nothing where it shares the service's limit alone.
    func limit(ofOperation operation: String, of service: String, isCustom: Bool) -> RateLimit? {
        if let said = configured["\(service):\(operation)"] { return said }
        guard PublishedRates.countsByOperation(service) else { return nil }
        if isCustom { return custom }
        return PublishedRates.operation(operation, of: service)?.times(share) ?? unpublished
    }
}
