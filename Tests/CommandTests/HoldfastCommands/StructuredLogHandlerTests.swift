import HoldfastModel
import Logging
import Synchronization
import Testing

@testable import HoldfastCommands

@Suite("Structured log handler")
struct StructuredLogHandlerTests {
    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func append(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private static func line(_ format: StructuredLogHandler.Format, _ metadata: Logger.Metadata) -> [String] {
        let lines = Lines()
        let logger = Logger(label: "holdfast") { label in
            StructuredLogHandler(
                label: label, format: format, level: .info, now: { Instant(millisecondsSinceEpoch: 0) },
                write: lines.append)
        }
        logger.info("sweep finished", metadata: metadata)
        logger.debug("not heard")
        return lines.all
    }

    @Test("logfmt quotes what holds spaces, quotes or line breaks, and sorts its keys")
    func logfmt() {
        let line = Self.line(.logfmt, ["b": "two words", "a": "plain", "c": "a \"quote\"\nand a break", "d": ""])
        #expect(
            line == [
                #"time=1970-01-01T00:00:00Z level=info component=holdfast msg="sweep finished" a=plain "#
                    + #"b="two words" c="a \"quote\"\nand a break" d="""#
            ])
    }

    @Test("JSON is one object with text values")
    func json() {
        let line = Self.line(.json, ["account.id": "111122223333"])
        #expect(
            line == [
                #"{"time":"1970-01-01T00:00:00Z","level":"info","component":"holdfast","msg":"sweep finished","#
                    + #""account.id":"111122223333"}"#
            ])
    }
}
