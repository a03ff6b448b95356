internal import AWSWire

/// What `aws sso login` left on the disk: a token, its end, and with a session also what renews it.
struct LoginToken: Sendable {
    /// The token that buys credentials.
    let accessToken: Redacted<String>
    /// When it ends.
    let end: WireTimestamp
    /// All members of the file, those nobody here knows among them.
    private let members: [WireValue.Member]

    /// Reads the cache's file, or gives nothing when it has no token with an end.
    init?(json: [UInt8]) {
        guard let value = try? WireValue(json: json), let members = value.objectValue,
            let token = value["accessToken"]?.stringValue,
            let end = value["expiresAt"]?.stringValue.flatMap({ WireTimestamp($0) })
        else { return nil }
        accessToken = Redacted(token)
        self.end = end
        self.members = members
    }

    /// Whether the token can stand in a header.
    var isWellFormed: Bool {
        !accessToken.revealed.isEmpty && accessToken.revealed.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// What the token is renewed with at that moment, or why it cannot be.
    func renewal(at now: AWSTime) -> Result<TokenRenewalOperation.Input, RenewalProblem> {
        func text(_ name: String) -> String? { members.first { $0.name == name }?.value.stringValue }
        let names = ["refreshToken", "clientId", "clientSecret", "registrationExpiresAt"]
        if let missing = names.first(where: { text($0) == nil }) {
            return .failure(RenewalProblem("it has no \(missing)"))
        }
        guard let registered = text("registrationExpiresAt").flatMap({ WireTimestamp($0) }),
            now.millisecondsSinceEpoch < registered.millisecondsSinceEpoch
        else { return .failure(RenewalProblem("the registration of its client has ended")) }
        return .success(
            TokenRenewalOperation.Input(
                clientID: text("clientId") ?? "", clientSecret: Redacted(text("clientSecret") ?? ""),
                refreshToken: Redacted(text("refreshToken") ?? "")))
    }

    /// The token after its renewal at that moment; what the answer does not replace stays.
    func renewed(by answer: TokenRenewalOperation.Output, at now: AWSTime) -> LoginToken {
        let end = WireTimestamp(millisecondsSinceEpoch: now.millisecondsSinceEpoch + answer.lifetime * 1_000)
        var members = members
        func set(_ name: String, _ text: String) {
            members.removeAll { $0.name == name }
            members.append(WireValue.Member(name, .string(text)))
        }
        set("accessToken", answer.accessToken.revealed)
        // Whole seconds, as AWS's own tools write it.
        set(
            "expiresAt",
            WireTimestamp(millisecondsSinceEpoch: end.millisecondsSinceEpoch / 1_000 * 1_000).text(.iso8601))
        if let refreshToken = answer.refreshToken { set("refreshToken", refreshToken.revealed) }
        return LoginToken(accessToken: answer.accessToken, end: end, members: members)
    }

    /// The file's new content.
    var json: [UInt8] { WireValue.object(members).jsonBytes() }

    private init(accessToken: Redacted<String>, end: WireTimestamp, members: [WireValue.Member]) {
        self.accessToken = accessToken
        self.end = end
        self.members = members
    }
}

/// Why a login was not renewed, in words.
struct RenewalProblem: Error {
    let words: String

    init(_ words: String) { self.words = words }
}
