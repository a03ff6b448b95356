internal import Foundation
internal import FuzzTargets
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

    @Test("Inputs changed at random are read without harm too", arguments: FuzzTarget.allCases)
    func changed(target: FuzzTarget) throws {
        let environment = ProcessInfo.processInfo.environment
        let rounds = environment["HOLDFAST_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 4
        let seed = environment["HOLDFAST_SEED"].flatMap { UInt64($0) } ?? 20_261_123
        let inputs = try Corpus.inputs(of: target).map(\.bytes)
        var mutation = Mutation(seed: seed)
        for round in 0..<rounds {
            for (place, input) in inputs.enumerated() {
                let bytes = mutation.changed(input, inputs[(place + round) % inputs.count])
                let outcome = target.outcome(of: bytes)
                #expect(outcome.violations == [], "\(target.rawValue), seed \(seed): \(bytes)")
            }
        }
        if rounds > 4 { print("\(target.rawValue): \(rounds * inputs.count) inputs, seed \(seed)") }
    }
}
