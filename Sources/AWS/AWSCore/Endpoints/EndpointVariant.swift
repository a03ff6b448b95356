/// Which of the endpoints of a service is meant, where a partition has more than the plain one.
struct EndpointVariant: OptionSet, Sendable, Hashable {
    let rawValue: Int

    /// The endpoint whose cryptography is validated by FIPS 140.
    static let fips = EndpointVariant(rawValue: 1)
    /// The endpoint that has IPv6 addresses beside IPv4 ones.
    static let dualStack = EndpointVariant(rawValue: 2)

    /// What messages call it.
    var label: String {
        [contains(.fips) ? "FIPS" : nil, contains(.dualStack) ? "dual-stack" : nil].compactMap { $0 }
            .joined(separator: " and ")
    }
}
