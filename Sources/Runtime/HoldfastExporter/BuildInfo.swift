public import HoldfastMetrics

/// Which build of the program this is.
public struct BuildInfo: Sendable, Hashable {
    /// The version, such as `0.1.0`.
    public let version: String
    /// The commit it was built from, or `unknown`.
    public let revision: String

    /// Names a build.
    public init(version: String, revision: String) {
        self.version = version
        self.revision = revision
    }

    /// The language version it was compiled with, as far as the compiler tells.
    public var swiftVersion: String {
        #if compiler(>=6.4)
        "6.4"
        #elseif compiler(>=6.3)
        "6.3"
        #else
        "6.2"
        #endif
    }

    /// The family of one series that says so.
    public var family: MetricFamily {
        var family = MetricFamily(MetricCatalog.buildInfo)
        family.add([version, revision, swiftVersion], 1)
        return family
    }
}
