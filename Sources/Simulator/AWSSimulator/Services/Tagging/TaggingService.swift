internal import AWSWire

/// AWS Resource Groups Tagging API: the tags of every service's resources in one Region.
///
/// Like AWS it lists only resources that carry tags or once did. Source: Resource Groups Tagging API Reference.
package struct TaggingService: ServiceSimulator {
    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "tagging", wireProtocol: .json(version: "1.1", targetPrefix: "ResourceGroupsTaggingAPI_20170126"),
        operations: ["GetResources", "GetTagKeys", "GetTagValues", "TagResources", "UntagResources"],
        errorMessageMember: "Message")

    /// Makes the service.
    package init() {}

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        try world.answer(request) { region throws(ServiceFault) in
            switch request.operation {
            case "GetResources": try resources(request, in: region)
            case "GetTagKeys": try tagKeys(request, in: region)
            case "GetTagValues": try tagValues(request, in: region)
            case "TagResources": try tag(request, in: &region)
            default: try untag(request, in: &region)
            }
        }
    }
}

extension TaggingService {
    /// A resource as this service sees it.
    private struct Entry {
        let arn: String
        let type: String
        let tags: TagSet
    }

    /// Every resource that carries tags or once did, sorted by ARN.
    private static func entries(in region: RegionState) -> [Entry] {
        let resources = region.resources.map { Entry(arn: $0.arn, type: $0.kind.taggingType, tags: $0.tags) }
        let members = region.memberTags.map {
            Entry(arn: $0.key, type: ResourceKind.database.taggingType, tags: $0.value)
        }
        return (resources + members).filter { !$0.tags.isEmpty || region.formerlyTagged.contains($0.arn) }
            .sorted { $0.arn < $1.arn }
    }

    private func resources(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let filter = try TaggingFilter(request.parameters)
        let chosen = Self.entries(in: region).filter { filter.matches(arn: $0.arn, type: $0.type, tags: $0.tags) }
        var limit: Int?
        if let wanted = request.parameters["ResourcesPerPage"]?.integerValue {
            guard (1...100).contains(wanted) else {
                throw TaggingFilter.invalid("ResourcesPerPage must be between 1 and 100")
            }
            limit = Int(wanted)
        }
        if let wanted = request.parameters["TagsPerPage"]?.integerValue, !(100...500).contains(wanted) {
            throw TaggingFilter.invalid("TagsPerPage must be between 100 and 500")
        }
        let page = try Self.page(chosen, of: request, standard: 50, limit: limit, about: filter.purpose)
        let list = page.items.map { entry in
            WireValue.record(("ResourceARN", .string(entry.arn)), ("Tags", .tagList(entry.tags)))
        }
        return .json(("PaginationToken", .string(page.next)), ("ResourceTagMappingList", .array(list)))
    }

    private func tagKeys(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let keys = Set(Self.entries(in: region).flatMap { $0.tags.all.map(\.key) }).sorted()
        let page = try Self.page(keys, of: request, standard: 100, limit: nil, about: [])
        return .json(("PaginationToken", .string(page.next)), ("TagKeys", .texts(page.items)))
    }

    private func tagValues(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        guard let key = request.parameters["Key"]?.stringValue, (1...128).contains(key.count) else {
            throw TaggingFilter.invalid("Key must have 1 to 128 characters")
        }
        let values = Set(Self.entries(in: region).compactMap { $0.tags[key] }).sorted()
        let page = try Self.page(values, of: request, standard: 100, limit: nil, about: [key])
        return .json(("PaginationToken", .string(page.next)), ("TagValues", .texts(page.items)))
    }

