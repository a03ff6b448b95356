internal import AWSCore
internal import Foundation
internal import HoldfastHTTP
internal import TestSupport

/// Makes requests that use everything a signature has a rule for.
struct HostileRequests {
    /// A request and who signs it when.
    struct Sample {
        var request: HTTPRequest
        var credentials: AWSCredentials
        var service: String
        var region: String
        var time: AWSTime
    }

    var generator: SeededGenerator

    private static let words = [
        "", "a", "A", "a-", "a.", "a0", "~", "_", "..", ".", "...", "%20", "%2F", "%25", "%C3%A9", "%F0%9F%A6%80",
        "%2e%2e", "arn%3Aaws%3Abackup%3Aus-east-1%3A123456789012%3Abackup-vault%3Av", "a+b", "a=b", "a:b", "a@b", "(a)",
        "a,b", "a;b", "!$&'*", "vault", "Z%7E", "%41", "a%2bb",
    ]

    mutating func next() -> Sample {
        let service = generator.pick(["backup", "s3", "s3", "iam", "ec2", "config", "execute-api"])
        let region = generator.pick(["us-east-1", "eu-central-2", "cn-north-1", "us-gov-west-1"])
        let scheme = generator.pick(["https", "http"])
        var host = "\(service).\(region).amazonaws.com"
        if generator.int(0...2) == 0 { host = generator.pick(["127.0.0.1:4599", "localhost:81", "h", "a.b.c:8443"]) }
        let request = HTTPRequest(
            method: generator.pick(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"]), scheme: scheme, authority: host,
            path: path(), query: query(), headers: headers(), body: body())
        let isSession = generator.int(0...1) == 0
        return Sample(
            request: request,
            credentials: AWSCredentials(
                accessKeyID: "AKIA\(generator.int(100_000...999_999))", secretAccessKey: secret(),
                sessionToken: isSession ? "FwoGZXIvYXdzE//\(generator.int(0...99_999))+==" : nil),
            service: service, region: region,
            time: AWSTime(millisecondsSinceEpoch: Int64(generator.int(0...4_000_000_000)) * 1_000))
    }

    /// A request to be signed in its query: without a body, and without a name that occurs twice, which botocore drops.
    mutating func nextLink() -> Sample {
        var sample = next()
        sample.request.body = []
        var names: Set<String> = []
        let pairs = sample.request.query.split(separator: "&").filter { pair in
            let name = pair.prefix { $0 != "=" }.replacing("+", with: "%20")
            return names.insert(name.removingPercentEncoding ?? String(name)).inserted
        }
        sample.request.query = pairs.joined(separator: "&")
        return sample
    }

    private mutating func path() -> String {
        let count = generator.int(0...6)
        return "/" + (0..<count).map { _ in generator.pick(Self.words) }.joined(separator: "/")
    }

    private mutating func query() -> String {
        let count = generator.int(0...6)
        return (0..<count).map { _ in
            let name = generator.pick(Self.words)
            switch generator.int(0...3) {
            case 0: return name
            case 1: return name + "="
            default: return "\(name)=\(generator.pick(Self.words))"
            }
        }.joined(separator: "&")
    }

    private mutating func headers() -> HTTPHeaders {
        var headers = HTTPHeaders()
        for _ in 0..<generator.int(0...6) {
            let name = generator.pick([
                "Content-Type", "X-Amz-Target", "x-amz-meta-a", "X-Amz-Meta-A", "X-Amz-Meta-a-b", "User-Agent",
                "Expect", "X-Amzn-Trace-Id", "Connection", "Accept", "TE", "X-Custom", "Range", "Cache-Control",
            ])
            headers.add(
                name,
                generator.pick([
                    "", "a", "a  b", "\ta \t b", "b,a", "application/x-amz-json-1.1", "\"a  b\"", "x=y; z", "ä",
                ]))
        }
        return headers
    }

    private mutating func body() -> [UInt8] {
        (0..<generator.pick([0, 0, 1, 55, 64, 1_000])).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }

    private mutating func secret() -> String {
        let letters = Array("ABCabc0189/+")
        return String((0..<generator.pick([1, 40, 80])).map { _ in generator.pick(letters) })
    }
}

extension HostileRequests.Sample {
    /// What a signature has a rule for.
    static let allTraits: Set = [
        "body", "custom port", "dot segment", "double slash", "duplicate header", "duplicate parameter",
        "empty header", "empty parameter", "encoded once already", "no body", "no path", "non-ASCII header",
        "non-ASCII path", "non-ASCII query", "parameter without sign", "s3", "session", "spaces in a header",
        "tab in a header", "unsigned header",
    ]

    /// Which of them this request has.
    var traits: Set<String> {
        let segments = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        let pairs = request.query.split(separator: "&", omittingEmptySubsequences: false)
        let names = pairs.map { $0.prefix { $0 != "=" } }
        let fields = request.headers.fields
        let headerNames = fields.map { $0.name.lowercased() }
        let found: [(String, Bool)] = [
            ("body", !request.body.isEmpty), ("no body", request.body.isEmpty),
            ("custom port", request.authority.contains(":")), ("dot segment", segments.contains("..")),
            ("double slash", request.path.contains("//")),
            ("duplicate header", Set(headerNames).count < headerNames.count),
            ("duplicate parameter", Set(names).count < names.count),
            ("empty header", fields.contains { $0.value.isEmpty }),
            ("empty parameter", pairs.contains { $0.hasSuffix("=") && $0.count > 1 }),
            ("encoded once already", request.path.contains("%25")), ("no path", request.path == "/"),
            ("non-ASCII header", fields.contains { !$0.value.utf8.allSatisfy { $0 < 0x80 } }),
            ("non-ASCII path", request.path.contains("%F0%9F%A6%80")),
            ("non-ASCII query", request.query.contains("%C3%A9")),
            ("parameter without sign", pairs.contains { !$0.isEmpty && !$0.contains("=") }),
            ("s3", service == "s3"), ("session", credentials.sessionToken != nil),
            ("spaces in a header", fields.contains { $0.value.contains("  ") }),
            ("tab in a header", fields.contains { $0.value.contains("\t") }),
            ("unsigned header", headerNames.contains("user-agent") || headerNames.contains("expect")),
        ]
        return Set(found.filter(\.1).map(\.0))
    }
}
