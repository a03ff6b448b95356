/// Lets lists show what was written only some time later, as AWS's do.
///
/// AWS Backup's lists of vaults, plans and selections, the tagging API and AWS Config's inventory are late; what is asked
/// for by its id is not, nor are the resources' own services. Sources: "AWS Config FAQs" and "Resources Supported" (its
/// inventory follows a change within minutes), "Troubleshooting" of Tag Editor (tags appear after some time). AWS Backup
/// documents no read-after-write for its lists.
enum Consistency {
    /// The operations that show the past.
    private static let late: Set<String> = [
        "GetResources", "GetTagKeys", "GetTagValues", "ListBackupPlans", "ListBackupSelections", "ListBackupVaults",
        "SelectResourceConfig",
    ]

    /// Answers a request on a Region's state, or for a late list on what can be seen of it.
    ///
    /// - Parameter delay: Seconds until a list shows what was written; 0 changes nothing.
    static func answer(
        _ request: ServiceRequest, in region: inout RegionState, delay: Int64,
        _ body: (inout RegionState) throws(ServiceFault) -> ServiceReply
    ) throws(ServiceFault) -> ServiceReply {
        guard delay > 0 else { return try body(&region) }
        guard !late.contains(request.operation) else {
            var seen = region.asSeen(at: request.now, delay: delay)
            return try body(&seen)
        }
        let before = region.resources
        let reply = try body(&region)
        region.noteTags(since: before, at: request.now)
        return reply
    }
}

/// The tags a resource had before they were changed.
package struct EarlierTags: Sendable, Hashable {
    /// The tags.
    let tags: TagSet
    /// When they were changed.
    let changedAt: Moment
}

extension RegionState {
    /// What lists show of the Region at a moment.
    fileprivate func asSeen(at now: Moment, delay: Int64) -> RegionState {
        let limit = now.adding(seconds: -delay)
        var seen = self
        seen.backup.vaults.removeAll { $0.createdAt > limit }
        seen.backup.plans.removeAll { $0.createdAt > limit }
        for index in seen.backup.plans.indices {
            seen.backup.plans[index].selections.removeAll { $0.createdAt > limit }
        }
        guard !earlierTags.isEmpty else { return seen }
        for index in seen.resources.indices {
            // The first change that cannot be seen yet tells what can.
            let changes = earlierTags[seen.resources[index].arn] ?? []
            if let first = changes.first(where: { $0.changedAt > limit }) { seen.resources[index].tags = first.tags }
        }
        return seen
    }

    /// Remembers the tags of resources that a request changed.
    fileprivate mutating func noteTags(since before: [SimulatedResource], at now: Moment) {
        guard before.count == resources.count, before != resources else { return }
        for (old, new) in zip(before, resources) where old.arn == new.arn && old.tags != new.tags {
            earlierTags[new.arn, default: []].append(EarlierTags(tags: old.tags, changedAt: now))
        }
    }
}
