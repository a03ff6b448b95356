internal import AWSWire

extension S3Service {
    func tieringConfigurations(
        _ request: ServiceRequest, _ settings: BucketSettings
    ) throws(ServiceFault) -> ServiceReply {
        let token = request.queryValue("continuation-token")
        let all = settings.tiering.sorted { $0.key < $1.key }.map(\.value)
        let page = try Paging(standard: 100, maximum: 100).page(
            all, token: token, limit: nil, purpose: [request.account, request.labels["Bucket"] ?? ""],
            badToken: Self.invalid("The continuation token provided is incorrect"))
        let head: [XMLNode?] = [
            XMLNode("IsTruncated", page.next != nil), XMLNode("ContinuationToken", token),
            XMLNode("NextContinuationToken", page.next),
        ]
        return .xml(XMLNode("ListBucketIntelligentTieringConfigurationsOutput", head + Array(page.items)))
    }

    func tiering(_ request: ServiceRequest, _ settings: BucketSettings) throws(ServiceFault) -> ServiceReply {
        guard let found = settings.tiering[request.queryValue("id") ?? ""] else { throw Self.noConfiguration }
        return .xml(found)
    }

    func deleteTiering(_ request: ServiceRequest, _ settings: inout BucketSettings) throws(ServiceFault) -> ServiceReply
    {
        guard settings.tiering.removeValue(forKey: request.queryValue("id") ?? "") != nil else {
            throw Self.noConfiguration
        }
        return ServiceReply(status: 204, .empty)
    }

    /// Sets one configuration, of a thousand at most; the archive tiers begin after 90 and 180 days at the earliest.
    func putTiering(_ request: ServiceRequest, _ settings: inout BucketSettings) throws(ServiceFault) -> ServiceReply {
        let given = XMLNode("IntelligentTieringConfiguration", tree: request.parameters)
        let id = request.queryValue("id") ?? ""
        guard given["Id"]?.text == id, (1...64).contains(id.count) else {
            throw Self.invalid("The id of the configuration and that of the request differ, or it is not valid")
        }
        guard ["Enabled", "Disabled"].contains(given["Status"]?.text ?? ""), !given.all("Tiering").isEmpty else {
            throw Self.malformed
        }
        var tiers: Set<String> = []
        for tier in given.all("Tiering") {
            let least = ["ARCHIVE_ACCESS": 90, "DEEP_ARCHIVE_ACCESS": 180][tier["AccessTier"]?.text ?? ""]
            guard let least, let days = Int(tier["Days"]?.text ?? ""),
                tiers.insert(tier["AccessTier"]?.text ?? "").inserted
            else { throw Self.malformed }
            guard (least...730).contains(days) else {
                throw Self.invalid("'Days' must be between \(least) and 730 for this access tier")
            }
        }
        guard settings.tiering[id] != nil || settings.tiering.count < 1_000 else {
            throw ServiceFault(
                "TooManyConfigurations",
                "You are attempting to create a new configuration but have already reached "
                    + "the 1,000-configuration limit.")
        }
        settings.tiering[id] = given
        return ServiceReply(.empty)
    }

    private static let noConfiguration = ServiceFault(
        "NoSuchConfiguration", "The specified configuration does not exist.", status: 404)
}
