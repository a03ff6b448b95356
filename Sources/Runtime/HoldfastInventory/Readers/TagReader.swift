internal import AWSCore
internal import AWSTagging
internal import HoldfastModel

/// Finds the tags of resources whose list call does not bring them.
///
/// The tagging API knows only resources that have, or once had, a tag, and some endpoints leave whole types out. So its
/// silence on a resource means "no tags" only where it spoke of another resource of the same type; else each resource
/// is asked. Source: Resource Groups Tagging API Reference, "GetResources".
struct TagReader: FactReader {
    static let facts: Set<FactKind> = [.tags]
    static let iamActions = ["tag:GetResources"]

    /// Asks each of the resources by its own service.
    typealias Fallback = @Sendable ([ResourceARN], inout ReadLog) async -> [ResourceARN: [String: String]]

    /// The tags of resources of one type; a resource whose tags could not be read is missing and has a gap.
    ///
    /// Costs one call for every 100 tagged resources of the type, or one a resource.
    func tags(
        of arns: [ResourceARN], filter: String, type: ResourceType, context: RegionContext, log: inout ReadLog,
        fallback: Fallback
    ) async -> [ResourceARN: [String: String]] {
        guard !arns.isEmpty else { return [:] }
        let wanted = Set(arns)
        if let known = await listed(filter, context: context, log: &log)?.filter({ wanted.contains($0.key) }),
            !known.isEmpty
        {
            return Dictionary(uniqueKeysWithValues: wanted.map { ($0, known[$0] ?? [:]) })
        }
        return await fallback(arns, &log)
    }

    /// Everything the tagging API lists of a type; nothing when any page failed, for the fallback brings what is missing.
    private func listed(
        _ filter: String, context: RegionContext, log: inout ReadLog
    ) async -> [ResourceARN: [String: String]]? {
        let service = TaggingAPI(context.caller)
        var attempt = log.fresh()
        let mappings = await attempt.pages("tag:GetResources", for: .tags) { token throws(AWSError) in
            let output = try await service.getResources(
                GetResourcesInput(
                    paginationToken: token, resourcesPerPage: 100, resourceTypeFilters: [filter]))
            return Page(items: output.resourceTagMappingList, next: output.paginationToken)
        }
        guard attempt.gaps.isEmpty else { return nil }
        var known: [ResourceARN: [String: String]] = [:]
        for mapping in mappings {
            guard let arn = mapping.resourceARN.present.flatMap(ResourceARN.init(rawValue:)), let tags = mapping.tags
            else { return nil }
            known[arn] = Self.dictionary(tags, key: \.key, value: \.value)
        }
        log.merge(attempt)
        return known
    }

    /// Asks for the tags of one resource after another.
    ///
    /// Where the service refuses the call as such, asking for the others is left out and the type's tags are a gap.
    static func each(
        _ arns: [ResourceARN], type: ResourceType, api: String, log: inout ReadLog,
        _ ask: @Sendable (ResourceARN) async throws(AWSError) -> [String: String]?
    ) async -> [ResourceARN: [String: String]] {
        await log.each(arns, type: type, api: api, for: .tags, ask)
    }

    /// Tags as a dictionary; an entry without a key, which AWS never sends, is no tag.
    static func dictionary<Tag>(
        _ tags: [Tag], key: KeyPath<Tag, String?>, value: KeyPath<Tag, String?>
    ) -> [String: String] {
        var dictionary: [String: String] = [:]
        for tag in tags {
            if let name = tag[keyPath: key] { dictionary[name] = tag[keyPath: value] ?? "" }
        }
        return dictionary
    }
}

extension Resource {
    /// The same resource with other tags.
    func tagged(_ tags: [String: String]?) -> Resource {
        Resource(
            arn: arn, type: type, accountID: accountID, region: region, tags: tags, createdAt: createdAt,
            configResourceID: configResourceID, isStopped: isStopped, source: source)
    }
}
