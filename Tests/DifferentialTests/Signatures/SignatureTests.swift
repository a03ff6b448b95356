internal import AWSCore
internal import Foundation
internal import HoldfastCrypto
internal import HoldfastHTTP
internal import TestSupport
internal import Testing

@Suite("Signatures against botocore", .enabled(if: PythonPeer.has(module: "botocore"), "needs Python with botocore"))
struct SignatureTests {
    private struct Case: Encodable {
        var method: String
        var url: String
        var headers: [[String]]
        var body: String
        var service: String
        var region: String
        var key: String
        var secret: String
        var token: String?
        var seconds: Int64
    }

    private struct Answer: Decodable {
        var authorization: String
        var payload: String?
        var canonical: String
    }

    private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Peers/sign.py")

    @Test("every hostile request gets the signature botocore gives it", arguments: [20_261_123, 1, 424_242])
    func hostileRequests(seed: UInt64) throws {
        var generator = HostileRequests(generator: SeededGenerator(seed: seed))
        let requests = (0..<400).map { _ in generator.next() }
        let encoder = JSONEncoder()
        var input = Data()
        for sample in requests {
            let credentials = sample.credentials
            let line = try encoder.encode(
                Case(
                    method: sample.request.method, url: sample.request.url,
                    headers: sample.request.headers.fields.map { [$0.name, $0.value] },
                    body: Hex.encode(sample.request.body), service: sample.service, region: sample.region,
                    key: credentials.accessKeyID, secret: credentials.secretAccessKey.revealed,
                    token: credentials.sessionToken?.revealed, seconds: sample.time.millisecondsSinceEpoch / 1_000))
            input += line + Data("\n".utf8)
        }
        let output = try PythonPeer.run(script: Self.script, input: input)
        let answers = try output.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Answer.self, from: Data($0))
        }
        try #require(answers.count == requests.count)
        for (number, (sample, answer)) in zip(requests, answers).enumerated() {
            var signed = sample.request
            SignatureV4(region: sample.region, service: sample.service)
                .sign(&signed, with: sample.credentials, at: sample.time)
            #expect(
                signed.headers["Authorization"] == answer.authorization,
                "seed \(seed), case \(number): \(sample.request.url); botocore's canonical request:\n\(answer.canonical)"
            )
            #expect(
                signed.headers["X-Amz-Content-SHA256"] == answer.payload, "seed \(seed), case \(number)")
        }
    }
}
