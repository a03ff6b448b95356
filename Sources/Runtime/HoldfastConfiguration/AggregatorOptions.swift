/// How the aggregator runs.
public struct AggregatorOptions: Hashable, Sendable {
    /// Where reports are kept.
    public let stateDirectory: String
    /// The file that holds the token agents must show; without one only loopback may push.
    public let tokenFile: String?
    /// What the aggregator serves.
    public let web: WebOptions
    /// What is logged.
    public let log: LogOptions
}

/// What a server listens on and answers.
public struct WebOptions: Hashable, Sendable {
    /// The addresses, at least one.
    public let listenAddresses: [ListenAddress]
    /// The web-config file with TLS and basic auth, in the form of Prometheus' exporter-toolkit.
    public let configFile: String?
    /// The path of the metrics.
    public let telemetryPath: String
    /// Whether `/-/reload` may be asked.
    public let enablesLifecycle: Bool
    /// The address people reach the server at, where it is not the one it listens on.
    public let externalURL: String?
    /// How many scrapes may run at the same time.
    public let maximumRequests: Int
}

/// A host and a port to listen on.
public struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// The host's name or number, without brackets; empty for all.
    public let host: String
    /// The port; 0 for one that is free.
    public let port: Int

    /// Reads `host:port`, `:port` or `[::1]:port`; gives nothing for other text.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let portText = text[text.index(after: colon)...]
        var host = text[..<colon]
        guard !portText.isEmpty, portText.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(portText), (0...65_535).contains(port)
        else { return nil }
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
            guard host.contains(":") else { return nil }
        } else if host.contains(":") {
            return nil
        }
        guard !host.contains(where: { $0.isWhitespace || "[]/@".contains($0) }) else { return nil }
        self.host = String(host)
        self.port = port
    }

    /// The address as it is written.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Whether only this machine can reach it.
    public var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}

/// What is logged.
public struct LogOptions: Hashable, Sendable {
    /// The least level.
    public enum Level: String, Hashable, Sendable, CaseIterable {
        /// Every request and decision.
        case trace
        /// One line per page and reader.
        case debug
        /// Sweeps' starts and ends.
        case info
        /// Every write to AWS.
        case notice
        /// Coverage is reduced.
        case warning
        /// Work was lost.
        case error
        /// The process cannot go on.
        case critical
    }

    /// The form of a line.
    public enum Format: String, Hashable, Sendable, CaseIterable {
        /// `key=value`.
        case logfmt
        /// One JSON object.
        case json
    }

    /// The least level that is logged.
    public let level: Level
    /// The form of a line.
    public let format: Format
}
