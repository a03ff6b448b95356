internal import AWSWire
internal import HoldfastModel

/// One row of an AWS Config query.
struct ConfigRow: Sendable {
    private let arn: ResourceARN
    private let type: ResourceType
    private let configResourceID: String?
    private let createdAt: Instant?
    private let tags: [String: String]?
    private let isStopped: Bool?
    /// Whether it is a resource that can be backed up on its own.
    let isResource: Bool

    /// Reads a row, or gives nothing when it is not one of the query's.
    init?(json: String) {
        guard let row = try? WireValue(json: Array(json.utf8)),
            let arn = row["arn"]?.stringValue.flatMap(ResourceARN.init(rawValue:)),
            let kind = row["resourceType"]?.stringValue, let named = ResourceType(configName: kind)
        else { return nil }
        let configuration = row["configuration"]
        let engine = configuration?["engine"]?.stringValue ?? ""
        let state = configuration?["state"]?["name"]?.stringValue ?? ""
        self.arn = arn
        isStopped = named == .ec2 && !state.isEmpty ? state.hasPrefix("stop") : nil
        configResourceID = row["resourceId"]?.stringValue
        createdAt = row["resourceCreationTime"]?.stringValue.flatMap(Instant.init(rfc3339:))
        tags = Self.tags(row["tags"])
        switch named {
        case .ec2:
            (type, isResource) = (.ec2, !["terminated", "shutting-down"].contains(state))
        case .rds:
            (type, isResource) = (.rds, (configuration?["dBClusterIdentifier"]?.stringValue).present == nil)
        case .aurora where engine == "mysql" || engine == "postgres":
            (type, isResource) = (.rds, true)
        case .aurora:
            (type, isResource) = (.aurora, engine.isEmpty || engine.hasPrefix("aurora"))
        default:
            (type, isResource) = (named, true)
        }
    }

    /// The resource the row describes.
    func resource(account: AccountID, region: AWSRegion) -> Resource {
        Resource(
            arn: arn, type: type, accountID: account, region: region, tags: tags, createdAt: createdAt,
            configResourceID: configResourceID, isStopped: isStopped, source: .config)
    }

    /// Config writes tags as a list of keys and values, and leaves the list out where there are none.
    private static func tags(_ value: WireValue?) -> [String: String]? {
        guard let value, value != .null else { return [:] }
        guard let elements = value.arrayValue else { return nil }
        var tags: [String: String] = [:]
        for element in elements {
            guard let key = element["key"]?.stringValue else { return nil }
            tags[key] = element["value"]?.stringValue ?? ""
        }
        return tags
    }
}
