internal import Synchronization

/// What all callers of one client share.
final class SharedCallState: Sendable {
    let governor: Governor
    /// What the governor was made with.
    let rates: RateSettings
    let mode: RetryMode
    let keys = SigningKeyCache()
    private let endpoints = Mutex<[EndpointKey: Endpoint]>([:])
    /// How far the clock of each endpoint is ahead of ours, by authority, where a signature has failed for it.
    private let skews = Mutex<[String: Duration]>([:])

    init(rates: RateSettings, mode: RetryMode) {
        self.rates = rates
        self.mode = mode
        governor = Governor(rates: rates, growsPastSeed: mode == .adaptive)
    }

    private struct EndpointKey: Hashable {
        var service: String
        var prefix: String
        var region: String
    }

    /// The endpoint of a service in a Region, found once; there are as many as Regions and services.
    func endpoint(
        for service: ServiceDescription, region: String, by resolver: EndpointResolver
    ) throws(EndpointError) -> Endpoint {
        let key = EndpointKey(service: service.id, prefix: service.endpointPrefix, region: region)
        if let known = endpoints.withLock({ $0[key] }) { return known }
        let endpoint = try resolver.endpoint(for: service, region: region)
        endpoints.withLock { $0[key] = endpoint }
        return endpoint
    }

    /// The moment to sign with for that endpoint.
    func signingTime(for authority: String, by clock: any AWSClock) -> AWSTime {
        clock.now().advanced(by: skews.withLock { $0[authority] } ?? .zero)
    }

    /// Takes the endpoint's time for signatures to it from now on.
    func setTime(_ time: AWSTime, of authority: String, by clock: any AWSClock) {
        let skew = clock.now().duration(to: time)
        skews.withLock { $0[authority] = skew }
    }
}
