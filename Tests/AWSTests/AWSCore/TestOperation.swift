internal import AWSCore
internal import AWSWire

/// An operation whose input and output are plain text, as a stand-in for generated ones.
enum TestOperation: AWSOperation {
    struct Input: Sendable {
        var token: String?
        var fails = false
    }

    struct Output: Sendable, Equatable {
        var text: String
        var token: String?
    }

    static let service = ServiceDescription(
        id: "backup", endpointPrefix: "backup", signingName: "backup", endpointVariable: "BACKUP",
        wireProtocol: .restJSON, isGlobal: false)
    static let name = "ListBackupVaults"
    static let isIdempotent = true

    static func request(for input: Input) throws(WireError) -> WireRequest {
        guard !input.fails else { throw WireError("must not be empty", path: "Name") }
        return WireRequest(
            method: "GET", path: "/backup-vaults/", query: [("nextToken", input.token ?? ""), ("a b", "é/")],
            headers: [("Content-Type", "application/json")])
    }

    static func output(from response: WireResponse) throws(WireError) -> Output {
        let text = String(decoding: response.body, as: UTF8.self)
        guard text.hasPrefix("{") else { throw WireError("no object", offset: 0) }
        return Output(text: text, token: response.header("Next"))
    }
}

/// The same, for something that must not happen twice.
enum TestWrite: AWSOperation {
    static let service = TestOperation.service
    static let name = "CreateBackupPlan"
    static let isIdempotent = false

    static func request(for input: String) throws(WireError) -> WireRequest {
        WireRequest(method: "PUT", path: "/backup/plans/", body: Array(input.utf8))
    }

    static func output(from response: WireResponse) throws(WireError) -> Int { response.status }
}
