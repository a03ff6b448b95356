internal import AWSWire
internal import HoldfastHTTP

/// Amazon S3: the buckets of an account, their tags and their configuration.
///
/// Buckets are listed for all Regions together and answered for in their own. Source: Amazon S3 API Reference, the pages
/// of its operations and "Error responses".
package struct S3Service: ServiceSimulator {
    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "s3", wireProtocol: .restXML, xmlNamespace: "http://s3.amazonaws.com/doc/2006-03-01/",
        routes: RouteTable([
            ("GET", "/", "ListBuckets"), ("GET", "/{Bucket}?location", "GetBucketLocation"),
            ("GET", "/{Bucket}?tagging", "GetBucketTagging"), ("PUT", "/{Bucket}?tagging", "PutBucketTagging"),
            ("HEAD", "/{Bucket}", "HeadBucket"), ("DELETE", "/{Bucket}?tagging", "DeleteBucketTagging"),
            ("GET", "/{Bucket}?versioning", "GetBucketVersioning"),
            ("PUT", "/{Bucket}?versioning", "PutBucketVersioning"),
            ("GET", "/{Bucket}?lifecycle", "GetBucketLifecycleConfiguration"),
            ("PUT", "/{Bucket}?lifecycle", "PutBucketLifecycleConfiguration"),
            ("DELETE", "/{Bucket}?lifecycle", "DeleteBucketLifecycle"),
            ("GET", "/{Bucket}?encryption", "GetBucketEncryption"),
            ("GET", "/{Bucket}?replication", "GetBucketReplication"),
            ("GET", "/{Bucket}?object-lock", "GetObjectLockConfiguration"),
            ("GET", "/{Bucket}?policy", "GetBucketPolicy"),
            ("GET", "/{Bucket}?publicAccessBlock", "GetPublicAccessBlock"),
            ("GET", "/{Bucket}?notification", "GetBucketNotificationConfiguration"),
            ("GET", "/{Bucket}?intelligent-tiering", "ListBucketIntelligentTieringConfigurations"),
            ("GET", "/{Bucket}?intelligent-tiering&id", "GetBucketIntelligentTieringConfiguration"),
            ("PUT", "/{Bucket}?intelligent-tiering&id", "PutBucketIntelligentTieringConfiguration"),
            ("DELETE", "/{Bucket}?intelligent-tiering&id", "DeleteBucketIntelligentTieringConfiguration"),
        ]))

    /// Makes the service.
    package init() {}

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        if request.operation == "ListBuckets" { return try listBuckets(request, &world) }
        let bucket = try bucket(of: request, &world)
        let servesEveryRegion = request.operation == "GetBucketLocation" && request.region == "us-east-1"
        guard bucket.region == request.region || servesEveryRegion else { throw redirect(to: bucket) }
        if let reply = try configurationReply(request, bucket, &world) { return reply }
        switch request.operation {
        case "GetBucketLocation":
            return .xml(XMLNode("LocationConstraint", bucket.region == "us-east-1" ? "" : bucket.region))
        case "HeadBucket":
            let headers = [
                ("x-amz-bucket-region", bucket.region), ("x-amz-access-point-alias", "false"),
                ("Content-Type", "application/xml"),
            ]
            return ServiceReply(headers: headers.map { (name: $0.0, value: $0.1) }, .empty)
        case "GetBucketTagging":
            guard !bucket.tags.isEmpty else {
                throw ServiceFault("NoSuchTagSet", "The TagSet does not exist", status: 404)
            }
            let tags = bucket.tags.all.map { [XMLNode("Key", $0.key), XMLNode("Value", $0.value)] }
            return .xml(XMLNode("Tagging", [.list("TagSet", of: "Tag", tags)]))
        case "DeleteBucketTagging":
            let keys = bucket.tags.all.map(\.key)
            let scope = Scope(account: request.account, region: bucket.region)
            _ = world.withRegion(scope, at: request.now) { $0.tag(bucket.arn, removing: keys) }
            return ServiceReply(status: 204, .empty)
        default:
            return try putTags(request, on: bucket, &world)
        }
    }

    private func configurationReply(
        _ request: ServiceRequest, _ bucket: SimulatedResource, _ world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply? {
        let scope = Scope(account: request.account, region: bucket.region)
        let reply: ServiceReply?? = try world.withRegion(scope, at: request.now) {
            region throws(ServiceFault) -> ServiceReply? in
            var settings = region.buckets[bucket.id] ?? BucketSettings(of: bucket)
            let reply = try answer(request, bucket, &settings)
            if request.http.method != "GET" { region.buckets[bucket.id] = settings }
            return reply
        }
        return reply ?? nil
    }

    /// Reads or changes the configuration of a bucket; gives nothing for an operation that is about something else.
    private func answer(
        _ request: ServiceRequest, _ bucket: SimulatedResource, _ settings: inout BucketSettings
    ) throws(ServiceFault) -> ServiceReply? {
        switch request.operation {
        case "GetBucketVersioning": versioning(settings)
        case "PutBucketVersioning": try putVersioning(request, &settings)
        case "GetBucketLifecycleConfiguration": try lifecycle(settings)
        case "PutBucketLifecycleConfiguration": try putLifecycle(request, &settings)
        case "DeleteBucketLifecycle": deleteLifecycle(&settings)
        case "GetBucketEncryption": encryption(of: bucket)
        case "GetBucketReplication": try replication(of: bucket, settings, account: request.account)
        case "GetObjectLockConfiguration": try objectLock(settings)
        case "GetBucketPolicy": try policy(of: bucket)
        case "GetPublicAccessBlock": try publicAccessBlock(of: bucket)
        case "GetBucketNotificationConfiguration": notifications(of: bucket, account: request.account)
        case "ListBucketIntelligentTieringConfigurations": try tieringConfigurations(request, settings)
        case "GetBucketIntelligentTieringConfiguration": try tiering(request, settings)
        case "PutBucketIntelligentTieringConfiguration": try putTiering(request, &settings)
        case "DeleteBucketIntelligentTieringConfiguration": try deleteTiering(request, &settings)
        default: nil
        }
    }
}

