import HoldfastEvaluation
import HoldfastModel
import Testing

/// Whether the cases would notice a control that says something else.
@Suite("Mutants of the controls")
struct MutantTests {
    static let verdicts: [Verdict] = [.compliant, .nonCompliant, .notApplicable, .unknown]

    @Test(
        "Each verdict of each control replaced by each other one fails a case", arguments: ControlCatalog.all.map(\.id))
    func mutants(of id: String) throws {
        let control = try #require(ControlCatalog.all.first { $0.id == id })
        let cases = ControlTests.cases.filter { $0.control == id }
        var alive: [String] = []
        var killed = 0
        for verdict in Self.verdicts where cases.contains(where: { $0.verdict == verdict }) {
            for other in Self.verdicts where other != verdict {
                let isNoticed = cases.contains { question in
                    let mutant = Evaluator(policy: question.policy, controls: [control]) {
                        $0 == verdict ? other : $0
                    }
                    let said = Set(question.findings(by: mutant).map(\.verdict))
                    return !said.contains(question.verdict)
                }
                if isNoticed { killed += 1 } else { alive.append("\(verdict) as \(other)") }
            }
        }
        print("mutants of \(id): \(killed) of \(killed + alive.count) noticed")
        #expect(killed > 0 && alive.isEmpty, "\(alive)")
    }

    @Test("A control that says one thing of everything fails a case", arguments: ControlCatalog.all.map(\.id))
    func constants(of id: String) throws {
        let control = try #require(ControlCatalog.all.first { $0.id == id })
        let cases = ControlTests.cases.filter { $0.control == id }
        for verdict in Self.verdicts {
            let isNoticed = cases.contains { question in
                let mutant = Evaluator(policy: question.policy, controls: [control]) { _ in verdict }
                return !question.findings(by: mutant).map(\.verdict).contains(question.verdict)
            }
            #expect(isNoticed, "\(verdict)")
        }
    }
}
