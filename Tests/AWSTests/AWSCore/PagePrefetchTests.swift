internal import AWSCore
internal import Synchronization
internal import TestSupport
internal import Testing

/// Pages fetched one ahead, on a clock of their own.
@Suite("PageSequence.forEachPage")
struct PagePrefetchTests {
    private struct Page: Sendable {
        let number: Int
        let next: String?
    }

    private struct Stop: Error {}

    /// A list of pages, a second's fetch each, that notes when each fetch began.
    private final class List: Sendable {
        let clock: VirtualTime
        private let count: Int
        private let failing: Int?
        private let log = Mutex<[(page: Int, at: Duration)]>([])
        private let cancelled = Mutex(0)

        init(_ clock: VirtualTime, pages count: Int, failing: Int? = nil) {
            self.clock = clock
            self.count = count
            self.failing = failing
        }

        var fetches: [Int] { log.withLock { $0.map(\.page) } }
        var starts: [Duration] { log.withLock { $0.map(\.at) } }
        var cancellations: Int { cancelled.withLock { $0 } }

        var pages: PageSequence<Page> {
            PageSequence(service: "backup", operation: "ListThings", nextToken: \.next) {
                [self] token throws(AWSError) in
                let number = token.flatMap { Int($0) } ?? 0
                log.withLock { $0.append((number, clock.uptime())) }
                let context = AWSError.Context(service: "backup", operation: "ListThings", region: "r")
                do { try await clock.sleep(for: .seconds(1)) } catch {
                    cancelled.withLock { $0 += 1 }
                    throw AWSError(kind: .cancelled, code: "cancelled", message: "", context: context)
                }
                guard number != failing else {
                    throw AWSError(kind: .denied, code: "AccessDenied", message: "", context: context)
                }
                return Page(number: number, next: number + 1 < count ? String(number + 1) : nil)
            }
        }
    }

    @Test("a full read makes the same calls as without, each page's while the last is worked on", arguments: [1, 2, 7])
    func full(count: Int) async throws {
        let clock = VirtualTime()
        let (ahead, plain) = (List(clock, pages: count), List(clock, pages: count))
        let worked = try await clock.run {
            var worked: [Int] = []
            try await ahead.pages.forEachPage { page in
                try await clock.sleep(for: .seconds(1))
                worked.append(page.number)
            }
            return worked
        }
        let took = clock.uptime()
        try await clock.run { for try await _ in plain.pages { try await clock.sleep(for: .seconds(1)) } }
        #expect(worked == Array(0..<count))
        #expect(ahead.fetches == plain.fetches && ahead.fetches == Array(0..<count))
        // Fetch and work overlap: n+1 seconds in place of 2n.
        #expect(took == .seconds(count + 1) && clock.uptime() - took == .seconds(2 * count))
        #expect(ahead.starts == (0..<count).map { .seconds($0) })
    }

    @Test("a page's failure comes in its place, after the work on the pages before it")
    func failure() async throws {
        let clock = VirtualTime()
        let list = List(clock, pages: 5, failing: 2)
        let worked = Mutex<[Int]>([])
        let error = await #expect(throws: AWSError.self) {
            try await clock.run {
                try await list.pages.forEachPage { page in
                    try await clock.sleep(for: .seconds(5))
                    worked.withLock { $0.append(page.number) }
                }
            }
        }
        #expect(error?.kind == .denied && worked.withLock { $0 } == [0, 1])
        #expect(list.fetches == [0, 1, 2] && clock.uptime() == .seconds(11))
    }

    @Test("work that throws ends the fetch under way, and there is only that one")
    func stops() async throws {
        let clock = VirtualTime()
        let list = List(clock, pages: 9)
        await #expect(throws: Stop.self) {
            try await clock.run {
                try await list.pages.forEachPage { page in
                    try await clock.sleep(for: .milliseconds(500))
                    if page.number == 1 { throw Stop() }
                }
            }
        }
        #expect(list.fetches == [0, 1, 2] && list.cancellations == 1)
        #expect(clock.uptime() == .seconds(2.5))
    }

    @Test("cancellation ends work and fetch together")
    func cancellation() async throws {
        let clock = VirtualTime()
        let list = List(clock, pages: 9)
        await clock.run {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await #expect(throws: (any Error).self) {
                        try await list.pages.forEachPage { _ in try await clock.sleep(for: .seconds(60)) }
                    }
                }
                try? await clock.sleep(for: .seconds(1.5))
                group.cancelAll()
            }
        }
        #expect(list.fetches == [0, 1] && list.cancellations == 1 && clock.uptime() == .seconds(1.5))
    }

    @Test("a token given twice is an error here too")
    func loop() async throws {
        let pages = PageSequence<Page>(service: "backup", operation: "ListThings", nextToken: \.next) { _ in
            Page(number: 0, next: "again")
        }
        let error = await #expect(throws: AWSError.self) { try await pages.forEachPage { _ in } }
        #expect(error?.code == "RepeatedToken")
    }
}
