internal import FuzzTargets
internal import TestSupport
internal import Testing

/// The corpus of `make fuzz`, read again.
@Suite("Fuzz corpus")
struct CorpusTests {
    @Test("Every input is read without harm, the same way each time", arguments: FuzzTarget.allCases)
    func replay(target: FuzzTarget) throws {
        let inputs = try Corpus.inputs(of: target)
        #expect(inputs.count >= 5, "a corpus of \(inputs.count) inputs shows nothing")
        var outcomes: Set<String> = []
        for (name, bytes) in inputs {
            let outcome = target.outcome(of: bytes)
            #expect(outcome.violations == [], "\(target.rawValue)/\(name)")
            #expect(target.outcome(of: bytes) == outcome, "\(target.rawValue)/\(name) is read in two ways")
            outcomes.insert(outcome.readings.joined(separator: "\n"))
        }
        #expect(outcomes.count > inputs.count / 4, "most of the corpus comes to the same")
    }

    @Test("Inputs cut short and changed are read without harm too", arguments: FuzzTarget.allCases)
    func spoiled(target: FuzzTarget) throws {
        for (place, input) in try Corpus.inputs(of: target).enumerated() where !input.bytes.isEmpty {
            let seed = UInt64(place)
            var dice = SeededGenerator(seed: seed)
            for _ in 0..<4 {
                var bytes = Array(input.bytes.prefix(dice.int(1...input.bytes.count)))
                for _ in 0..<dice.int(0...4) { bytes[dice.int(0...bytes.count - 1)] = UInt8(dice.int(0...255)) }
                #expect(target.outcome(of: bytes).violations == [], "\(target.rawValue)/\(input.name), seed \(seed)")
            }
        }
    }
}
