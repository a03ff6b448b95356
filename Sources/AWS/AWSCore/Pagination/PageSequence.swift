/// The pages of one list operation, fetched one at a time as they are asked for, or one ahead by `forEachPage`.
///
/// Each element is one page's output and costs one API call. A token AWS gives twice would go round for ever, so it is
/// an error. Iterating again begins again.
public struct PageSequence<Page: Sendable>: AsyncSequence, Sendable {
    /// One page.
    public typealias Element = Page
    /// What a page's call may fail with.
    public typealias Failure = AWSError

    private let service: String
    private let operation: String
    let fetch: @Sendable (_ token: String?) async throws(AWSError) -> Page
    let nextToken: @Sendable (Page) -> String?

    /// Makes pages from functions.
    ///
    /// - Parameters:
    ///   - service: The service, for errors.
    ///   - operation: The operation, for errors.
    ///   - nextToken: Where a page keeps the token of the next one; nothing or empty text ends the list.
    ///   - fetch: Fetches the page a token stands for, the first one without.
    public init(
        service: String, operation: String, nextToken: @escaping @Sendable (Page) -> String?,
        fetch: @escaping @Sendable (_ token: String?) async throws(AWSError) -> Page
    ) {
        self.service = service
        self.operation = operation
        self.nextToken = nextToken
        self.fetch = fetch
    }

    /// Makes the pages of an operation by the members that carry its tokens.
    public init<Operation: AWSOperation>(
        of operation: Operation.Type, _ input: Operation.Input, by caller: any AWSCaller,
        inputToken: any WritableKeyPath<Operation.Input, String?> & Sendable,
        outputToken: any KeyPath<Operation.Output, String?> & Sendable
    ) where Operation.Output == Page {
        self.init(
            service: Operation.service.id, operation: Operation.name, nextToken: { $0[keyPath: outputToken] },
            fetch: { (token) async throws(AWSError) -> Page in
                var input = input
                if let token { input[keyPath: inputToken] = token }
                return try await caller.call(operation, input)
            })
    }

    /// Begins with the first page.
    public func makeAsyncIterator() -> Iterator { Iterator(pages: self) }

    /// Goes through the pages once.
    public struct Iterator: AsyncIteratorProtocol {
        private var walk: PageWalk<Page>
        private var token: String?
        private var isAtEnd = false

        init(pages: PageSequence) { walk = PageWalk(pages) }

        /// Fetches the next page, or gives nothing after the last one or after an error.
        public mutating func next() async throws(AWSError) -> Page? {
            try await next(isolation: #isolation)
        }

        /// Fetches the next page on the caller's actor.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(AWSError) -> Page? {
            guard !isAtEnd else { return nil }
            isAtEnd = true
            let page = try await walk.fetch(token)
            token = try walk.next(after: page)
            isAtEnd = token == nil
            return page
        }
    }

    func failure(_ kind: AWSError.Kind, _ code: String, _ message: String) -> AWSError {
        AWSError(
            kind: kind, code: code, message: message,
            context: AWSError.Context(service: service, operation: operation, region: ""))
    }
}
