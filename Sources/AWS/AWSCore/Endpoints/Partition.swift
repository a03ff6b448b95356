/// A group of Regions with its own accounts, ARNs and host names.
///
/// botocore's `partitions.json`; a Region no pattern knows belongs to `aws`, as there.
public struct Partition: Sendable, Hashable {
    /// The name in ARNs, such as `aws-cn`.
    public let id: String
    /// The end of the host names, such as `amazonaws.com.cn`.
    public let dnsSuffix: String
    /// The Region that answers for services with one endpoint in the partition.
    public let globalRegion: String
    /// What the names of its Regions begin with.
    let regionPrefixes: [String]

    /// The partition a Region belongs to.
    public init(ofRegion region: String) {
        self =
            Self.all.first { partition in partition.regionPrefixes.contains { region.hasPrefix($0) } }
            ?? Self.commercial
    }

    private init(_ id: String, _ dnsSuffix: String, _ globalRegion: String, _ regionPrefixes: [String]) {
        self.id = id
        self.dnsSuffix = dnsSuffix
        self.globalRegion = globalRegion
        self.regionPrefixes = regionPrefixes
    }

    /// Where everyone's accounts are unless they ask for another partition.
    static let commercial = Partition("aws", "amazonaws.com", "us-east-1", [])

    /// All others; the longer prefixes of one country's Regions do not overlap.
    static let all = [
        Partition("aws-cn", "amazonaws.com.cn", "cn-northwest-1", ["cn-"]),
        Partition("aws-us-gov", "amazonaws.com", "us-gov-west-1", ["us-gov-"]),
        Partition("aws-eusc", "amazonaws.eu", "eusc-de-east-1", ["eusc-"]),
        Partition("aws-iso", "c2s.ic.gov", "us-iso-east-1", ["us-iso-"]),
        Partition("aws-iso-b", "sc2s.sgov.gov", "us-isob-east-1", ["us-isob-"]),
        Partition("aws-iso-e", "cloud.adc-e.uk", "eu-isoe-west-1", ["eu-isoe-"]),
        Partition("aws-iso-f", "csp.hci.ic.gov", "us-isof-south-1", ["us-isof-"]),
    ]
}