extension S3Service {
    private func listBuckets(_ request: ServiceRequest, _ world: inout SimulatedWorld) throws(ServiceFault)
        -> ServiceReply
    {
        var limit: Int?
        if let text = request.queryValue("max-buckets") {
            guard let number = Int(text), (1...10_000).contains(number) else {
                throw ServiceFault("InvalidArgument", "Argument max-buckets must be an integer between 1 and 10000")
            }
            limit = number
        }
        let prefix = request.queryValue("prefix")
        let region = request.queryValue("bucket-region")
        let all = world.withAccount(request.account, at: request.now) { account in
            account.regions.values.flatMap { $0.resources(.bucket) }.sorted { $0.id < $1.id }
        }
        let chosen = (all ?? []).filter { bucket in
            (prefix.map { bucket.id.hasPrefix($0) } ?? true) && (region.map { bucket.region == $0 } ?? true)
        }
        let page = try Paging(standard: 10_000, maximum: 10_000).page(
            chosen, token: request.queryValue("continuation-token"), limit: limit,
            purpose: [request.account, prefix ?? "", region ?? "*"],
            badToken: ServiceFault("InvalidArgument", "The continuation token provided is incorrect"))
        // Buckets tell their Region only when the request asks for pages, a prefix or a Region.
        let tellsRegion = request.query.contains { ["max-buckets", "prefix", "bucket-region"].contains($0.name) }
        let buckets = page.items.map { bucket in
            [
                XMLNode("Name", bucket.id), XMLNode("CreationDate", bucket.createdAt),
                tellsRegion ? XMLNode("BucketRegion", bucket.region) : nil,
            ]
        }
        let owner = ResourceDetails(arn: request.account).hex(64, "canonical user")
        return .xml(
            XMLNode(
                "ListAllMyBucketsResult",
                [
                    XMLNode("Owner", [XMLNode("ID", owner)]), .list("Buckets", of: "Bucket", buckets),
                    XMLNode("ContinuationToken", page.next), XMLNode("Prefix", prefix),
                ]))
    }

