internal import AWSSimulator
internal import HoldfastWeb
internal import Logging
internal import Testing

/// A simulated organization that listens on loopback, in this process.
enum ListeningSimulator {
    /// Listens on a free port while the body runs, and gives it the variables that point AWS tools there.
    ///
    /// - Parameter members: How many member accounts there are, and resources in all of them; the world's own number
    ///   unless told otherwise.
    /// - Parameter holdsFurtherTypes: Whether it holds the types the agent has no reader for yet.
    static func run<Result: Sendable>(
        members: Int? = nil, resources: Int? = nil, holdsFurtherTypes: Bool = false,
        _ body: @escaping @Sendable ([String: String]) async throws -> Result
    ) async throws -> Result {
        let (addresses, bound) = AsyncStream.makeStream(of: ListenAddress.self)
        let listen = try #require(ListenAddress("127.0.0.1:0"))
        var options = WorldOptions(birth: .wallClock())
        options.memberAccounts = members ?? options.memberAccounts
        options.resources = resources ?? options.resources
        options.holdsFurtherTypes = holdsFurtherTypes
        let server = SimulatorServer(options: options, listen: listen, logger: Logger(label: "simulator"))
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                try await server.run { bound.yield($0) }
                bound.finish()
                return nil
            }
            group.addTask {
                var iterator = addresses.makeAsyncIterator()
                let address = try #require(await iterator.next())
                let pairs = server.host.environment(endpoint: "http://\(address)").map { ($0.name, $0.value) }
                return try await body(Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
            }
            defer { group.cancelAll() }
            while let finished = try await group.next() {
                if let result = finished { return result }
            }
            throw CancellationError()
        }
    }
}
