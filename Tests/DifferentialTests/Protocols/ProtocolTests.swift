internal import AWSModelCompiler
internal import Foundation
internal import TestSupport
internal import Testing

/// All that AWS's protocols can carry, over services that do not exist, generated like the real ones.
@Suite(
    "Protocols against botocore",
    .enabled(if: PythonPeer.has(module: "botocore"), "python3 with botocore is not installed"))
struct ProtocolTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    private static let models = folder.deletingLastPathComponent().appending(path: "Peers/protocol_models.py")

    /// The protocols, and what the names of their services begin with.
    private static let prefixes = [
        "ec2": "EC2", "json": "JSON", "query": "Query", "rest-json": "RestJSON", "rest-xml": "RestXML",
    ]

    @Test("Every place and form of a value is written as botocore writes it, and read as it reads it")
    func everyFeature() throws {
        let operations =
            peersOfEC2Features + peersOfJSONFeatures + peersOfQueryFeatures + peersOfRestJSONFeatures
            + peersOfRestXMLFeatures
        #expect(operations.count == 33)
        try WirePeer(script: WirePeerTests.script).compare(operations, cases: 60)
    }

    @Test(
        "The Swift of the invented services is what the generator makes of their models",
        arguments: prefixes.keys.sorted())
    func generated(wireProtocol: String) throws {
        let prefix = try #require(Self.prefixes[wireProtocol])
        let json = try PythonPeer.run(script: Self.models, [wireProtocol], input: Data())
        let model = try ServiceModel(json: Array(json), paginators: nil)
        let list = """
            {"botocore": "0", "services": [{"module": "DifferentialTests", "type": "\(prefix)FeaturesAPI", "sha256": "0",
            "model": "features/\(wireProtocol)", "iamPrefix": "features",
            "operations": \(model.operations.keys.sorted().description)}]}
            """
        let selection = try #require(try ServiceSelection.list(json: Array(list.utf8)).first)
        let provenance = ModelCompiler.Provenance(botocore: "0", tool: "0")
        for file in try ModelCompiler(model, selection, provenance: provenance).files() {
            let isPeer = file.path.hasSuffix("Peer.swift")
            let name =
                isPeer ? "\(prefix)FeaturesPeer.swift" : file.path.split(separator: "/").last.map(String.init) ?? ""
            // What is generated for a module of its own lies in the tests' here.
            let text = file.text.replacing("internal import DifferentialTests\n", with: "")
                .replacing("peersOfDifferentialTests", with: "peersOf\(prefix)Features")
            let place = Self.folder.appending(path: "Generated/\(name)")
            if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
                try Data(text.utf8).write(to: place)
            }
            let recorded = try String(contentsOf: place, encoding: .utf8)
            let difference = zip(text.split(separator: "\n"), recorded.split(separator: "\n")).first { $0 != $1 }
            #expect(text == recorded, "\(name), first difference: \(String(describing: difference))")
        }
    }
}
