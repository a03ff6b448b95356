internal import AWSWire

/// Amazon EC2: instances, volumes, tags and Regions.
///
/// Source: Amazon EC2 API Reference, the pages of its operations and "Error codes for the Amazon EC2 API".
package struct EC2Service: ServiceSimulator {
    /// Makes the service.
    package init() {}

    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "ec2", wireProtocol: .ec2(version: "2016-11-15"),
        xmlNamespace: "http://ec2.amazonaws.com/doc/2016-11-15/",
        operations: ["CreateTags", "DescribeInstances", "DescribeRegions", "DescribeTags", "DescribeVolumes"])

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        if request.parameters["DryRun"]?.stringValue == "true" {
            let message = "Request would have succeeded, but DryRun flag is set."
            throw ServiceFault("DryRunOperation", message, status: 412)
        }
        switch request.operation {
        case "DescribeRegions": return try regions(request, of: world.options)
        case "CreateTags":
            return try world.answer(request) { region throws(ServiceFault) in try createTags(request, in: &region) }
        case "DescribeInstances":
            return try world.answer(request) { region throws(ServiceFault) in try instances(request, in: region) }
        case "DescribeVolumes":
            return try world.answer(request) { region throws(ServiceFault) in try volumes(request, in: region) }
        case "DescribeTags":
            return try world.answer(request) { region throws(ServiceFault) in try tags(request, in: region) }
        default:
            throw ServiceFault("InvalidAction", "The action \(request.operation) is not valid for this web service.")
        }
    }
}

extension EC2Service {
    /// Regions every account can use unless it opts in to more; those that ask for it first.
    private static let optInRegions = ["af-south-1", "ap-east-1", "eu-south-1", "me-south-1"]

    private func regions(_ request: ServiceRequest, of options: WorldOptions) throws(ServiceFault) -> ServiceReply {
        let wantsAll = request.parameters["AllRegions"]?.stringValue == "true"
        let closed = Self.optInRegions.filter { !options.regions.contains($0) }
        let known = options.regions + closed
        let named = request.parameters["RegionName"]?.textsValue
        for name in named ?? [] where !known.contains(name) {
            throw ServiceFault("InvalidParameterValue", "Invalid region provided: \(name)")
        }
        let filters = try EC2Filter.filters(of: request, known: ["endpoint", "opt-in-status", "region-name"])
        let shown = (named ?? (wantsAll ? known : options.regions)).filter { name in
            filters.allSatisfy { filter in
                filter.matches { key in Self.facts(of: name, isClosed: closed.contains(name))[key].map { [$0] } ?? [] }
            }
        }
        let items = shown.map { name in
            let facts = Self.facts(of: name, isClosed: closed.contains(name))
            return [
                XMLNode("regionName", name), XMLNode("regionEndpoint", facts["endpoint"]),
                XMLNode("optInStatus", facts["opt-in-status"]),
            ]
        }
        return .xml(.list("regionInfo", of: "item", items))
    }

    private static func facts(of region: String, isClosed: Bool) -> [String: String] {
        let isOptIn = optInRegions.contains(region)
        return [
            "region-name": region, "endpoint": "ec2.\(region).amazonaws.com",
            "opt-in-status": isClosed ? "not-opted-in" : isOptIn ? "opted-in" : "opt-in-not-required",
        ]
    }

    private func tags(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let known: Set = ["key", "resource-id", "resource-type", "value"]
        let filters = try EC2Filter.filters(of: request, known: known)
        let limit = try EC2Paging.limit(of: request, within: 5...1_000)
        let rows = region.resources.filter { $0.kind == .instance || $0.kind == .volume }
            .flatMap { resource in resource.tags.all.map { (resource, $0) } }
            .filter { resource, tag in
                filters.allSatisfy { filter in
                    filter.matches { key in
                        switch key {
                        case "key": [tag.key]
                        case "value": [tag.value]
                        case "resource-id": [resource.id]
                        case "resource-type": [resource.kind == .volume ? "volume" : "instance"]
                        default: key == "tag:\(tag.key)" ? [tag.value] : []
                        }
                    }
                }
            }
        let page = try EC2Paging.page(rows, of: request, limit: limit, filters: filters)
        let items = page.items.map { resource, tag in
            [
                XMLNode("key", tag.key), XMLNode("resourceId", resource.id),
                XMLNode("resourceType", resource.kind == .volume ? "volume" : "instance"), XMLNode("value", tag.value),
            ]
        }
        return .xml(.list("tagSet", of: "item", items), XMLNode("nextToken", page.next))
    }

    private func createTags(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let ids = request.parameters["ResourceId"]?.textsValue ?? []
        let pairs = (request.parameters["Tag"]?.arrayValue ?? []).map { tag in
            (key: tag["Key"]?.stringValue ?? "", value: tag["Value"]?.stringValue ?? "")
        }
        guard !ids.isEmpty else { throw EC2Fault.missing("resourceIdSet") }
        guard !pairs.isEmpty else { throw EC2Fault.missing("tagSet") }
        if let problem = TagRules.problem(pairs) { throw ServiceFault("InvalidParameterValue", problem + ".") }
        let tags = TagSet(pairs.map { ($0.key, $0.value) })
        var arns: [String] = []
        for id in ids {
            let kind: ResourceKind? = id.hasPrefix("i-") ? .instance : id.hasPrefix("vol-") ? .volume : nil
            guard let kind else { throw ServiceFault("InvalidID", "The ID '\(id)' is not valid") }
            guard let resource = region.resources.first(where: { $0.kind == kind && $0.id == id }) else {
                throw EC2Fault.notFound(kind, [id])
            }
            guard !TagRules.exceedsLimit(resource.tags, adding: tags) else {
                throw ServiceFault("TagLimitExceeded", "The maximum number of tags for '\(id)' has been reached.")
            }
            arns.append(resource.arn)
        }
        for arn in arns { _ = region.tag(arn, setting: tags) }
        return .xml(XMLNode("return", true))
    }
}
