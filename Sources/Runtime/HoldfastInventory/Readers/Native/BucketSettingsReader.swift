internal import AWSCore
internal import AWSS3
internal import HoldfastModel

/// Asks of each bucket what it does for its objects; no list says so.
struct BucketSettingsReader: FactReader {
    static let facts: Set<FactKind> = [.bucketSettings]
    static let iamActions = ["s3:GetBucketNotification", "s3:GetBucketVersioning"]

    /// The settings of each of the buckets; what could not be read is nothing and has a gap.
    ///
    /// Costs two calls a bucket.
    func settings(
        of buckets: [ResourceARN], in context: RegionContext, log: inout ReadLog
    ) async -> [ResourceARN: BucketSettings] {
        let service = S3API(context.caller)
        let versioning = await log.each(
            buckets, type: .s3, api: "s3:GetBucketVersioning", for: .bucketSettings
        ) { arn throws(AWSError) -> BucketSettings.Versioning? in
            let output = try await service.getBucketVersioning(GetBucketVersioningInput(bucket: arn.resource))
            // S3 says nothing of a bucket that never kept versions.
            return BucketSettings.Versioning(rawValue: output.status?.rawValue.nonEmpty ?? "Off")
        }
        let events = await log.each(
            buckets, type: .s3, api: "s3:GetBucketNotification", for: .bucketSettings
        ) { arn throws(AWSError) -> Bool? in
            let output = try await service.getBucketNotificationConfiguration(
                GetBucketNotificationConfigurationInput(bucket: arn.resource))
            return output.eventBridgeConfiguration != nil
        }
        return Dictionary(
            uniqueKeysWithValues: Set(buckets).map {
                ($0, BucketSettings(versioning: versioning[$0], tellsEventBridge: events[$0]))
            })
    }
}
