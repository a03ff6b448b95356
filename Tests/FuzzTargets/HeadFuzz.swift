internal import AWSCore
internal import AWSSimulator
internal import AWSWire
internal import HoldfastCurl
internal import HoldfastHTTP
internal import HoldfastWeb

/// Heads of messages, and what depends on them.
enum HeadFuzz {
    static func readResponse(_ input: [UInt8], _ outcome: inout FuzzOutcome) {
        let (response, isWhole) = response(in: input)
        outcome.keep("\(isWhole) \(response.status)")
        for field in response.headers.fields {
            outcome.keep("\(field.name)=\(field.value)")
            outcome.expect(!field.value.utf8.contains(0x0A), "a value with a line break")
        }
        if let date = response.headers["Date"].flatMap({ AWSTime(httpDate: $0) }) {
            outcome.keep(date.description)
            outcome.expect(AWSTime(httpDate: httpDate(date)) == date, "\(date) written and read again is another")
        }
        outcome.keep("\(ContentNegotiation.acceptsGzip(response.headers["Accept-Encoding"]))")
        let offers = [ContentNegotiation.Offer(mediaType: "text/plain", version: "0.0.4"), .init(mediaType: "a/b")]
        outcome.keep("\(ContentNegotiation.choose(from: offers, accept: response.headers["Accept"]))")
    }

    static func readError(_ input: [UInt8], _ outcome: inout FuzzOutcome) {
        let (response, _) = response(in: input)
        let context = AWSError.Context(service: "backup", operation: "ListBackupVaults", region: "us-east-1")
        let error = AWSError(response, in: context)
        outcome.keep(error.description)
        outcome.keep("\(error.kind)")
        outcome.expect(!error.code.isEmpty && !error.message.isEmpty, "an error without code or words")
    }

    static func readRequest(_ input: [UInt8], _ outcome: inout FuzzOutcome) {
        let request = request(in: input)
        do throws(AuthenticationFailure) {
            outcome.keep("\(try RequestAuthenticator.claim(of: request))")
        } catch {
            outcome.keep("\(error)")
        }
        outcome.keep("\(QueryItems(request.query).items.map { "\($0.name)=\($0.value)" })")
        outcome.keep("\(ListenAddress(request.authority).map(\.description) ?? "no address")")
        for service in ["backup", "config", "ec2", "s3"] {
            guard let profile = ServiceCatalog.bySigningName[service]?.profile else { continue }
            do throws(ServiceFault) {
                let parsed = try RequestParser.parse(request, for: profile)
                outcome.keep("\(parsed.operation) \(parsed.labels.sorted { $0.key < $1.key }) \(parsed.query)")
                outcome.keep(String(decoding: parsed.parameters.jsonBytes(), as: UTF8.self))
            } catch {
                outcome.keep(error.code)
            }
        }
    }

    /// Head and body, parted by the first empty line.
    private static func response(in input: [UInt8]) -> (response: HTTPResponse, isWhole: Bool) {
        let (lines, body) = parts(of: input)
        var head = ResponseHead()
        let isWhole = lines.allSatisfy { line in line.withUnsafeBytes { head.take($0) } }
        return (HTTPResponse(status: head.status, headers: head.headers, body: body), isWhole)
    }

    /// A request whose first line is method and target, as a listener's parser would have taken it apart.
    private static func request(in input: [UInt8]) -> HTTPRequest {
        let (lines, body) = parts(of: input)
        let words = String(decoding: lines.first ?? [], as: UTF8.self).split(whereSeparator: \.isWhitespace)
        let target = words.count > 1 ? words[1].split(separator: "?", maxSplits: 1) : []
        var head = ResponseHead()
        for line in lines.dropFirst() { line.withUnsafeBytes { _ = head.take($0) } }
        return HTTPRequest(
            method: words.first.map(String.init) ?? "GET", authority: head.headers["Host"] ?? "127.0.0.1",
            path: target.first.map(String.init) ?? "/", query: target.count > 1 ? String(target[1]) : "",
            headers: head.headers, body: body)
    }

    private static func parts(of input: [UInt8]) -> (lines: [[UInt8]], body: [UInt8]) {
        var lines: [[UInt8]] = []
        var rest = input[...]
        while let end = rest.firstIndex(of: 0x0A) {
            let line = Array(rest[...end])
            rest = rest[(end + 1)...]
            if line == [0x0A] || line == [0x0D, 0x0A] { return (lines, Array(rest)) }
            lines.append(line)
        }
        if !rest.isEmpty { lines.append(Array(rest)) }
        return (lines, [])
    }

    /// A date as HTTP writes it; `WireTimestamp` knows the form too, and nothing of `AWSTime`.
    private static func httpDate(_ date: AWSTime) -> String {
        WireTimestamp(millisecondsSinceEpoch: date.millisecondsSinceEpoch).text(.rfc822)
    }
}
