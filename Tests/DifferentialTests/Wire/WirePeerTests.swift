internal import Foundation
internal import TestSupport
internal import Testing

/// Our requests and answers against botocore's own serializers and parsers.
@Suite(
    "Wire formats against botocore",
    .enabled(if: PythonPeer.has(module: "botocore"), "python3 with botocore is not installed"))
struct WirePeerTests {
    /// The foreign half of this comparison.
    static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Peers/botocore_wire.py")

    /// Every operation of the allow-list.
    static let operations =
        peersOfAWSBackup + peersOfAWSConfigService + peersOfAWSDLM + peersOfAWSDynamoDB + peersOfAWSEC2 + peersOfAWSEFS
        + peersOfAWSIAM
        + peersOfAWSOrganizations + peersOfAWSRDS + peersOfAWSS3 + peersOfAWSSTS + peersOfAWSTagging

    @Test("Requests equal botocore's and its answers read the same, for random values of every operation")
    func requestsAndAnswersAgree() throws {
        try WirePeer(script: Self.script).compare(Self.operations)
    }
}
