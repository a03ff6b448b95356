extension PageSequence {
    /// Hands on every page in order, and fetches the next one while the last is being worked on.
    ///
    /// Costs as many calls as iterating does when every page is read. At most one page is fetched ahead; it is fetched as
    /// a child task, so that it ends with the work, whether that throws or is cancelled, and costs at most that one call.
    /// What a page's call fails with is thrown in that page's place, after the work on the pages before it.
    ///
    /// - Parameter work: Gets each page; a page that it throws at is the last one.
    public func forEachPage(_ work: (Page) async throws -> Void) async throws {
        var walk = PageWalk(self)
        var page = try await walk.fetch(nil)
        while true {
            guard let token = try walk.next(after: page) else { return try await work(page) }
            let fetching = walk
            async let ahead = fetching.fetch(token)
            try await work(page)
            page = try await ahead
        }
    }
}

/// Goes from one page to the next and refuses to go in circles.
struct PageWalk<Page: Sendable>: Sendable {
    private let pages: PageSequence<Page>
    private var seen: Set<String> = []

    /// Begins before the first page.
    init(_ pages: PageSequence<Page>) { self.pages = pages }

    /// Fetches the page of a token, the first one without.
    func fetch(_ token: String?) async throws(AWSError) -> Page {
        guard !Task.isCancelled else { throw pages.failure(.cancelled, "cancelled", "the task was cancelled") }
        return try await pages.fetch(token)
    }

    /// The token of the page after one; nothing after the last.
    mutating func next(after page: Page) throws(AWSError) -> String? {
        guard let token = pages.nextToken(page), !token.isEmpty else { return nil }
        guard seen.insert(token).inserted else {
            throw pages.failure(.malformed, "RepeatedToken", "the same page token was given twice")
        }
        return token
    }
}
