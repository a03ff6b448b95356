internal import AWSCore
internal import AWSS3
internal import HoldfastModel

/// Lists the S3 buckets that live in the Region.
struct S3BucketReader: ResourceReader {
    static let type = ResourceType.s3
    static let iamActions = [
        "s3:ListAllMyBuckets", "s3:GetBucketLocation", "s3:GetBucketTagging", "tag:GetResources",
    ]

    func resources(in context: RegionContext, log: inout ReadLog) async -> [Resource] {
        let api = "s3:ListAllMyBuckets"
        let scope = ReadGap.Scope.resourceType(Self.type)
        let service = S3API(context.caller)
        let buckets = await log.pages(api, for: .inventory, scope: scope) { token throws(AWSError) in
            // A page size makes S3 name each bucket's Region. Source: Amazon S3 API Reference, "ListBuckets".
            let output = try await service.listBuckets(
                ListBucketsInput(
                    maxBuckets: 1_000, continuationToken: token, bucketRegion: context.region.rawValue))
            return Page(items: output.buckets, next: output.continuationToken)
        }
        var found: [(arn: ResourceARN, createdAt: Instant?)] = []
        for bucket in buckets {
            guard let name = bucket.name.present,
                let arn = ResourceARN(rawValue: "arn:\(context.region.partition):s3:::\(name)")
            else {
                log.addMalformed("a bucket has no name", api: api, for: .inventory, scope: scope)
                continue
            }
            var region = bucket.bucketRegion.present
            if region == nil { region = await location(of: name, arn, service, log: &log) }
            if region == context.region.rawValue { found.append((arn, bucket.creationDate.instant)) }
        }
        let tags = await TagReader().tags(
            of: found.map(\.arn), filter: "s3", type: Self.type, context: context, log: &log
        ) { arns, log in
            await TagReader.each(arns, type: Self.type, api: "s3:GetBucketTagging", log: &log) {
                arn throws(AWSError) in try await Self.tags(of: arn.resource, service)
            }
        }
        return found.map { bucket in
            Resource(
                arn: bucket.arn, type: Self.type, accountID: context.account, region: context.region,
                tags: tags[bucket.arn], createdAt: bucket.createdAt)
        }
    }

    private func location(
        of name: String, _ arn: ResourceARN, _ service: S3API, log: inout ReadLog
    ) async -> String? {
        let location = await log.attempt("s3:GetBucketLocation", for: .inventory, scope: .resource(arn)) {
            () async throws(AWSError) in try await service.getBucketLocation(GetBucketLocationInput(bucket: name))
        }
        guard let location else { return nil }
        // S3 says nothing for us-east-1 and EU for eu-west-1. Source: Amazon S3 API Reference, "GetBucketLocation".
        switch location.locationConstraint?.rawValue.trimmed ?? "" {
        case "": return "us-east-1"
        case "EU": return "eu-west-1"
        case let code: return code
        }
    }

    /// A bucket's tags; S3 answers `NoSuchTagSet` where there are none.
    static func tags(of name: String, _ service: S3API) async throws(AWSError) -> [String: String]? {
        do throws(AWSError) {
            let output = try await service.getBucketTagging(GetBucketTaggingInput(bucket: name))
            return output.tagSet.map { TagReader.dictionary($0, key: \.key, value: \.value) }
        } catch  where error.code == "NoSuchTagSet" {
            return [:]
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == "\n" || $0 == " " }.reversed().drop { $0 == "\n" || $0 == " " }.reversed())
    }
}
