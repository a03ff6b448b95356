internal import HoldfastHTTP
internal import Testing

@testable internal import AWSCore

@Suite("Classification of failed calls")
struct AWSErrorTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var name: String
        var status: Int
        var headers: HTTPHeaders = [:]
        var body: String
        var kind: AWSError.Kind
        var code: String
        var requestID: String?
        var testDescription: String { name }
    }

    static let samples: [Sample] = [
        Sample(
            name: "json 1.1", status: 400, headers: ["x-amzn-RequestId": "r1"],
            body: #"{"__type":"com.amazonaws.organizations#AccessDeniedException","Message":"no"}"#, kind: .denied,
            code: "AccessDeniedException", requestID: "r1"),
        Sample(
            name: "rest-json by header", status: 404,
            headers: ["X-Amzn-ErrorType": "ResourceNotFoundException:http://internal.amazon.com/coral/"],
            body: #"{"Code":"ERROR_1","Message":"no vault"}"#, kind: .notFound, code: "ResourceNotFoundException"),
        Sample(
            name: "query", status: 403,
            body: """
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
                <Code>ExpiredToken</Code><Message>expired</Message></Error><RequestId>r2</RequestId></ErrorResponse>
                """, kind: .expiredCredentials, code: "ExpiredToken", requestID: "r2"),
        Sample(
            name: "ec2", status: 503,
            body: """
                <?xml version="1.0"?><Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>slow</Message>
                </Error></Errors><RequestID>r3</RequestID></Response>
                """, kind: .throttled, code: "RequestLimitExceeded", requestID: "r3"),
        Sample(
            name: "s3", status: 404,
            body: "<Error><Code>NoSuchBucket</Code><Message>no</Message><BucketName>b</BucketName></Error>",
            kind: .notFound, code: "NoSuchBucket"),
        Sample(name: "empty 404, as HEAD gives", status: 404, body: "", kind: .notFound, code: "HTTP404"),
        Sample(name: "empty 503", status: 503, body: "", kind: .transient, code: "HTTP503"),
        Sample(name: "empty 429", status: 429, body: "", kind: .throttled, code: "HTTP429"),
        Sample(
            name: "a load balancer's page", status: 502, body: "<html><body><h1>502 Bad Gateway</h1></body></html>",
            kind: .transient, code: "HTTP502"),
        Sample(
            name: "an emulator's page for an unknown route", status: 404,
            body: "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>",
            kind: .notImplemented, code: "HTTP404"),
        Sample(
            name: "a page that says so", status: 500, body: "<html><p>The action has not been implemented</p></html>",
            kind: .notImplemented, code: "HTTP500"),
        Sample(
            name: "an emulator's unknown service", status: 400, body: #"{"error":"Unsupported service: fsx"}"#,
            kind: .notImplemented, code: "HTTP400"),
        Sample(
            name: "an emulator's unknown route", status: 400, headers: ["x-amzn-errortype": "ValidationException"],
            body: #"{"message":"No route for GET /x"}"#, kind: .notImplemented, code: "ValidationException"),
        Sample(
            name: "unknown operation", status: 400, body: #"{"__type":"UnknownOperationException"}"#,
            kind: .notImplemented, code: "UnknownOperationException"),
        Sample(
            name: "an unknown code", status: 400, body: #"{"__type":"a.b#NeverHeardOf"}"#,
            kind: .unknown("NeverHeardOf"), code: "NeverHeardOf"),
        Sample(
            name: "an unknown code of a fault", status: 500, body: #"{"__type":"NeverHeardOf"}"#, kind: .transient,
            code: "NeverHeardOf"),
        Sample(name: "broken JSON", status: 400, body: "{\"__type\":", kind: .invalid, code: "HTTP400"),
        Sample(name: "broken XML", status: 403, body: "<Error><Code>", kind: .denied, code: "HTTP403"),
        Sample(name: "text", status: 500, body: "upstream failed", kind: .transient, code: "HTTP500"),
        Sample(name: "JSON that is no object", status: 400, body: "[1]", kind: .invalid, code: "HTTP400"),
    ]

    @Test("every form of failure gets its kind, code and request id", arguments: samples)
    func classification(sample: Sample) {
        let error = AWSError(
            HTTPResponse(status: sample.status, headers: sample.headers, body: Array(sample.body.utf8)),
            in: AWSError.Context(service: "backup", operation: "ListBackupVaults", region: "r"))
        #expect(error.kind == sample.kind)
        #expect(error.code == sample.code)
        #expect(error.context.requestID == sample.requestID)
        #expect(error.context.status == sample.status)
        #expect(!error.message.isEmpty && error.message.utf8.count <= 1_200)
    }

    @Test(
        "codes the table does not name are classed by their family",
        arguments: [
            ("InvalidVolume.NotFound", .notFound), ("DBInstanceNotFoundFault", .notFound), ("NoSuchEntity", .notFound),
            ("TrailAlreadyExistsException", .conflict), ("DuplicatePolicyException", .conflict),
            ("ResourceInUseException", .conflict), ("ConcurrentModificationException", .conflict),
            ("InvalidParameterValueException", .invalid), ("MissingParameter", .invalid),
            ("ThrottledSomehow", .throttled), ("LimitExceededException", .invalid),
        ] as [(String, AWSError.Kind)])
    func families(code: String, kind: AWSError.Kind) { #expect(AWSErrorCodes.kind(of: code) == kind) }
}
