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
        var expires: Int?

        init(_ sample: HostileRequests.Sample, expires: Int? = nil) {
            method = sample.request.method
            url = sample.request.url
            headers = sample.request.headers.fields.map { [$0.name, $0.value] }
            body = Hex.encode(sample.request.body)
            service = sample.service
            region = sample.region
            key = sample.credentials.accessKeyID
            secret = sample.credentials.secretAccessKey.revealed
            token = sample.credentials.sessionToken?.revealed
            seconds = sample.time.millisecondsSinceEpoch / 1_000
            self.expires = expires
        }
    }

    private struct Answer: Decodable {
        var url: String
        var authorization: String?
        var payload: String?
        var canonical: String
    }

    private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Peers/sign.py")

    private static func answers(to cases: [Case]) throws -> [Answer] {
        let encoder = JSONEncoder()
        var input = Data()
        for line in cases { input += try encoder.encode(line) + Data("\n".utf8) }
        let answers = try PythonPeer.run(script: script, input: input).split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Answer.self, from: Data($0))
        }
        try #require(answers.count == cases.count)
        return answers
    }

    @Test("every hostile request gets the signature botocore gives it", arguments: [20_261_123, 1, 424_242])
    func hostileRequests(seed: UInt64) throws {
        var generator = HostileRequests(generator: SeededGenerator(seed: seed))
        let requests = (0..<400).map { _ in generator.next() }
        let answers = try Self.answers(to: requests.map { Case($0) })
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

    @Test("every hostile request becomes the presigned URL botocore makes of it", arguments: [20_261_123, 7, 99_991])
    func presignedURLs(seed: UInt64) throws {
        var generator = HostileRequests(generator: SeededGenerator(seed: seed))
        let requests = (0..<400).map { _ in generator.nextLink() }
        let lifetimes = requests.indices.map { [1, 60, 3_600, 604_800][$0 % 4] }
        let answers = try Self.answers(to: zip(requests, lifetimes).map { Case($0, expires: $1) })
        for (number, (sample, answer)) in zip(requests, answers).enumerated() {
            var signed = sample.request
            SignatureV4(region: sample.region, service: sample.service)
                .presign(&signed, with: sample.credentials, at: sample.time, for: .seconds(lifetimes[number]))
            #expect(signed.headers == sample.request.headers)
            #expect(
                signed.url == answer.url,
                "seed \(seed), case \(number): \(sample.request.url); botocore's canonical request:\n\(answer.canonical)"
            )
        }
    }

    @Test("the hostile requests have everything a signature has a rule for")
    func coverage() {
        var generator = HostileRequests(generator: SeededGenerator(seed: 20_261_123))
        var seen: Set<String> = []
        for _ in 0..<400 { seen.formUnion(generator.next().traits) }
        #expect(HostileRequests.Sample.allTraits.subtracting(seen).isEmpty)
    }
}