    private func tag(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let arns = try Self.arns(of: request)
        let pairs = (request.parameters["Tags"]?.objectValue ?? []).map { member in
            (key: member.name, value: member.value.stringValue ?? "")
        }
        guard (1...TagRules.most).contains(pairs.count) else {
            throw TaggingFilter.invalid("Tags must hold 1 to \(TagRules.most) tags")
        }
        if let problem = TagRules.problem(pairs) { throw TaggingFilter.invalid(problem) }
        let tags = TagSet(pairs.map { ($0.key, $0.value) })
        var failures: [WireValue.Member] = []
        for arn in arns {
            if request.deniedResources.contains(arn) {
                failures.append(Self.failure(arn, Self.denial, status: 403, code: "AccessDeniedException"))
            } else if let present = region.tags(of: arn), TagRules.exceedsLimit(present, adding: tags) {
                failures.append(Self.failure(arn, "A resource may have at most \(TagRules.most) tags", status: 400))
            } else if !region.tag(arn, setting: tags) {
                failures.append(Self.failure(arn, "The resource \(arn) does not exist", status: 404))
            }
        }
        return .json(("FailedResourcesMap", .object(failures)))
    }

    private func untag(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let arns = try Self.arns(of: request)
        let keys = request.parameters["TagKeys"]?.textsValue ?? []
        guard (1...TagRules.most).contains(keys.count) else {
            throw TaggingFilter.invalid("TagKeys must hold 1 to \(TagRules.most) keys")
        }
        var failures: [WireValue.Member] = []
        for arn in arns {
            if request.deniedResources.contains(arn) {
                failures.append(Self.failure(arn, Self.denial, status: 403, code: "AccessDeniedException"))
            } else if !region.tag(arn, removing: keys) {
                failures.append(Self.failure(arn, "The resource \(arn) does not exist", status: 404))
            }
        }
        return .json(("FailedResourcesMap", .object(failures)))
    }

    private static let denial = "You are not authorized to perform this operation on the resource."

    private static func failure(
        _ arn: String, _ message: String, status: Int64, code: String = "InvalidParameterException"
    ) -> WireValue.Member {
        WireValue.Member(
            arn,
            .record(
                ("StatusCode", .integer(status)), ("ErrorCode", .string(code)),
                ("ErrorMessage", .string(message))))
    }

    private static func arns(of request: ServiceRequest) throws(ServiceFault) -> [String] {
        let arns = request.parameters["ResourceARNList"]?.textsValue ?? []
        guard (1...20).contains(arns.count) else {
            throw TaggingFilter.invalid("ResourceARNList must hold 1 to 20 ARNs")
        }
        for arn in arns { try TaggingFilter.checkARN(arn) }
        return arns
    }

    /// Minutes after which a token is no longer taken.
    private static let tokenMinutes: Int64 = 15

    /// One page; the last one's token is empty, not absent, as AWS gives it.
    private static func page<Item>(
        _ items: [Item], of request: ServiceRequest, standard: Int, limit: Int?, about: [String]
    ) throws(ServiceFault) -> (items: ArraySlice<Item>, next: String) {
        let scope = [request.operation, request.account, request.region] + about
        let bad = TaggingFilter.invalid("The PaginationToken is not valid")
        let paging = Paging(standard: standard, maximum: 100)
        let given = request.parameters["PaginationToken"]?.stringValue ?? ""
        var issued = request.now
        var inner: String?
        if !given.isEmpty {
            guard let mark = given.firstIndex(of: "-"), let time = Int64(given[..<mark], radix: 36) else { throw bad }
            issued = Moment(milliseconds: time)
            inner = String(given[given.index(after: mark)...])
        }
        let page = try paging.page(
            items, token: inner, limit: limit, purpose: scope + [String(issued.milliseconds)], badToken: bad)
        guard issued.adding(minutes: tokenMinutes) >= request.now else {
            throw ServiceFault("PaginationTokenExpiredException", "The PaginationToken has expired")
        }
        guard page.next != nil else { return (page.items, "") }
        // A token is good for its own fifteen minutes, so each page's is made anew.
        let purpose = scope + [String(request.now.milliseconds)]
        let next = Paging.token(offset: page.items.endIndex, purpose: purpose)
        return (page.items, "\(String(request.now.milliseconds, radix: 36))-\(next)")
    }
}
