internal import AWSWire

extension BackupService {
    /// Tags of whatever has an ARN of AWS Backup.
    static let tagOperations: [BackupOperation] = [
        .read("GET", "/tags/{resourceArn}", "ListTags", listTags),
        .write("POST", "/tags/{resourceArn}", "TagResource", tag),
        .write("POST", "/untag/{resourceArn}", "UntagResource", untag),
    ]

    /// Lists the tags of a thing.
    static func listTags(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let tags = try tags(of: try backupARN(of: request), in: region, at: request.now)
        let page = try BackupQuery(request).page(tags.all)
        return .json(
            ("Tags", .tagMap(TagSet(page.items.map { ($0.key, $0.value) }))), ("NextToken", page.next))
    }

    /// Sets tags of a thing.
    static func tag(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let arn = try backupARN(of: request)
        let body = BackupBody(request)
        _ = try body.required("Tags")
        let tags = try body.tags("Tags")
        let present = try Self.tags(of: arn, in: region, at: request.now)
        guard !TagRules.exceedsLimit(present, adding: tags) else {
            throw BackupFault.limit("A resource may have at most \(TagRules.most) tags")
        }
        region.backup.changeTags(of: arn) { $0.merge(tags) }
        return ServiceReply(.empty)
    }

    /// Removes tags of a thing; a key it does not have is fine.
    static func untag(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let arn = try backupARN(of: request)
        let body = BackupBody(request)
        _ = try body.required("TagKeyList")
        let keys = try body.texts("TagKeyList") ?? []
        guard !keys.isEmpty, keys.allSatisfy({ !$0.isEmpty && !$0.lowercased().hasPrefix("aws:") }) else {
            throw BackupFault.invalid("TagKeyList must name tags that can be removed")
        }
        _ = try tags(of: arn, in: region, at: request.now)
        region.backup.changeTags(of: arn) { tags in for key in keys { tags[key] = nil } }
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

    private static func tags(of arn: String, in region: RegionState, at now: Moment) throws(ServiceFault) -> TagSet {
        let backup = region.backup
        var tags = backup.vaults.first { $0.arn == arn }?.tags
        tags = tags ?? backup.plans.first { $0.arn == arn }?.tags
        tags = tags ?? backup.recoveryPoints.first { $0.arn == arn && $0.createdAt <= now }?.tags
        tags = tags ?? backup.legalHolds.first { $0.arn == arn }?.tags
        tags = tags ?? backup.restoreTestingPlans.first { $0.arn == arn }?.tags
        tags = tags ?? backup.frameworks.first { $0.arn == arn }?.tags
        tags = tags ?? backup.reportPlans.first { $0.arn == arn }?.tags
        guard let tags else { throw BackupFault.notFound("Resource \(arn) does not exist") }
        return tags
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

extension BackupState {
    /// Changes the tags of the thing that has an ARN.
    fileprivate mutating func changeTags(of arn: String, _ change: (inout TagSet) -> Void) {
        if let index = vaults.firstIndex(where: { $0.arn == arn }) { return change(&vaults[index].tags) }
        if let index = plans.firstIndex(where: { $0.arn == arn }) { return change(&plans[index].tags) }
        if let index = recoveryPoints.firstIndex(where: { $0.arn == arn }) {
            return change(&recoveryPoints[index].tags)
        }
        if let index = legalHolds.firstIndex(where: { $0.arn == arn }) { return change(&legalHolds[index].tags) }
        if let index = restoreTestingPlans.firstIndex(where: { $0.arn == arn }) {
            return change(&restoreTestingPlans[index].tags)
        }
        if let index = frameworks.firstIndex(where: { $0.arn == arn }) { return change(&frameworks[index].tags) }
        if let index = reportPlans.firstIndex(where: { $0.arn == arn }) { return change(&reportPlans[index].tags) }
    }
}
