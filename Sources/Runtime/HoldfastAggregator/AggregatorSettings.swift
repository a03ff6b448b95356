public import HoldfastExporter
public import HoldfastWeb

/// How an aggregator runs.
public struct AggregatorSettings: Sendable {
    /// Where it listens.
    public var listen: ListenAddress
    /// Gives the token agents must show, asked for at each report, so that a reload can change it; where it gives none,
    /// reports are taken on loopback addresses only.
    public var token: @Sendable () -> String?
    /// The greatest size of a request's body as it comes, in bytes.
    public var maximumBodyBytes: Int
    /// The greatest size of a report when decompressed, in bytes.
    public var maximumContentBytes: Int
    /// How many scrapes are answered at once.
    public var maximumRequests: Int
    /// Where metrics are served.
    public var telemetryPath: String
    /// Which build this is.
    public var build: BuildInfo

    /// Describes an aggregator; bodies may have 8 MiB, reports 64 MiB.
    public init(
        listen: ListenAddress, token: @escaping @Sendable () -> String? = { nil }, maximumBodyBytes: Int = 8 << 20,
        maximumContentBytes: Int = 64 << 20, maximumRequests: Int = 40, telemetryPath: String = "/metrics",
        build: BuildInfo
    ) {
        self.listen = listen
        self.token = token
        self.maximumBodyBytes = maximumBodyBytes
        self.maximumContentBytes = maximumContentBytes
        self.maximumRequests = maximumRequests
        self.telemetryPath = telemetryPath
        self.build = build
    }

    /// Whether it listens where only this machine can reach it.
    var isLoopback: Bool {
        let host = listen.host
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = octets.count == 4 && octets.allSatisfy { UInt8($0) != nil } && octets[0] == "127"
        return isIPv4 || host == "localhost" || host == "::1"
    }
}
