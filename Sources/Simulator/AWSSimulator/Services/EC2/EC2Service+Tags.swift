internal import AWSWire

extension EC2Service {
    /// Something EC2 keeps tags of.
    private struct Tagged {
        let id: String
        let type: String
        let tags: TagSet
    }

    /// Everything that carries tags: instances and volumes first, then images and snapshots.
    private func tagged(in region: RegionState, birth: Moment, at now: Moment) -> [Tagged] {
        let catalog = SnapshotCatalog(region, birth: birth, at: now)
        let resources = region.resources.filter { $0.kind == .instance || $0.kind == .volume }
            .map { Tagged(id: $0.id, type: $0.kind == .volume ? "volume" : "instance", tags: $0.tags) }
        let images = catalog.images.map { Tagged(id: $0.id, type: "image", tags: $0.tags) }
        let snapshots = catalog.snapshots.map { Tagged(id: $0.id, type: "snapshot", tags: $0.tags) }
        return resources + images + snapshots
    }

    func tags(_ request: ServiceRequest, in region: RegionState, birth: Moment) throws(ServiceFault) -> ServiceReply {
        let known: Set = ["key", "resource-id", "resource-type", "value"]
        let filters = try EC2Filter.filters(of: request, known: known)
        let limit = try EC2Paging.limit(of: request, within: 5...1_000)
        let rows = tagged(in: region, birth: birth, at: request.now)
            .flatMap { resource in resource.tags.all.map { (resource, $0) } }
            .filter { resource, tag in
                filters.allSatisfy { filter in
                    filter.matches { key in
                        switch key {
                        case "key": [tag.key]
                        case "value": [tag.value]
                        case "resource-id": [resource.id]
                        case "resource-type": [resource.type]
                        default: key == "tag:\(tag.key)" ? [tag.value] : []
                        }
                    }
                }
            }
        let page = try EC2Paging.page(rows, of: request, limit: limit, filters: filters)
        let items = page.items.map { resource, tag in
            [
                XMLNode("key", tag.key), XMLNode("resourceId", resource.id), XMLNode("resourceType", resource.type),
                XMLNode("value", tag.value),
            ]
        }
        return .xml(.list("tagSet", of: "item", items), XMLNode("nextToken", page.next))
    }

    func createTags(
        _ request: ServiceRequest, in region: inout RegionState, birth: Moment
    ) throws(ServiceFault) -> ServiceReply {
        let pairs = Self.pairs(request.parameters["Tag"])
        let ids = request.parameters["ResourceId"]?.textsValue ?? []
        guard !ids.isEmpty else { throw EC2Fault.missing("resourceIdSet") }
        guard !pairs.isEmpty else { throw EC2Fault.missing("tagSet") }
        if let problem = TagRules.problem(pairs) { throw ServiceFault("InvalidParameterValue", problem + ".") }
        let tags = TagSet(pairs.map { ($0.key, $0.value) })
        var changes: [(id: String, tags: TagSet)] = []
        for id in ids {
            var present = try presentTags(of: id, in: region, birth: birth, at: request.now)
            guard !TagRules.exceedsLimit(present, adding: tags) else {
                throw ServiceFault("TagLimitExceeded", "The maximum number of tags for '\(id)' has been reached.")
            }
            present.merge(tags)
            changes.append((id, present))
        }
        for change in changes { setTags(change.tags, of: change.id, in: &region) }
        return .xml(XMLNode("return", true))
    }

    func deleteTags(
        _ request: ServiceRequest, in region: inout RegionState, birth: Moment
    ) throws(ServiceFault) -> ServiceReply {
        let ids = request.parameters["ResourceId"]?.textsValue ?? []
        guard !ids.isEmpty else { throw EC2Fault.missing("resourceIdSet") }
        let given = request.parameters["Tag"]?.arrayValue
        var changes: [(id: String, tags: TagSet)] = []
        for id in ids {
            var present = try presentTags(of: id, in: region, birth: birth, at: request.now)
            // Without tags it means every tag but AWS's own; with a value it means the tag only while it has that value.
            for tag in given ?? present.all.map({ WireValue.record(("Key", .string($0.key))) }) {
                let key = tag["Key"]?.stringValue ?? ""
                let isMeant = tag["Value"]?.stringValue.map { $0 == present[key] } ?? true
                if isMeant, !key.hasPrefix("aws:") { present[key] = nil }
            }
            changes.append((id, present))
        }
        for change in changes { setTags(change.tags, of: change.id, in: &region) }
        return .xml(XMLNode("return", true))
    }

    /// The tags a request wants on what it creates of one type.
    static func specifiedTags(_ request: ServiceRequest, for type: String) throws(ServiceFault) -> TagSet {
        var pairs: [(key: String, value: String)] = []
        for specification in request.parameters["TagSpecification"]?.arrayValue ?? [] {
            guard specification["ResourceType"]?.stringValue == type else {
                throw EC2Fault.invalid(
                    "'\(specification["ResourceType"]?.stringValue ?? "")' is not a valid taggable "
                        + "resource type for this operation.")
            }
            pairs += Self.pairs(specification["Tag"])
        }
        if let problem = TagRules.problem(pairs) { throw EC2Fault.invalid(problem + ".") }
        guard pairs.count <= TagRules.most else {
            throw ServiceFault("TagLimitExceeded", "The maximum number of tags has been reached.")
        }
        return TagSet(pairs.map { ($0.key, $0.value) })
    }

    private static func pairs(_ tags: WireValue?) -> [(key: String, value: String)] {
        (tags?.arrayValue ?? []).map { ($0["Key"]?.stringValue ?? "", $0["Value"]?.stringValue ?? "") }
    }

    private func presentTags(
        of id: String, in region: RegionState, birth: Moment, at now: Moment
    ) throws(ServiceFault) -> TagSet {
        if id.hasPrefix("snap-") {
            return try snapshot(id, SnapshotCatalog(region, birth: birth, at: now)).tags
        }
        if id.hasPrefix("ami-") {
            let catalog = SnapshotCatalog(region, birth: birth, at: now)
            guard let image = catalog.images.first(where: { $0.id == id }) else { throw Self.imageNotFound([id]) }
            return image.tags
        }
        let kind: ResourceKind? = id.hasPrefix("i-") ? .instance : id.hasPrefix("vol-") ? .volume : nil
        guard let kind else { throw ServiceFault("InvalidID", "The ID '\(id)' is not valid") }
        guard let resource = region.resources.first(where: { $0.kind == kind && $0.id == id }) else {
            throw EC2Fault.notFound(kind, [id])
        }
        return resource.tags
    }

    private func setTags(_ tags: TagSet, of id: String, in region: inout RegionState) {
        if id.hasPrefix("snap-") {
            region.ec2.snapshotChanges[id, default: SnapshotChange()].tags = tags
        } else if id.hasPrefix("ami-") {
            region.ec2.imageTags[id] = tags
        } else if let resource = region.resources.first(where: {
            ($0.kind == .instance || $0.kind == .volume) && $0.id == id
        }) {
            let removed = resource.tags.all.map(\.key).filter { tags[$0] == nil }
            _ = region.tag(resource.arn, setting: tags, removing: removed)
        }
    }
}
