internal import AWSCore
internal import HoldfastModel

/// One page of a list call.
struct Page<Item: Sendable>: Sendable {
    /// The items; nothing when the answer lacked the list, which AWS always sends.
    let items: [Item]?
    /// Where the next page begins; nothing, or empty, for the last page.
    let next: String?
}

extension ReadLog {
    /// Reads every page of a list call.
    ///
    /// A page that fails or lacks its list leaves a gap; the items of the pages before it are given all the same, since
    /// the gap says that more may be missing. A token that comes twice, or more pages than ``mostPages``, ends the
    /// reading with a gap, not with a loop. Costs one call a page; cancellation ends it between pages, by the failure of the next call.
    mutating func pages<Item: Sendable>(
        _ api: String, for fact: FactKind, scope: ReadGap.Scope = .everything,
        _ fetch: @Sendable (String?) async throws(AWSError) -> Page<Item>
    ) async -> [Item] {
        var items: [Item] = []
        var token: String?
        var seen: Set<String> = []
        while true {
            let start = token
            let page = await attempt(api, for: fact, scope: scope) { () async throws(AWSError) -> Page<Item> in
                try await fetch(start)
            }
            guard let page else { return items }
            guard let more = page.items else {
                addMalformed("the answer lacks the list asked for", api: api, for: fact, scope: scope)
                return items
            }
            items += more
            token = page.next.flatMap { $0.isEmpty ? nil : $0 }
            guard let token else { return items }
            guard seen.insert(token).inserted else {
                addMalformed("the same page token came twice", api: api, for: fact, scope: scope)
                return items
            }
            // New tokens without end would fill the memory.
            guard seen.count < mostPages else {
                addMalformed("the list has more than \(mostPages) pages", api: api, for: fact, scope: scope)
                return items
            }
        }
    }
}
