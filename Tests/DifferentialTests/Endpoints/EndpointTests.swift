internal import AWSWire
internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import AWSCore

@Suite("Endpoints against botocore", .enabled(if: PythonPeer.has(module: "botocore"), "needs Python with botocore"))
struct EndpointTests {
    private struct Answer: Decodable {
        var service: String
        var region: String
        var fips: Bool
        var dualStack: Bool
        var former: Bool
        var bucket: String?
        var pathStyle: Bool
        var url: String?
        var signingRegion: String?
        var error: String?

        var place: String {
            [service, region, fips ? "FIPS" : nil, dualStack ? "dual-stack" : nil, former ? "legacy" : nil, bucket]
                .compactMap { $0 }.joined(separator: " ")
        }

        /// The settings that ask for this case.
        var environment: [String: String] {
            [
                "AWS_USE_FIPS_ENDPOINT": "\(fips)", "AWS_USE_DUALSTACK_ENDPOINT": "\(dualStack)",
                "AWS_STS_REGIONAL_ENDPOINTS": former ? "legacy" : "regional",
            ]
        }
    }

    private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Peers/endpoints.py")

    /// Every service we call, by the folder of its model: those of the allow-list, and those that give credentials.
    private static let services: [String: ServiceDescription] = {
        var services = ["sso": SingleSignOnOperation.service]
        for peer in WirePeerTests.operations {
            services[String(peer.model.prefix { $0 != "/" })] = peer.service
        }
        return services
    }()

    @Test("every service we call is where botocore's rules say, in every Region, with and without FIPS and dual-stack")
    func rules() throws {
        let input = try JSONEncoder().encode(Self.services.keys.sorted())
        let output = try PythonPeer.run(script: Self.script, input: input)
        let answers = try output.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Answer.self, from: Data($0))
        }
        let refused = answers.filter { $0.error != nil }
        #expect(answers.count > 4_000)
        #expect(Set(answers.map(\.service)) == Set(Self.services.keys))
        #expect(refused.contains { $0.service == "s3" && $0.region == "cn-north-1" && $0.fips })
        var deviations: [String] = []
        for answer in answers {
            let (url, signingRegion) = try ours(answer)
            if url != answer.url || url != nil && signingRegion != answer.signingRegion {
                deviations.append(
                    "\(answer.place): botocore \(answer.url ?? answer.error ?? "") (\(answer.signingRegion ?? "")), "
                        + "ours \(url ?? "refused") (\(signingRegion ?? ""))")
            }
        }
        let report = deviations.prefix(20).joined(separator: "\n")
        #expect(deviations.isEmpty, "\(deviations.count) of \(answers.count); see EndpointTable\n\(report)")
    }

    private func ours(_ answer: Answer) throws -> (url: String?, signingRegion: String?) {
        let style = answer.pathStyle ? "path" : "auto"
        let shared = try SharedConfiguration(environment: ["HOME": "/"]) { path in
            path.hasSuffix("config") ? Array("[default]\ns3 =\n  addressing_style = \(style)\n".utf8) : nil
        }
        let resolver = EndpointResolver(environment: answer.environment, configuration: shared)
        let service = try #require(Self.services[answer.service])
        let endpoint: Endpoint
        do throws(EndpointError) {
            endpoint = try resolver.endpoint(for: service, region: answer.region)
        } catch {
            return (nil, nil)
        }
        guard let bucket = answer.bucket else {
            return ("\(endpoint.scheme)://\(endpoint.authority)", endpoint.signingRegion)
        }
        let place = endpoint.s3(path: "/\(bucket)")
        let path = place.path == "/" ? "" : place.path
        return ("\(endpoint.scheme)://\(place.authority)\(path)", endpoint.signingRegion)
    }
}
