internal import AWSCore
internal import AWSWire
internal import Foundation
internal import TestSupport
internal import Testing

/// Compares requests and answers with those of botocore's serializers and parsers, for random values.
struct WirePeer {
    /// The foreign half of the comparison.
    let script: URL

    /// Draws values for each operation and expects no deviation; `HOLDFAST_SEED` and `HOLDFAST_PEER_CASES` say which and
    /// how many.
    func compare(_ operations: [PeerOperation], cases usual: Int = 20) throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["HOLDFAST_SEED"] ?? "20261123"
        let count = environment["HOLDFAST_PEER_CASES"].flatMap { Int($0) } ?? usual
        let wanted = WireValue.array(
            operations.map { .object([.init("model", .string($0.model)), .init("operation", .string($0.name))]) })
        let answer = try PythonPeer.run(script: script, [seed, String(count)], input: Data(wanted.jsonBytes()))
        let cases = try #require(try WireValue(json: [UInt8](answer)).arrayValue)
        #expect(cases.count == operations.count * count)
        var deviations: [String] = []
        for (index, tree) in cases.enumerated() {
            let operation = operations[index / count]
            try #require(tree["operation"]?.stringValue == operation.name)
            deviations += try deviationsOfRequest(operation, tree) + deviationsOfAnswer(operation, tree)
        }
        let report = deviations.prefix(10).joined(separator: "\n")
        #expect(deviations.isEmpty, "seed \(seed): \(deviations.count) deviations\n\(report)")
    }

    private func deviationsOfRequest(_ operation: PeerOperation, _ tree: WireValue) throws -> [String] {
        let place = "\(operation.model) \(operation.name) \(tree["index"]?.integerValue ?? -1)"
        let input = try #require(tree["input"])
        let expected = try #require(tree["request"])
        let body = try #require(expected["body"]?.stringValue.flatMap { Base64.decode($0.utf8) })
        let request: WireRequest
        do { request = try operation.request(input) } catch { return ["\(place): \(error)"] }
        var headers = Dictionary(
            request.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { "\($0), \($1)" })
        if case .restXML = operation.service.wireProtocol {
            // botocore adds these outside its serializer, or not at all.
            for name in ["content-type", "x-amz-checksum-crc32", "x-amz-sdk-checksum-algorithm"] {
                headers[name] = nil
            }
        }
        let query = request.query.map { WireValue.array([.string($0.name), .string($0.value)]) }
        let pairs: [(String, WireValue?, WireValue)] = [
            ("method", expected["method"], .string(request.method)),
            ("host", expected["host"], .string(request.hostPrefix)),
            ("path", expected["path"], .string(request.path)),
            ("query", expected["query"], .array(query)),
            ("headers", expected["headers"]?.sorted, headers.peer),
            ("body", readable(body), readable(request.body)),
        ]
        return pairs.compactMap { part, wanted, given in
            wanted == given ? nil : "\(place) \(part):\n  botocore \(text(wanted))\n  ours     \(text(given))"
        }
    }

    private func deviationsOfAnswer(_ operation: PeerOperation, _ tree: WireValue) throws -> [String] {
        guard let answer = tree["answer"] else { return [] }
        let place = "\(operation.model) \(operation.name) \(tree["index"]?.integerValue ?? -1)"
        let body = try #require(answer["body"]?.stringValue.flatMap { Base64.decode($0.utf8) })
        let headers = (answer["headers"]?.objectValue ?? []).map { ($0.name, $0.value.stringValue ?? "") }
        let output: WireValue
        do { output = try operation.output(WireResponse(status: 200, headers: headers, body: body)) } catch {
            return ["\(place) answer: \(error) in \(String(decoding: body, as: UTF8.self))"]
        }
        let expected = answer["parsed"]?.sorted
        return output.sorted == expected
            ? [] : ["\(place) answer:\n  botocore \(text(expected))\n  ours     \(text(output.sorted))"]
    }

    /// Bytes as text, or as base64 where they are none.
    private func readable(_ bytes: [UInt8]) -> WireValue {
        .string(String(validating: bytes, as: UTF8.self) ?? Base64.encode(bytes))
    }

    private func text(_ value: WireValue?) -> String {
        value.map { String(decoding: $0.jsonBytes(), as: UTF8.self) } ?? "nothing"
    }
}
