internal import AWSWire

extension BackupService {
    /// Lists the tags of a vault, a plan or a recovery point.
    static func listTags(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let arn = try backupARN(of: request)
        guard let tags = tags(of: arn, in: region, at: request.now) else {
            throw BackupFault.notFound("Resource \(arn) does not exist")
        }
        let page = try BackupQuery(request).page(tags.all)
        return .json(
            ("Tags", .tagMap(TagSet(page.items.map { ($0.key, $0.value) }))), ("NextToken", page.next))
    }

    /// Sets tags of a vault, a plan or a recovery point.
    static func tag(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let arn = try backupARN(of: request)
        guard let value = request.parameters["Tags"], value != .null else {
            throw BackupFault.missing("Tags must not be null")
        }
        let tags = try tagSet(value, named: "Tags")
        guard let present = Self.tags(of: arn, in: region, at: request.now) else {
            throw BackupFault.notFound("Resource \(arn) does not exist")
        }
        guard !TagRules.exceedsLimit(present, adding: tags) else {
            throw BackupFault.limit("A resource may have at most \(TagRules.most) tags")
        }
        if let index = region.backup.vaults.firstIndex(where: { $0.arn == arn }) {
            region.backup.vaults[index].tags.merge(tags)
        } else if let index = region.backup.plans.firstIndex(where: { $0.arn == arn }) {
            region.backup.plans[index].tags.merge(tags)
        } else if let index = region.backup.recoveryPoints.firstIndex(where: { $0.arn == arn }) {
            region.backup.recoveryPoints[index].tags.merge(tags)
        }
        return ServiceReply(.empty)
    }

    /// The tags of a map of a request, checked; none when it is absent.
    static func tagSet(_ value: WireValue?, named name: String) throws(ServiceFault) -> TagSet {
        guard let value, value != .null else { return [:] }
        guard let members = value.objectValue else { throw BackupFault.invalid("\(name) must be a map of tags") }
        var pairs: [(key: String, value: String)] = []
        for member in members {
            guard let text = member.value.stringValue else {
                throw BackupFault.invalid("The value of tag '\(member.name)' must be text")
            }
            pairs.append((member.name, text))
        }
        if let problem = TagRules.problem(pairs) { throw BackupFault.invalid(problem) }
        guard pairs.count <= TagRules.most else {
            throw BackupFault.limit("A resource may have at most \(TagRules.most) tags")
        }
        return TagSet(pairs.map { ($0.key, $0.value) })
    }

    private static func tags(of arn: String, in region: RegionState, at now: Moment) -> TagSet? {
        region.backup.vaults.first { $0.arn == arn }?.tags ?? region.backup.plans.first { $0.arn == arn }?.tags
            ?? region.backup.recoveryPoints.first { $0.arn == arn && $0.createdAt <= now }?.tags
    }

    /// The ARN of a request's path; AWS Backup keeps tags only of what its own ARNs name.
    private static func backupARN(of request: ServiceRequest) throws(ServiceFault) -> String {
        let arn = request.labels["resourceArn"] ?? ""
        guard arn.hasPrefix("arn:aws:backup:"), arn.split(separator: ":").count >= 6 else {
            throw BackupFault.invalid("Invalid resource ARN: \(arn)")
        }
        return arn
    }
}
