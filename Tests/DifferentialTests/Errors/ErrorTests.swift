internal import Foundation
internal import HoldfastHTTP
internal import TestSupport
internal import Testing

@testable internal import AWSCore

@Suite("Errors against botocore", .enabled(if: PythonPeer.has(module: "botocore"), "needs Python with botocore"))
struct ErrorTests {
    /// An answer that is an error.
    struct Case: Encodable, Sendable {
        var wireProtocol: String
        var status: Int
        var headers: [[String]] = []
        var body = ""

        init(_ wireProtocol: String, _ status: Int, _ headers: [[String]] = [], _ body: String = "") {
            self.wireProtocol = wireProtocol
            self.status = status
            self.headers = headers
            self.body = body
        }
    }

    private struct Answer: Decodable {
        var code: String?
        var message: String?
        var problem: String?
    }

    private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Peers/errors.py")

    private static let namespaced =
        "aws.protocoltests#FooError:http://internal.amazon.com/coral/com.amazon.coral.validate/"
    private static let queryError = ["x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender"]

    /// Every form of an error that AWS's services have.
    static let cases: [Case] = [
        Case("json", 400, [], #"{"__type":"ResourceNotFoundException","message":"no"}"#),
        Case("json", 400, [], #"{"__type":"com.amazon.coral.service#ThrottlingException","Message":"slow"}"#),
        Case("json", 400, [], #"{"__type":"\#(namespaced)"}"#),
        Case("json", 400, [], #"{"__type":"FooError:http://internal.amazon.com/x"}"#),
        Case("json", 400, [queryError], #"{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"gone"}"#),
        Case("json", 500), Case("json", 500, [], "{}"), Case("json", 502, [], "<html><body>Bad gateway</body></html>"),
        Case("rest-json", 400, [["x-amzn-errortype", "FooError"]], #"{"message":"m"}"#),
        Case("rest-json", 400, [["x-amzn-ErrorType", "FooError:http://internal.amazon.com/x"]], #"{"message":"m"}"#),
        Case("rest-json", 400, [["x-amzn-errortype", namespaced]], "{}"),
        Case("rest-json", 403, [["x-amzn-errortype", "FooError"]]),
        Case("rest-json", 400, [], #"{"code":"FooError","message":"m"}"#),
        Case("rest-json", 400, [], #"{"Code":"FooError","Message":"m"}"#),
        Case("rest-json", 400, [], #"{"__type":"aws#FooError","message":"m"}"#), Case("rest-json", 404),
        Case(
            "query", 400, [],
            "<ErrorResponse xmlns='u'><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>no</Message></Error>"
                + "<RequestId>r</RequestId></ErrorResponse>"),
        Case(
            "query", 400, [],
            "<ErrorResponse><Error><Code>Throttling</Code><Message>a &amp; b</Message></Error></ErrorResponse>"),
        Case("query", 503), Case("query", 503, [], "<html><body><h1>503</h1></body></html>"),
        Case(
            "ec2", 400, [],
            "<?xml version=\"1.0\"?>\n<Response><Errors><Error><Code>InvalidVolume.NotFound</Code><Message>no</Message>"
                + "</Error></Errors><RequestID>r</RequestID></Response>"),
        Case("ec2", 500),
        Case(
            "rest-xml", 404, [],
            "<?xml version=\"1.0\"?>\n<Error><Code>NoSuchBucket</Code><Message>no</Message><BucketName>b</BucketName>"
                + "<RequestId>r</RequestId><HostId>h</HostId></Error>"),
        Case(
            "rest-xml", 400, [],
            "<ErrorResponse><Error><Code>InvalidGreeting</Code><Message>Hi</Message></Error></ErrorResponse>"),
        Case("rest-xml", 404), Case("rest-xml", 301), Case("rest-xml", 500, [], "not XML at all"),
    ]

    @Test("code and words of every form of an error are those botocore finds")
    func sameErrors() throws {
        let output = try PythonPeer.run(script: Self.script, input: try JSONEncoder().encode(Self.cases))
        let answers = try JSONDecoder().decode([Answer].self, from: output)
        try #require(answers.count == Self.cases.count)
        var named = 0
        for (wanted, answer) in zip(Self.cases, answers) {
            let response = HTTPResponse(
                status: wanted.status, headers: HTTPHeaders(wanted.headers.map { ($0[0], $0[1]) }),
                body: Array(wanted.body.utf8))
            let error = AWSError(
                response, in: AWSError.Context(service: "s", operation: "o", region: "r"))
            let place: Comment = "\(wanted.wireProtocol) \(wanted.status) \(wanted.headers) \(wanted.body)"
            // Where botocore finds no code it gives the status, or cannot read the body at all.
            guard let code = answer.code, !code.isEmpty, Int(code) == nil else {
                #expect(error.code == "HTTP\(wanted.status)", place)
                continue
            }
            named += 1
            #expect(error.code == code, place)
            if let message = answer.message, !message.isEmpty { #expect(error.message == message, place) }
        }
        #expect(named >= 17)
    }
}
