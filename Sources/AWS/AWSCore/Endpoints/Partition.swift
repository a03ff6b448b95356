/// A group of Regions with its own accounts, ARNs and host names.
///
/// botocore's `partitions.json`; a Region no pattern knows belongs to `aws`, as there.
public struct Partition: Sendable, Hashable {
    /// The name in ARNs, such as `aws-cn`.
    public let id: String
    /// The end of the host names, such as `amazonaws.com.cn`.
    public let dnsSuffix: String
    /// The end of the host names that have IPv6 addresses too, such as `api.amazonwebservices.com.cn`.
    public let dualStackSuffix: String
    /// The Region that answers for services with one endpoint in the partition.
    public let globalRegion: String
    /// What the names of its Regions begin with.
    let regionPrefix: String

    /// The partition a Region belongs to, the partition's own name for everywhere (`aws-cn-global`) among them.
    public init(ofRegion region: String) {
        self = Self.all.first { $0.contains(region) } ?? Self.commercial
    }

    private init(
        _ id: String, _ dnsSuffix: String, dualStack: String, _ globalRegion: String, _ regionPrefix: String
    ) {
        self.id = id
        self.dnsSuffix = dnsSuffix
        dualStackSuffix = dualStack
        self.globalRegion = globalRegion
        self.regionPrefix = regionPrefix
    }

    /// Where everyone's accounts are unless they ask for another partition.
    static let commercial = Partition("aws", "amazonaws.com", dualStack: "api.aws", "us-east-1", "")

    /// All others.
    static let all = [
        Partition("aws-cn", "amazonaws.com.cn", dualStack: "api.amazonwebservices.com.cn", "cn-northwest-1", "cn-"),
        Partition("aws-us-gov", "amazonaws.com", dualStack: "api.aws", "us-gov-west-1", "us-gov-"),
        Partition("aws-eusc", "amazonaws.eu", dualStack: "api.amazonwebservices.eu", "eusc-de-east-1", "eusc-de-"),
        Partition("aws-iso", "c2s.ic.gov", dualStack: "api.aws.ic.gov", "us-iso-east-1", "us-iso-"),
        Partition("aws-iso-b", "sc2s.sgov.gov", dualStack: "api.aws.scloud", "us-isob-east-1", "us-isob-"),
        Partition("aws-iso-e", "cloud.adc-e.uk", dualStack: "api.cloud-aws.adc-e.uk", "eu-isoe-west-1", "eu-isoe-"),
        Partition("aws-iso-f", "csp.hci.ic.gov", dualStack: "api.aws.hci.ic.gov", "us-isof-south-1", "us-isof-"),
    ]

    /// Whether the rest of the name is a word and a number: `cn-north-1`, but not `cn-north` or `cn-1`.
    private func contains(_ region: String) -> Bool {
        if region == "\(id)-global" { return true }
        guard region.hasPrefix(regionPrefix) else { return false }
        let rest = region.dropFirst(regionPrefix.count).split(separator: "-", omittingEmptySubsequences: false)
        guard rest.count == 2, let word = rest.first, let number = rest.last else { return false }
        return !word.isEmpty && !number.isEmpty && number.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
