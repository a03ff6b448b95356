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
