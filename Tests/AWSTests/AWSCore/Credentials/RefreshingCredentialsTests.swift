internal import AWSCore
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("RefreshingCredentials")
struct RefreshingCredentialsTests {
    /// A source whose answers a test decides, one by one.
    private final class Source: Sendable {
        private let state = Mutex((calls: 0, isFailing: false))
        let clock: ManualClock

        init(_ clock: ManualClock) { self.clock = clock }

        var calls: Int { state.withLock { $0.calls } }

        func fail(_ isFailing: Bool) { state.withLock { $0.isFailing = isFailing } }

        func fetch() async throws(CredentialError) -> AWSCredentials {
            let (number, isFailing) = state.withLock { state in
                state.calls += 1
                return (state.calls, state.isFailing)
            }
            await Task.yield()
            guard !isFailing else { throw CredentialError(code: .sourceFailed, message: "no \(number)") }
            return AWSCredentials(
                accessKeyID: "\(number)", secretAccessKey: "s", sessionToken: "t",
                expiration: clock.now().advanced(by: .seconds(3_600)))
        }

        func provider(jitter: Double = 0) -> RefreshingCredentials {
            RefreshingCredentials(clock: clock, jitter: { jitter }, source: fetch)
        }
    }

    @Test("many callers at once cost one fetch")
    func singleFlight() async throws {
        let source = Source(ManualClock())
        let provider = source.provider()
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<100 { group.addTask { try await provider.credentials().accessKeyID } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids == ["1"])
        #expect(source.calls == 1)
    }

    @Test("credentials are renewed ahead of their end, earlier with jitter", arguments: [(0.0, 300), (1.0, 420)])
    func ahead(jitter: Double, seconds: Int) async throws {
        let clock = ManualClock()
        let source = Source(clock)
        let provider = source.provider(jitter: jitter)
        _ = try await provider.credentials()
        clock.advance(by: .seconds(3_600 - seconds - 1))
        #expect(try await provider.credentials().accessKeyID == "1")
        clock.advance(by: .seconds(1))
        #expect(try await provider.credentials().accessKeyID == "2")
        #expect(source.calls == 2)
    }

    @Test("a failed renewal keeps the old credentials until they end, and is tried again after a pause")
    func failedRenewal() async throws {
        let clock = ManualClock()
        let source = Source(clock)
        let provider = source.provider()
        _ = try await provider.credentials()
        source.fail(true)
        clock.advance(by: .seconds(3_400))
        #expect(try await provider.credentials().accessKeyID == "1")
        #expect(try await provider.credentials().accessKeyID == "1")
        #expect(source.calls == 2)
        clock.advance(by: .seconds(30))
        #expect(try await provider.credentials().accessKeyID == "1")
        #expect(source.calls == 3)
        clock.advance(by: .seconds(160))
        let error = await #expect(throws: CredentialError.self) { try await provider.credentials() }
        #expect(error?.code == .sourceFailed)
        source.fail(false)
        #expect(try await provider.credentials().accessKeyID == "5")
    }

    @Test("without usable credentials every caller hears of the failure, and the next one tries again")
    func firstFailure() async throws {
        let source = Source(ManualClock())
        source.fail(true)
        let provider = source.provider()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    await #expect(throws: CredentialError.self) { try await provider.credentials() }
                }
            }
        }
        source.fail(false)
        let before = source.calls
        _ = try await provider.credentials()
        #expect(source.calls == before + 1)
    }

    @Test("refused credentials are fetched anew, unless newer ones are there already")
    func discard() async throws {
        let source = Source(ManualClock())
        let provider = source.provider()
        let first = try await provider.credentials()
        await provider.discard(first)
        #expect(try await provider.credentials().accessKeyID == "2")
        await provider.discard(first)
        #expect(try await provider.credentials().accessKeyID == "2")
        #expect(source.calls == 2)
    }

    @Test("when the caller that fetches is cancelled, one that waits takes over; one that waits can be cancelled too")
    func cancellation() async throws {
        let clock = ManualClock()
        let gate = Gate()
        let provider = RefreshingCredentials(clock: clock) { () async throws(CredentialError) -> AWSCredentials in
            let number = await gate.enter()
            guard number > 1 else { throw CredentialError(code: .cancelled, message: "cancelled") }
            return AWSCredentials(accessKeyID: "\(number)", secretAccessKey: "s")
        }
        let leader = Task { try await provider.credentials() }
        await gate.waitForFirst()
        let follower = Task { try await provider.credentials() }
        let impatient = Task { try await provider.credentials() }
        impatient.cancel()
        let early = await #expect(throws: CredentialError.self) { try await impatient.value }
        #expect(early?.code == .cancelled)
        leader.cancel()
        await gate.open()
        await #expect(throws: CredentialError.self) { try await leader.value }
        #expect(try await follower.value.accessKeyID == "2")
    }

    /// Holds the first fetch until it is opened.
    private actor Gate {
        private var entered = 0
        private var isOpen = false
        private var held: [CheckedContinuation<Void, Never>] = []
        private var watching: [CheckedContinuation<Void, Never>] = []

        func enter() async -> Int {
            entered += 1
            let number = entered
            for continuation in watching { continuation.resume() }
            watching = []
            if !isOpen { await withCheckedContinuation { held.append($0) } }
            return number
        }

        func waitForFirst() async {
            if entered == 0 { await withCheckedContinuation { watching.append($0) } }
        }

        func open() {
            isOpen = true
            for continuation in held { continuation.resume() }
            held = []
        }
    }
}
