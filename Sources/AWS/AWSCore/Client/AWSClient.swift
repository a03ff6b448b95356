public import HoldfastHTTP
public import Logging

/// Calls AWS: one for the whole program, shared by all accounts, Regions and services.
///
/// It resolves, signs, sends, classifies and retries; each attempt is signed anew. What must be shared to be of use
/// (kept signing keys, throttle and retry budgets, the endpoints' clocks) lives as long as the client and its callers.
public struct AWSClient: Sendable {
    let transport: any HTTPTransport
    let endpoints: EndpointResolver
    let clock: any AWSClock
    let retry: RetrySettings
    let observer: (any CallObserver)?
    let logger: Logger
    let jitter: @Sendable () -> Double
    let shared: SharedCallState

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - transport: Carries requests.
    ///   - endpoints: Says where services are.
    ///   - clock: Dates signatures, measures and waits.
    ///   - retry: How often and how long a call is tried.
    ///   - rates: How many calls a second each account, Region, service and operation is asked for.
    ///   - previous: The client this one follows; the rates it found go on where the settings are the same.
    ///   - observer: Is told of every call that has ended.
    ///   - logger: Gets one debug line per failed attempt and one trace line per request.
    ///   - jitter: A number from 0 to 1, drawn for each pause.
    public init(
        transport: any HTTPTransport, endpoints: EndpointResolver, clock: any AWSClock = SystemAWSClock(),
        retry: RetrySettings = RetrySettings(), rates: RateSettings = RateSettings(),
        continuing previous: AWSClient? = nil, observer: (any CallObserver)? = nil,
        logger: Logger, jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.transport = transport
        self.endpoints = endpoints
        self.clock = clock
        self.retry = retry
        self.observer = observer
        self.logger = logger
        self.jitter = jitter
        let kept = previous.map(\.shared).flatMap { $0.rates == rates && $0.mode == retry.mode ? $0 : nil }
        shared = kept ?? SharedCallState(rates: rates, mode: retry.mode)
    }

    /// Gives a caller for one account in one Region; costs nothing until it is used.
    ///
    /// - Parameters:
    ///   - account: The digits of the account the credentials belong to, where known; for budgets, errors and metrics.
    ///   - region: The Region called.
    ///   - credentials: Sign every attempt.
    public func caller(
        account: String?, region: String, credentials: some CredentialProvider
    ) -> any AWSCaller {
        AccountCaller(client: self, account: account, region: region, credentials: credentials)
    }

    /// The rates the calls so far have come to, by account, Region, service and operation.
    public var rates: [RateReading] { shared.governor.readings }
}
