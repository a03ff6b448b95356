internal import AWSSimulator
internal import Foundation
internal import HoldfastWeb
internal import Logging
internal import Testing

extension ForeignPrograms {
    /// Third-party clients against the simulator's listener, on loopback.
    @Suite("Foreign clients of the simulator")
    struct ForeignClientTests {
        @Test("the strict judge finds every deviation crafted for it")
        func judgeFindsDeviations() async throws {
            let outcome = try await Peer.run(["-m", "unittest", "test_strict"], environment: [:])
            #expect(outcome.status == 0, "\(outcome.errors)")
        }

        @Test("botocore and the aws CLI find no deviation in a thousand answers that reach every operation")
        func strictDriverFindsNothing() async throws {
            let outcome = try await withSimulator { environment in
                try await Peer.run(["drive_simulator.py"], environment: environment)
            }
            #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
            let data = Data(outcome.output.utf8)
            let summary = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let calls = try #require(summary["calls"] as? Int)
            let operations = try #require(summary["operations"] as? [String: Any])
            print("strict drive: \(calls) calls of \(operations.count) operations")
            #expect(calls >= 1_000)
            #expect(try #require(summary["checked"] as? Int) >= 1_000)
            #expect(try #require(summary["deviations"] as? [String]) == [])
            #expect(try #require(summary["failures"] as? [String]) == [])
            #expect(try #require(summary["gaps"] as? [String]) == [])
        }

        /// Listens on a free port while the body runs, and gives it the variables that point AWS tools there.
        private func withSimulator<Result: Sendable>(
            _ body: @escaping @Sendable ([String: String]) async throws -> Result
        ) async throws -> Result {
            let (addresses, bound) = AsyncStream.makeStream(of: ListenAddress.self)
            let listen = try #require(ListenAddress("127.0.0.1:0"))
            var options = WorldOptions(birth: .wallClock())
            options.holdsFurtherTypes = true
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
}
