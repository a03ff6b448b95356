import Foundation
import HoldfastEvaluation
import HoldfastModel
import TestSupport
import Testing

/// Two published readers of AWS's cron expressions, `pyawscron` and `aws-croniter`, judge ours.
@Suite("Cron expressions against two readers of others", .enabled(if: SchedulePeer.isThere, "needs the Python peers"))
struct CronPeerTests {
    static let start = World.time("2026-01-01T00:00:00Z")
    static let end = World.time("2036-01-01T00:00:00Z")

    /// One row of the table of what the readers disagree about.
    struct Disagreement: Decodable {
        enum Ruling: String, Decodable { case runs, invalid, unsupported }

        let kind: String
        /// What every expression of the kind, with what the readers said, matches.
        let form: String
        let expression: String
        let pyawscron: Said
        let awsCroniter: Said
        /// The line of AWS's that settles it, or that none does.
        let page: String
        let ruling: Ruling
        let runs: [String]?

        private enum CodingKeys: String, CodingKey {
            case kind = "class"
            case form, expression, pyawscron, page, ruling, runs
            case awsCroniter = "aws-croniter"
        }
    }

    /// The next runs, or why there are none.
    enum Said: Decodable, Equatable {
        case runs([String])
        case refused(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .refused(text)
            } else if let runs = try? container.decode([String].self) {
                self = .runs(runs)
            } else {
                let minutes = try container.decode([Int64].self)
                self = .runs(minutes.map { Instant(millisecondsSinceEpoch: $0 * 60_000).description })
            }
        }
    }

    static func disagreements() throws -> [Disagreement] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "disagreements.json")
        return try JSONDecoder().decode([Disagreement].self, from: Data(contentsOf: file))
    }

    @Test("On what both agree over ten years we agree, and each disagreement is one of the table's")
    func tenYears() throws {
        let count = SchedulePeer.count("HOLDFAST_CRON_EXPRESSIONS") ?? 40
        let forms = try Self.disagreements().map { try Regex($0.form) }
        var agreed = 0
        var settled = 0
        var runs = 0
        for line in try SchedulePeer.lines(["runs", "\(count)", "\(SchedulePeer.seed)"]) {
            let ours = SchedulePeer.runs(line.expression, from: Self.start, until: Self.end)
            if line.words[1] == "agree" {
                #expect(ours == line.minutes(from: 3), "\(line.expression), seed \(SchedulePeer.seed)")
                agreed += 1
                runs += ours?.count ?? 0
                continue
            }
            settled += 1
            let said = line.words[...2].joined(separator: "\t")
            #expect(forms.contains { said.firstMatch(of: $0) != nil }, "no row of the table is about \(said)")
            // The only reader that told runs may have stopped looking for more.
            if let ours, line.words.count > 3 {
                #expect(ours.starts(with: line.minutes(from: 3)), "\(said), seed \(SchedulePeer.seed)")
            }
        }
        #expect(agreed == count)
        if SchedulePeer.count("HOLDFAST_CRON_EXPRESSIONS") != nil {
            print("cron: \(agreed) expressions and \(runs) runs equal over ten years, \(settled) disagreements settled")
        }
    }

    @Test("Each disagreement is as the table tells it, and settled as its page says")
    func tableHolds() throws {
        let table = try Self.disagreements()
        let input = table.map { "\($0.expression.dropFirst(5).dropLast())\n" }.joined()
        let output = try PythonPeer.run(script: SchedulePeer.script, ["judge"], input: Data(input.utf8))
        let answers = try output.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode([String: Said].self, from: Data($0))
        }
        #expect(answers.count == table.count)
        for (row, answer) in zip(table, answers) {
            #expect(answer["pyawscron"] == row.pyawscron, "\(row.kind)")
            #expect(answer["aws-croniter"] == row.awsCroniter, "\(row.kind)")
        }
    }

    @Test("Our answer to each disagreement is the table's")
    func rulingsHold() throws {
        for row in try Self.disagreements() {
            #expect(row.page.count > 40)
            switch (row.ruling, CronExpression.parse(row.expression)) {
            case (.invalid, .invalid), (.unsupported, .unsupported): #expect(row.runs == nil)
            case (.runs, .expression(let expression)):
                let ours = expression.runs(from: Self.start, until: World.time("2199-01-01T00:00:00Z"), limit: 4)
                #expect(ours?.map(\.description) == row.runs, "\(row.kind)")
            case (_, let parsing): Issue.record("\(row.kind): \(parsing)")
            }
        }
    }
}

/// The scripts that judge schedules, and what they print.
enum SchedulePeer {
    static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Peers/schedule_judges.py")
    static let seed = count("HOLDFAST_ORACLE_SEED") ?? 20_261_128

    static var isThere: Bool {
        ["aws_croniter", "pyawscron", "tzdata"].allSatisfy { PythonPeer.has(module: $0) }
    }

    static func count(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }

    /// One printed line: an expression, words, and minutes since 1970.
    struct Line {
        let words: [Substring]

        var expression: String { "cron(\(words[0]))" }

        func minutes(from place: Int) -> [Int64] { words.dropFirst(place).compactMap { Int64($0) } }
    }

    static func lines(_ arguments: [String]) throws -> [Line] {
        let output = String(decoding: try PythonPeer.run(script: script, arguments, input: Data()), as: UTF8.self)
        return output.split(separator: "\n").map { line in
            Line(words: line.split(separator: "\t", omittingEmptySubsequences: false))
        }
    }

    /// Our runs in minutes since 1970; nothing when we do not take the expression.
    static func runs(_ text: String, zone: String? = nil, from start: Instant, until end: Instant) -> [Int64]? {
        guard case .expression(let expression) = CronExpression.parse(text, timezone: zone) else { return nil }
        return expression.runs(from: start, until: end, limit: .max)?.map { $0.millisecondsSinceEpoch / 60_000 }
    }
}
