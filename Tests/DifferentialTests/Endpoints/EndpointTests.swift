internal import AWSCore
internal import AWSWire
internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Endpoints against botocore", .enabled(if: PythonPeer.has(module: "botocore"), "needs Python with botocore"))
struct EndpointTests {
    private struct Question: Encodable {
        var services: [String]
        var regions: [String]
    }

    private struct Answer: Decodable {
        var service: String
        var prefix: String
        var region: String
        var url: String
        var signingRegion: String
    }

    private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Peers/endpoints.py")

    @Test("every service we call is where botocore's rules say, in every partition")
    func rules() throws {
        let global: Set = ["iam", "organizations"]
        let question = Question(
            services: [
                "backup", "config", "dynamodb", "ec2", "efs", "iam", "organizations", "rds", "resourcegroupstaggingapi",
                "s3", "sts",
            ],
            regions: [
                "us-east-1", "us-west-2", "eu-central-1", "ap-southeast-5", "il-central-1", "mx-central-1",
                "cn-north-1",
                "cn-northwest-1", "us-gov-east-1", "us-gov-west-1", "us-iso-east-1", "us-iso-west-1", "us-isob-east-1",
                "eu-isoe-west-1", "us-isof-south-1", "eusc-de-east-1", "xx-unheard-1",
            ])
        let output = try PythonPeer.run(script: Self.script, input: try JSONEncoder().encode(question))
        let answers = try output.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Answer.self, from: Data($0))
        }
        try #require(answers.count > 150)
        let resolver = EndpointResolver(environment: [:])
        for answer in answers {
            let service = ServiceDescription(
                id: answer.service, endpointPrefix: answer.prefix, signingName: answer.service, endpointVariable: "X",
                wireProtocol: .restJSON, isGlobal: global.contains(answer.service))
            let endpoint = try resolver.endpoint(for: service, region: answer.region)
            let place: Comment = "\(answer.service) in \(answer.region)"
            #expect("\(endpoint.scheme)://\(endpoint.authority)" == answer.url, place)
            #expect(endpoint.signingRegion == answer.signingRegion, place)
        }
    }
}
