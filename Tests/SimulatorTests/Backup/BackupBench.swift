internal import AWSSimulator
internal import AWSWire
internal import HoldfastHTTP
internal import Testing

/// Calls of AWS Backup that several suites make, on the wire.
extension WireBench {
    /// A path in which an ARN stands as one segment.
    static func segment(_ arn: String) -> String {
        arn.replacing(":", with: "%3A").replacing("/", with: "%2F")
    }

    /// The ARN of the role every account has.
    static func role(_ account: String) -> WireValue {
        .string("arn:aws:iam::\(account):role/service-role/AWSBackupDefaultServiceRole")
    }

    /// A member account whose home Region holds a volume, and that volume.
    mutating func volume(where isMeant: (SimulatedResource) -> Bool = { _ in true }) throws -> (String, String) {
        let account = try member { $0.resources(.volume).contains(where: isMeant) }
        return (account, try #require(try state(account).resources(.volume).first(where: isMeant)).arn)
    }

    /// Starts a backup; gives its job's id and the ARN of the point it makes.
    mutating func backUp(
        _ account: String, _ arn: String, vault: String = "bench", _ more: [(String, WireValue?)] = []
    ) throws -> (job: String, point: String?) {
        let members: [(String, WireValue?)] = [
            ("BackupVaultName", .string(vault)), ("ResourceArn", .string(arn)), ("IamRoleArn", Self.role(account)),
        ]
        let made = try backup(account, "PUT", "/backup-jobs", .record(members + more))
        return (try #require(made["BackupJobId"]?.stringValue), made["RecoveryPointArn"]?.stringValue)
    }

    /// The recovery points of a vault.
    mutating func points(_ account: String, _ vault: String, region: String = WireBench.home) throws -> [WireValue] {
        let answer = try backup(
            account, "GET", "/backup-vaults/\(vault)/recovery-points/", query: "maxResults=1000", region: region)
        return answer["RecoveryPoints"]?.arrayValue ?? []
    }

    /// The management account's own calls.
    mutating func management(
        _ method: String, _ path: String, query: String = "", _ body: WireValue? = nil
    ) throws -> WireValue {
        let response = send(
            "backup", method, path, query: query, body: body?.jsonBytes() ?? [], credentials: base)
        let text = String(decoding: response.body, as: UTF8.self)
        #expect(response.status == 200, "\(method) \(path): \(text)")
        return response.body.isEmpty ? .object([]) : try WireValue(json: response.body)
    }

    /// Applies a lever.
    mutating func pull(_ members: (String, WireValue?)...) throws -> WireValue {
        let request = HTTPRequest(
            method: "POST", scheme: "http", authority: "127.0.0.1", path: "/_simulator/world",
            body: WireValue.record(members).jsonBytes())
        let response = organization.respond(to: request, at: Self.birth)
        #expect(response.status == 200, "\(String(decoding: response.body, as: UTF8.self))")
        return try WireValue(json: response.body)
    }
}
