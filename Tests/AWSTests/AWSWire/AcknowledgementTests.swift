internal import AWSWire
internal import Testing

@Suite("Answers that tell nothing")
struct AcknowledgementTests {
    private static let page = "<!DOCTYPE html><html><body>Please log in</body></html>"

    private static func isTaken(_ body: String, id: String? = nil, in wireProtocol: WireProtocol) -> Bool {
        let headers = id.map { [(name: "X-Amzn-RequestId", value: $0)] } ?? []
        let response = WireResponse(status: 200, headers: headers, body: Array(body.utf8))
        do throws(WireError) {
            try response.acknowledged(in: wireProtocol)
            return true
        } catch {
            return false
        }
    }

    @Test(
        "an empty answer is taken with AWS's request id and not without, a page of a proxy never",
        arguments: [WireProtocol.json(version: "1.0", targetPrefix: "T"), .restJSON, .restXML])
    func emptyBodies(wireProtocol: WireProtocol) {
        #expect(Self.isTaken("", id: "r", in: wireProtocol))
        #expect(!Self.isTaken("", in: wireProtocol) && !Self.isTaken("", id: "", in: wireProtocol))
        #expect(!Self.isTaken(Self.page, id: "r", in: wireProtocol))
        #expect(!Self.isTaken("<html/>", id: "r", in: wireProtocol))
    }

    @Test("a JSON body is taken whole or not at all")
    func json() {
        #expect(Self.isTaken("{}", in: .restJSON) && Self.isTaken(#"{"a":[1]}"#, in: .restJSON))
        #expect(!Self.isTaken("{", id: "r", in: .restJSON) && !Self.isTaken("{}{}", id: "r", in: .restJSON))
    }

    @Test(
        "an answer of the protocols that always have one is a response's element",
        arguments: [WireProtocol.query(version: "1"), .ec2(version: "1")])
    func xml(wireProtocol: WireProtocol) {
        #expect(Self.isTaken("<AddTagsResponse><Metadata/></AddTagsResponse>", in: wireProtocol))
        for body in ["", Self.page, "<html/>", "<ErrorResponse>", "<Error/>", "<AddTagsResponse><a></AddTagsResponse>"]
        { #expect(!Self.isTaken(body, id: "r", in: wireProtocol), "\(body)") }
    }
}
