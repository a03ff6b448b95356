internal import AWSCore
internal import HoldfastHTTP
internal import Logging
internal import TestSupport
internal import Testing

@Suite("PageSequence")
struct PageSequenceTests {
    private static func pages(_ tokens: [String?]) -> (PageSequence<TestOperation.Output>, ScriptedTransport) {
        let transport = ScriptedTransport { number, _ in
            .answer(200, number < tokens.count ? (tokens[number].map { ["Next": $0] } ?? [:]) : [:], "{\(number)}")
        }
        let client = AWSClient(
            transport: transport, endpoints: EndpointResolver(environment: [:]), clock: ManualClock(),
            logger: Logger(label: "test"))
        let caller = client.caller(
            account: nil, region: "r",
            credentials: StaticCredentials(AWSCredentials(accessKeyID: "A", secretAccessKey: "s")))
        let pages = PageSequence(
            of: TestOperation.self, TestOperation.Input(), by: caller, inputToken: \.token, outputToken: \.token)
        return (pages, transport)
    }

    @Test("pages come one by one until there is no token, or an empty one", arguments: [nil, ""])
    func order(last: String?) async throws {
        let (pages, transport) = Self.pages(["a/b", "c", last])
        var texts: [String] = []
        for try await page in pages { texts.append(page.text) }
        #expect(texts == ["{0}", "{1}", "{2}"])
        #expect(
            transport.requests.map { $0.query.split(separator: "&").first.map(String.init) }
                == ["nextToken", "nextToken=a%2Fb", "nextToken=c"])
    }

    @Test("a page is fetched only when it is asked for")
    func lazy() async throws {
        let (pages, transport) = Self.pages(["a", "b", nil])
        for try await _ in pages { break }
        #expect(transport.requests.count == 1)
    }

    @Test(
        "a token given twice is an error, however long the way round is",
        arguments: [["a", "a"], ["a", "b", "c", "a"]])
    func loop(tokens: [String]) async throws {
        let (pages, transport) = Self.pages(tokens)
        var iterator = pages.makeAsyncIterator()
        for _ in 0..<tokens.count - 1 { #expect(try await iterator.next() != nil) }
        do {
            _ = try await iterator.next()
            Issue.record("the loop was not noticed")
        } catch {
            #expect(error.code == "RepeatedToken" && error.kind == .malformed)
        }
        #expect(try await iterator.next() == nil)
        #expect(transport.requests.count == tokens.count)
    }
}
