internal import AWSWire

extension S3Service {
    func versioning(_ settings: BucketSettings) -> ServiceReply {
        .xml(XMLNode("VersioningConfiguration", [XMLNode("Status", settings.versioning)]))
    }

    func putVersioning(
        _ request: ServiceRequest, _ settings: inout BucketSettings
    ) throws(ServiceFault) -> ServiceReply {
        try checkIntegrity(of: request)
        let wanted = request.parameters["Status"]?.stringValue
        guard wanted == "Enabled" || wanted == "Suspended" else {
            throw ServiceFault(
                "IllegalVersioningConfigurationException", "The Versioning element must be specified")
        }
        guard wanted == "Enabled" || !settings.hasObjectLock else {
            throw ServiceFault(
                "InvalidBucketState",
                "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
                status: 409)
        }
        settings.versioning = wanted
        return ServiceReply(.empty)
    }

    /// Every bucket is encrypted: with the key it was made with, or with keys of S3's own.
    func encryption(of bucket: SimulatedResource) -> ServiceReply {
        let standard = [
            XMLNode("SSEAlgorithm", bucket.kmsKeyARN == nil ? "AES256" : "aws:kms"),
            XMLNode("KMSMasterKeyID", bucket.kmsKeyARN),
        ]
        let rule = XMLNode(
            "Rule",
            [
                XMLNode("ApplyServerSideEncryptionByDefault", standard),
                XMLNode("BucketKeyEnabled", bucket.kmsKeyARN != nil),
            ])
        return .xml(XMLNode("ServerSideEncryptionConfiguration", [rule]))
    }

    /// One in six buckets that keep versions is replicated to a bucket of an account outside of the organization.
    func replication(
        of bucket: SimulatedResource, _ settings: BucketSettings, account: String
    ) throws(ServiceFault) -> ServiceReply {
        guard settings.versioning == "Enabled", ResourceDetails(bucket).number(below: 6, "replication") == 0 else {
            throw ServiceFault(
                "ReplicationConfigurationNotFoundError", "The replication configuration was not found", status: 404)
        }
        let rule = XMLNode(
            "Rule",
            [
                XMLNode("ID", "disaster-recovery"), XMLNode("Priority", 0), XMLNode("Filter", []),
                XMLNode("Status", "Enabled"),
                XMLNode(
                    "Destination",
                    [XMLNode("Bucket", "arn:aws:s3:::\(bucket.id)-replica"), XMLNode("Account", "111122223333")]),
                XMLNode("DeleteMarkerReplication", [XMLNode("Status", "Disabled")]),
            ])
        return .xml(
            XMLNode(
                "ReplicationConfiguration",
                [XMLNode("Role", "arn:aws:iam::\(account):role/service-role/s3-replication"), rule]))
    }

    func objectLock(_ settings: BucketSettings) throws(ServiceFault) -> ServiceReply {
        guard settings.hasObjectLock else {
            throw ServiceFault(
                "ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket",
                status: 404)
        }
        let retention = XMLNode("DefaultRetention", [XMLNode("Mode", "GOVERNANCE"), XMLNode("Days", 30)])
        return .xml(
            XMLNode(
                "ObjectLockConfiguration", [XMLNode("ObjectLockEnabled", "Enabled"), XMLNode("Rule", [retention])]))
    }

    /// Every other bucket has a policy, which asks for TLS.
    func policy(of bucket: SimulatedResource) throws(ServiceFault) -> ServiceReply {
        guard ResourceDetails(bucket).number(below: 2, "policy") == 0 else {
            throw ServiceFault("NoSuchBucketPolicy", "The bucket policy does not exist", status: 404)
        }
        let text =
            #"{"Version":"2012-10-17","Statement":[{"Sid":"OnlyTLS","Effect":"Deny","Principal":"*","Action":"s3:*","#
            + #""Resource":["\#(bucket.arn)","\#(bucket.arn)/*"],"#
            + #""Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}"#
        return ServiceReply(.bytes(Array(text.utf8), contentType: "application/json"))
    }

    /// Four buckets in five block public access.
    func publicAccessBlock(of bucket: SimulatedResource) throws(ServiceFault) -> ServiceReply {
        guard ResourceDetails(bucket).number(below: 5, "public access") > 0 else {
            throw ServiceFault(
                "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found",
                status: 404)
        }
        let names = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
        return .xml(XMLNode("PublicAccessBlockConfiguration", names.map { XMLNode($0, true) }))
    }

    /// Three buckets in ten tell EventBridge of their objects, which AWS Backup needs of continuous backups, and a topic.
    func notifications(of bucket: SimulatedResource, account: String) -> ServiceReply {
        guard ResourceDetails(bucket).number(below: 10, "notifications") < 3 else {
            return .xml(XMLNode("NotificationConfiguration", []))
        }
        let topic = [
            XMLNode("Id", "new-objects"), XMLNode("Topic", "arn:aws:sns:\(bucket.region):\(account):new-objects"),
            XMLNode("Event", "s3:ObjectCreated:*"),
        ]
        return .xml(
            XMLNode(
                "NotificationConfiguration",
                [XMLNode("TopicConfiguration", topic), XMLNode("EventBridgeConfiguration", [])]))
    }
}
