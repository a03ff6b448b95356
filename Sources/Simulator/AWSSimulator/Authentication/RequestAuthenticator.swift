internal import HoldfastCrypto
package import HoldfastHTTP

/// Checks the Signature Version 4 of a request, from the header form alone.
///
/// By the page "Create a signed AWS API request". S3 signs its path as it is sent, every other service encodes it once
/// more, and dates may be five minutes off, with S3 fifteen.
package struct RequestAuthenticator: Sendable {
    /// What the `Authorization` header says.
    package struct Claim: Sendable, Hashable {
        /// The access key id.
        package let accessKeyID: String
        /// The day of the credential scope, `20261123`.
        package let day: String
        /// The Region of the credential scope.
        package let region: String
        /// The service of the credential scope.
        package let service: String
        /// The names of the signed headers, lowercase, in their order.
        package let signedHeaders: [String]
        /// The signature in hexadecimal.
        package let signature: String
    }

    private let authority: SessionAuthority

    /// Makes the authenticator of a world.
    package init(authority: SessionAuthority) { self.authority = authority }

    /// Reads the `Authorization` header.
    package static func claim(of request: HTTPRequest) throws(AuthenticationFailure) -> Claim {
        guard let header = request.headers["Authorization"] else { throw .missing }
        guard header.hasPrefix("AWS4-HMAC-SHA256") else { throw .incomplete("Unsupported authorization type.") }
        var fields: [Substring: Substring] = [:]
        for part in header.dropFirst("AWS4-HMAC-SHA256".count).split(whereSeparator: { $0 == "," || $0 == " " }) {
            guard let mark = part.firstIndex(of: "=") else { continue }
            fields[part[..<mark]] = part[part.index(after: mark)...]
        }
        guard let credential = fields["Credential"], let names = fields["SignedHeaders"],
            let signature = fields["Signature"]
        else { throw .incomplete("Authorization header requires 'Credential', 'SignedHeaders' and 'Signature'.") }
        let scope = credential.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard scope.count == 5, scope[4] == "aws4_request" else {
            throw .incomplete(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service.")
        }
        return Claim(
            accessKeyID: scope[0], day: scope[1], region: scope[2], service: scope[3],
            signedHeaders: names.split(separator: ";").map(String.init), signature: String(signature))
    }

    /// Checks a request against its claim.
    ///
    /// - Returns: Who signed it.
    package func principal(
        of request: HTTPRequest, claim: Claim, at now: Moment
    ) throws(AuthenticationFailure) -> Principal {
        guard let dateText = request.headers["X-Amz-Date"], let date = Moment(basicISO8601: dateText) else {
            throw .incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
        }
        let holder = try authority.holder(
            of: claim.accessKeyID, token: request.headers["X-Amz-Security-Token"], at: now)
        try Self.checkSkew(of: date, at: now, minutes: claim.service == "s3" ? 15 : 5)
        guard dateText.hasPrefix(claim.day) else { throw .mismatch }
        let signature = try Self.signature(of: request, claim: claim, date: dateText, secret: holder.secret)
        guard ConstantTime.equal(signature.utf8, claim.signature.utf8) else { throw .mismatch }
        return holder.principal
    }

    /// Signs a request the world itself makes: host, date and the headers that say what it asks for.
    package static func sign(
        _ request: inout HTTPRequest, accessKeyID: String, secret: String, region: String, service: String,
        at moment: Moment
    ) throws(AuthenticationFailure) {
        let date = moment.basicISO8601
        request.headers["X-Amz-Date"] = date
        let present = ["content-type", "host", "x-amz-date", "x-amz-target"].filter { name in
            name == "host" || request.headers[name] != nil
        }
        let unsigned = Claim(
            accessKeyID: accessKeyID, day: String(date.prefix(8)), region: region, service: service,
            signedHeaders: present, signature: "")
        let signature = try signature(of: request, claim: unsigned, date: date, secret: secret)
        request.headers["Authorization"] =
            "AWS4-HMAC-SHA256 Credential=\(accessKeyID)/\(unsigned.day)/\(region)/\(service)/aws4_request, "
            + "SignedHeaders=\(present.joined(separator: ";")), Signature=\(signature)"
    }

    private static func signature(
        of request: HTTPRequest, claim: Claim, date: String, secret: String
    ) throws(AuthenticationFailure) -> String {
        let toSign = [
            "AWS4-HMAC-SHA256", date, "\(claim.day)/\(claim.region)/\(claim.service)/aws4_request",
            SHA256Digest(of: try canonicalRequest(request, claim: claim)).hex,
        ].joined(separator: "\n")
        return SigningKey(secret: secret, day: claim.day, region: claim.region, service: claim.service)
            .signature(of: toSign)
    }

    private static func checkSkew(of date: Moment, at now: Moment, minutes: Int64) throws(AuthenticationFailure) {
        let earliest = now.adding(minutes: -minutes)
        let latest = now.adding(minutes: minutes)
        if date < earliest {
            throw .skewed(
                "Signature expired: \(date.basicISO8601) is now earlier than \(earliest.basicISO8601) "
                    + "(\(now.basicISO8601) - \(minutes) min.)")
        }
        if date > latest {
            throw .skewed(
                "Signature not yet current: \(date.basicISO8601) is still later than \(latest.basicISO8601) "
                    + "(\(now.basicISO8601) + \(minutes) min.)")
        }
    }

    private static func canonicalRequest(
        _ request: HTTPRequest, claim: Claim
    ) throws(AuthenticationFailure) -> String {
        guard claim.signedHeaders.contains("host") else { throw .mismatch }
        var headers = ""
        for name in claim.signedHeaders {
            headers += "\(name):\(value(of: name, in: request))\n"
        }
        return [
            request.method, claim.service == "s3" ? request.path : canonicalPath(request.path),
            canonicalQuery(request.query), headers, claim.signedHeaders.joined(separator: ";"),
            try payloadHash(of: request, service: claim.service),
        ].joined(separator: "\n")
    }

    private static func value(of name: String, in request: HTTPRequest) -> String {
        if name == "host" { return request.authority }
        let values = request.headers.values(of: name)
        if values.isEmpty, name == "content-length" { return String(request.body.count) }
        return values.map { $0.split(separator: " ").joined(separator: " ") }.joined(separator: ",")
    }

    /// The path without dot segments and doubled slashes, every byte but unreserved ones and slashes encoded.
    private static func canonicalPath(_ path: String) -> String {
        var segments: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." {
                _ = segments.popLast()
            } else {
                segments.append(segment)
            }
        }
        let joined = "/" + segments.joined(separator: "/") + (path.hasSuffix("/") && !segments.isEmpty ? "/" : "")
        return PercentCoding.encode(joined, keepingSlash: true)
    }

    private static func canonicalQuery(_ query: String) -> String {
        PercentCoding.pairs(query, plusIsSpace: false)
            .map { (PercentCoding.encode($0.name), PercentCoding.encode($0.value)) }
            .sorted { $0 < $1 }
            .map { "\($0)=\($1)" }.joined(separator: "&")
    }

    private static func payloadHash(of request: HTTPRequest, service: String) throws(AuthenticationFailure) -> String {
        let stated = request.headers["X-Amz-Content-SHA256"]
        if service == "s3", let stated, stated == "UNSIGNED-PAYLOAD" || stated.hasPrefix("STREAMING-") {
            return stated
        }
        let computed = SHA256Digest(of: request.body).hex
        guard stated == nil || stated == computed else { throw .mismatch }
        return computed
    }
}
