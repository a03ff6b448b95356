internal import Foundation
internal import FuzzTargets
internal import TestSupport
internal import Testing

/// What is JSON and what is XML, by readers nobody here wrote.
@Suite("Verdicts of foreign readers", .enabled(if: PythonPeer.has(module: "json"), "python3 is not installed"))
struct VerdictTests {
    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Peers/verdicts.py")

    @Test("Python's json takes what we take, and nothing more but what we refuse on purpose")
    func json() throws {
        let (ours, theirs) = try verdicts(.json)
        for (name, verdict) in theirs {
            let isOurs = ours[name] ?? false
            let isExplained = verdict.hasPrefix("either") || !isOurs && verdict.hasPrefix("beyond")
            #expect(verdict == (isOurs ? "taken" : "refused") || isExplained, "\(name)")
        }
        #expect(theirs.values.contains("taken") && theirs.values.contains("refused"))
    }

    @Test("expat takes every document we take, and nothing more but document types and encodings other than UTF-8")
    func xml() throws {
        let (ours, theirs) = try verdicts(.xml)
        for (name, verdict) in theirs {
            let isOurs = ours[name] ?? false
            let isExplained = verdict.hasPrefix("either") || !isOurs && verdict.hasPrefix("beyond")
            #expect(verdict == (isOurs ? "taken" : "refused") || isExplained, "\(name)")
        }
        #expect(theirs.values.contains("taken") && theirs.values.contains("refused"))
    }

    /// Ours and theirs, by the names of the inputs.
    private func verdicts(_ target: FuzzTarget) throws -> (ours: [String: Bool], theirs: [String: String]) {
        let inputs = try Corpus.inputs(of: target)
        let texts = Dictionary(uniqueKeysWithValues: inputs.map { ($0.name, Data($0.bytes).base64EncodedString()) })
        let answer = try PythonPeer.run(
            script: Self.script, [target.rawValue], input: try JSONEncoder().encode(texts))
        let theirs = try JSONDecoder().decode([String: String].self, from: answer)
        #expect(theirs.count == inputs.count && !inputs.isEmpty)
        let ours = Dictionary(uniqueKeysWithValues: inputs.map { ($0.name, target.isWellWritten($0.bytes)) })
        return (ours, theirs)
    }
}
