internal import HoldfastHTTP

/// What became of an attempt to load the configuration while the process runs.
public enum ReloadOutcome: Hashable, Sendable {
    /// The new configuration is in use; the names are of options that keep their values until a restart.
    case loaded(kept: [String])
    /// The configuration before stays in use, for this reason.
    case failed(reason: String)
}

/// Loads the configuration anew when asked to.
public struct ReloadEndpoint: Sendable {
    private let isEnabled: Bool
    private let reload: @Sendable () async -> ReloadOutcome

    /// Makes the endpoint.
    ///
    /// - Parameters:
    ///   - isEnabled: Whether it may be used at all, as `--web.enable-lifecycle` says.
    ///   - reload: Loads the configuration; the old one stays in use when that fails.
    public init(isEnabled: Bool, reload: @escaping @Sendable () async -> ReloadOutcome) {
        self.isEnabled = isEnabled
        self.reload = reload
    }

    /// Adds `/-/reload` for `POST` and `PUT`; `GET` explains it and loads nothing.
    public func register(on router: inout RequestRouter) {
        let (isEnabled, reload) = (isEnabled, reload)
        for method in ["POST", "PUT"] {
            router.on(method, "/-/reload") { _ in
                guard isEnabled else { return .text(Self.disabled, status: 403) }
                switch await reload() {
                case .loaded(let kept): return .text(Self.praise(kept))
                case .failed(let reason):
                    let end = reason.hasSuffix("\n") ? "" : "\n"
                    return .text(
                        "failed to reload config, the one before stays in use:\n\(reason)\(end)", status: 500)
                }
            }
        }
        router.on("GET", "/-/reload") { _ in
            guard isEnabled else { return .text(Self.disabled, status: 403) }
            var answer = HTTPResponse.text("This loads the configuration anew: use POST or PUT.\n", status: 405)
            answer.headers["Allow"] = "POST, PUT"
            return answer
        }
    }

    private static let disabled = "Lifecycle API is not enabled: start with --web.enable-lifecycle.\n"

    private static func praise(_ kept: [String]) -> String {
        guard !kept.isEmpty else { return "Configuration loaded.\n" }
        return "Configuration loaded. Changed, but kept until a restart: \(kept.joined(separator: ", ")).\n"
    }
}