    /// The bucket a request names, when it is the caller's.
    ///
    /// Names belong to all accounts together, so one of another account exists but refuses.
    private func bucket(
        of request: ServiceRequest, _ world: inout SimulatedWorld
    ) throws(ServiceFault) -> SimulatedResource {
        let name = request.labels["Bucket"] ?? ""
        guard (3...63).contains(name.count),
            name.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || "-.".contains($0)) })
        else { throw ServiceFault("InvalidBucketName", "The specified bucket is not valid.") }
        if let bucket = find(name, in: request.account, &world, at: request.now) { return bucket }
        for account in world.organization.accounts where account.id != request.account && name.hasPrefix(account.name) {
            guard find(name, in: account.id, &world, at: request.now) == nil else {
                throw ServiceFault("AccessDenied", "Access Denied", status: 403)
            }
        }
        throw ServiceFault("NoSuchBucket", "The specified bucket does not exist", status: 404)
    }

    private func find(
        _ name: String, in account: String, _ world: inout SimulatedWorld, at now: Moment
    ) -> SimulatedResource? {
        let found: SimulatedResource?? = world.withAccount(account, at: now) { state in
            for region in state.regions.values {
                if let bucket = region.resources.first(where: { $0.kind == .bucket && $0.id == name }) { return bucket }
            }
            return nil
        }
        return found ?? nil
    }

    /// The answer to a request signed for another Region than the bucket's.
    private func redirect(to bucket: SimulatedResource) -> ServiceFault {
        ServiceFault(
            "PermanentRedirect",
            "The bucket you are attempting to access must be addressed using the specified endpoint. "
                + "Please send all future requests to this endpoint.", status: 301,
            members: [
                ("Endpoint", .string("\(bucket.id).s3.\(bucket.region).amazonaws.com")), ("Bucket", .string(bucket.id)),
            ], headers: [(name: "x-amz-bucket-region", value: bucket.region)])
    }

    private func putTags(
        _ request: ServiceRequest, on bucket: SimulatedResource, _ world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        try checkIntegrity(of: request)
        guard let set = request.parameters["TagSet"] else {
            throw Self.malformed
        }
        // One element of a name reads as itself, several as an array.
        let tags = set["Tag"].map { $0.arrayValue ?? [$0] } ?? []
        let pairs = tags.map { (key: $0["Key"]?.stringValue ?? "", value: $0["Value"]?.stringValue ?? "") }
        if let problem = TagRules.problem(pairs) { throw ServiceFault("InvalidTag", problem) }
        guard pairs.count <= TagRules.most else {
            throw ServiceFault("BadRequest", "Bucket tag count cannot be greater than \(TagRules.most)")
        }
        let wanted = TagSet(pairs.map { ($0.key, $0.value) })
        let removed = bucket.tags.all.map(\.key).filter { wanted[$0] == nil }
        let scope = Scope(account: request.account, region: bucket.region)
        _ = world.withRegion(scope, at: request.now) { $0.tag(bucket.arn, setting: wanted, removing: removed) }
        return ServiceReply(status: 204, .empty)
    }

    static let malformed = ServiceFault(
        "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema")

    /// Refuses a body without a checksum, as S3 does for this operation, and one whose CRC-32 is another.
    func checkIntegrity(of request: ServiceRequest) throws(ServiceFault) {
        let names = request.http.headers.fields.map { $0.name.lowercased() }
        guard names.contains(where: { $0 == "content-md5" || $0.hasPrefix("x-amz-checksum-") }) else {
            throw ServiceFault(
                "InvalidRequest", "Missing required header for this request: Content-MD5 OR x-amz-checksum-*")
        }
        if let stated = request.http.headers["x-amz-checksum-crc32"], stated != CRC32.base64(of: request.http.body) {
            throw ServiceFault("BadDigest", "The CRC32 you specified did not match the calculated checksum.")
        }
    }
}
