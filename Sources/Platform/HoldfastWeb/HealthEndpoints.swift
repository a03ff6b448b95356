internal import HoldfastHTTP

/// Says whether the process lives and whether it is of use yet.
public struct HealthEndpoints: Sendable {
    private let reasonNotReady: @Sendable () async -> String?

    /// Makes the endpoints.
    ///
    /// - Parameter reasonNotReady: Why the process is not of use yet, or nothing when it is.
    public init(reasonNotReady: @escaping @Sendable () async -> String?) { self.reasonNotReady = reasonNotReady }

    /// Adds `/-/healthy` and `/-/ready`.
    public func register(on router: inout RequestRouter) {
        router.on("GET", "/-/healthy") { _ in .text("Holdfast is Healthy.\n") }
        let reasonNotReady = reasonNotReady
        router.on("GET", "/-/ready") { _ in
            if let reason = await reasonNotReady() { return .text("Holdfast is not Ready: \(reason)\n", status: 503) }
            return .text("Holdfast is Ready.\n")
        }
    }
}

/// Loads the configuration anew when asked to.
public struct ReloadEndpoint: Sendable {
    private let isEnabled: Bool
    private let reload: @Sendable () async -> String?

    /// Makes the endpoint.
    ///
    /// - Parameters:
    ///   - isEnabled: Whether it may be used at all, as `--web.enable-lifecycle` says.
    ///   - reload: Loads the configuration and gives the reason when that failed; the old one stays in use then.
    public init(isEnabled: Bool, reload: @escaping @Sendable () async -> String?) {
        self.isEnabled = isEnabled
        self.reload = reload
    }

    /// Adds `/-/reload` for `POST` and `PUT`.
    public func register(on router: inout RequestRouter) {
        let (isEnabled, reload) = (isEnabled, reload)
        for method in ["POST", "PUT"] {
            router.on(method, "/-/reload") { _ in
                guard isEnabled else { return .text("Lifecycle API is not enabled.\n", status: 403) }
                guard let reason = await reload() else { return .text("Configuration loaded.\n") }
                return .text("failed to reload config: \(reason)\n", status: 500)
            }
        }
    }
}
