/// AWS's own endpoints: the common pattern of host names, and the services that leave it.
///
/// botocore's `endpoint-rule-set-1.json` of each service, written as a table; the differential tests compare all of it
/// with those rules over every Region and variant.
enum EndpointTable {
    /// A host and the Region of its signatures.
    struct Place: Hashable {
        let host: String
        let signingRegion: String
    }

    /// Services whose plain endpoints in AWS GovCloud are validated by FIPS already: the label `-fips` is left out.
    private static let validatedInGovCloud: Set = [
        "config", "dlm", "dynamodb", "ec2", "oidc", "organizations", "portal.sso", "rds", "sts",
    ]

    /// The Regions whose STS calls went to the global endpoint in former times, and still do where that is asked for.
    private static let formerSTSRegions: Set = [
        "ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "aws-global", "ca-central-1",
        "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2",
        "us-west-1", "us-west-2",
    ]

    /// The endpoint of a service in a Region.
    ///
    /// - Throws: ``EndpointError`` when the partition has no such endpoint.
    static func place(
        of service: ServiceDescription, in region: String, _ variant: EndpointVariant, usesFormerSTS: Bool
    ) throws(EndpointError) -> Place {
        let partition = Partition(ofRegion: region)
        switch service.endpointPrefix {
        case "s3": return try bucketStore(region, partition, variant)
        case "iam": return identities(partition, variant)
        case "organizations" where hasOneOrganizationsEndpoint(partition, variant):
            return common("organizations", partition.globalRegion, partition, variant)
        // The one global service whose other endpoints are those of the Region called from.
        case "organizations": return common("organizations", region, partition, variant)
        case "elasticfilesystem"
        where variant.contains(.dualStack) && ["aws", "aws-cn", "aws-us-gov"].contains(partition.id):
            return common("efs", region, partition, variant)
        case "sts"
        where variant.isEmpty && (region == "aws-global" || usesFormerSTS && formerSTSRegions.contains(region)):
            return Place(host: "sts.amazonaws.com", signingRegion: "us-east-1")
        case let prefix:
            return common(prefix, service.isGlobal ? partition.globalRegion : region, partition, variant)
        }
    }

    /// `backup-fips.us-east-1.api.aws` and the like.
    private static func common(
        _ prefix: String, _ region: String, _ partition: Partition, _ variant: EndpointVariant
    ) -> Place {
        let isValidatedAlready =
            partition.id == "aws-us-gov" && variant == .fips && validatedInGovCloud.contains(prefix)
        let label = variant.contains(.fips) && !isValidatedAlready ? "\(prefix)-fips" : prefix
        let suffix = variant.contains(.dualStack) ? partition.dualStackSuffix : partition.dnsSuffix
        return Place(host: "\(label).\(region).\(suffix)", signingRegion: region)
    }

    private static func bucketStore(
        _ region: String, _ partition: Partition, _ variant: EndpointVariant
    ) throws(EndpointError) -> Place {
        guard partition.id != "aws-cn" || !variant.contains(.fips) else {
            throw EndpointError(message: "s3 has no \(variant.label) endpoint in the partition \(partition.id)")
        }
        if region == "aws-global", variant.isEmpty {
            return Place(host: "s3.amazonaws.com", signingRegion: "us-east-1")
        }
        let region = region == "aws-global" ? "us-east-1" : region
        let label = variant.contains(.fips) ? "s3-fips" : "s3"
        let stack = variant.contains(.dualStack) ? "dualstack." : ""
        return Place(host: "\(label).\(stack)\(region).\(partition.dnsSuffix)", signingRegion: region)
    }

    /// IAM has one endpoint in a partition, named in a way of its own nearly everywhere.
    private static func identities(_ partition: Partition, _ variant: EndpointVariant) -> Place {
        let label = variant.contains(.fips) ? "iam-fips" : "iam"
        let isDual = variant.contains(.dualStack)
        let suffix = isDual ? partition.dualStackSuffix : partition.dnsSuffix
        let region = partition.globalRegion
        switch partition.id {
        case "aws": return Place(host: "\(label).\(isDual ? "global." : "")\(suffix)", signingRegion: region)
        case "aws-us-gov": return Place(host: "iam.us-gov.\(suffix)", signingRegion: region)
        case "aws-cn" where !variant.contains(.fips):
            return Place(host: "iam.\(isDual ? "global" : "cn-north-1").\(suffix)", signingRegion: "cn-north-1")
        case "aws-iso" where !isDual, "aws-iso-b" where !isDual:
            return Place(host: "\(label).\(region).\(suffix)", signingRegion: region)
        default:
            let place = variant.isEmpty ? "\(region)." : ""
            return Place(host: "\(label).\(place)\(suffix)", signingRegion: region)
        }
    }

    private static func hasOneOrganizationsEndpoint(_ partition: Partition, _ variant: EndpointVariant) -> Bool {
        switch partition.id {
        case "aws", "aws-us-gov": !variant.contains(.dualStack)
        case "aws-cn", "aws-iso", "aws-iso-b", "aws-iso-f": variant.isEmpty
        default: false
        }
    }
}
