import Foundation
import HoldfastEvaluation
import TestSupport
import Testing

@Suite("Selections select as AWS's pages say")
struct SelectionTruthTests {
    @Test("Each case of the truth table is answered as its page says, with a reason", arguments: cases)
    func tableHolds(_ question: SelectionCase) throws {
        let ours = try question.ours()
        #expect(ours.answer == question.answer, "\(ours.reason)")
        #expect(!ours.reason.isEmpty)
    }

    static let cases = (try? SelectionTruthTable.read())?.cases ?? []

    @Test("The truth table has a hundred cases and more, each with its page, and both defects seen in Prowler")
    func tableIsWhole() throws {
        let table = try SelectionTruthTable.read()
        #expect(table.cases.count >= 100)
        #expect(Self.cases.count == table.cases.count)
        let used = Set(table.cases.compactMap(\.source))
        #expect(used == Set(table.sources.keys))
        #expect(Set(table.cases.compactMap(\.name)).count == table.cases.count)
        let seen = table.cases.filter { $0.name?.contains("Prowler") ?? false }
        #expect(Set(seen.map(\.answer)) == [.yes, .no])
    }

    private static let model = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Peers/selection_model.py")

    @Test("The model that judges us answers the truth table too", .enabled(if: hasPython, "needs Python"))
    func modelKnowsTheTable() throws {
        let table = try JSONSerialization.jsonObject(with: Data(contentsOf: SelectionTruthTable.file))
        let cases = try #require((table as? [String: Any])?["cases"] as? [[String: Any]])
        let lines = try cases.map { try JSONSerialization.data(withJSONObject: $0) }.joined(separator: Data("\n".utf8))
        let output = try PythonPeer.run(script: Self.model, ["judge"], input: Data(lines))
        let answers = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
        let expected = try #require(cases.map { $0["answer"] as? String } as? [String])
        #expect(answers == expected)
    }

    /// How many random cases are asked: some thousands, or what `make oracle` asks for.
    private static let count = environment("HOLDFAST_ORACLE_CASES") ?? 3_000
    private static let seed = environment("HOLDFAST_ORACLE_SEED") ?? 20_261_128

    private static func environment(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    private static var hasPython: Bool { PythonPeer.has(module: "json") }

    @Test("Random cases are answered as the model answers them", .enabled(if: hasPython, "needs Python"))
    func randomCases() throws {
        let output = try PythonPeer.run(script: Self.model, ["random", "\(Self.count)", "\(Self.seed)"], input: Data())
        let decoder = JSONDecoder()
        var counts: [SelectionCase.Answer: Int] = [:]
        var differences: [String] = []
        for line in output.split(separator: UInt8(ascii: "\n")) {
            let question = try decoder.decode(SelectionCase.self, from: Data(line))
            let ours = try question.ours()
            counts[question.answer, default: 0] += 1
            if ours.answer != question.answer {
                let text = String(decoding: line, as: UTF8.self)
                differences.append("ours \(ours.answer), \(ours.reason): \(text)")
            }
        }
        let shown = differences.prefix(10).joined(separator: "\n")
        #expect(differences.isEmpty, "\(differences.count) of \(Self.count), seed \(Self.seed)\n\(shown)")
        #expect(counts.values.reduce(0, +) == Self.count)
        // A sample in which one answer is hardly asked for proves little.
        for answer in [SelectionCase.Answer.yes, .no, .unknown] {
            #expect(counts[answer, default: 0] > Self.count / 20, "\(counts)")
        }
        if Self.environment("HOLDFAST_ORACLE_CASES") != nil {
            print("selection oracle: \(Self.count) random cases, seed \(Self.seed), \(differences.count) differences")
        }
    }
}
