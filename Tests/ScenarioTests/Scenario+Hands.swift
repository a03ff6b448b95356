import AWSCore
import AWSSTS
import AWSSimulator
import Foundation
import HoldfastHTTP
import HoldfastModel
import Testing

/// What somebody else does in the organization, by AWS's own calls and by the levers of the simulator.
extension Scenario {
    /// A place in the organization.
    struct Place: Hashable, Sendable {
        let account: AccountID
        let region: AWSRegion
    }

    /// Pulls a lever of the simulated world.
    func pull(_ action: String, at place: Place, _ members: [String: Any] = [:]) throws {
        var lever = members
        lever["action"] = action
        lever["account"] = place.account.rawValue
        lever["region"] = place.region.rawValue
        let body = Array(try JSONSerialization.data(withJSONObject: lever))
        let answer = host.respond(
            to: HTTPRequest(method: "POST", authority: "simulator", path: "/_simulator/world", body: body))
        #expect(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
    }

    /// Calls AWS Backup as the member role; gives the answer.
    @discardableResult
    func backup(
        _ method: String, _ path: String, _ members: [String: Any] = [:], at place: Place
    ) async throws -> [String: Any] {
        let body = members.isEmpty ? [] : Array(try JSONSerialization.data(withJSONObject: members))
        let answer = try await send("backup", method, path, body: body, at: place)
        guard !answer.isEmpty else { return [:] }
        return try #require(try JSONSerialization.jsonObject(with: Data(answer)) as? [String: Any])
    }

    /// Signs and sends one request as the member role; gives the body of the answer, which must be a good one.
    @discardableResult
    func send(
        _ service: String, _ method: String, _ path: String, query: String = "", headers: HTTPHeaders = [:],
        body: [UInt8] = [], at place: Place
    ) async throws -> [UInt8] {
        let home = try #require(regions.first)
        let answer = try await STSAPI(client.caller(account: nil, region: home.rawValue, credentials: credentials))
            .assumeRole(
                AssumeRoleInput(
                    roleARN: "arn:aws:iam::\(place.account):role/\(options.memberRoleName)",
                    roleSessionName: "hands", externalID: options.externalID))
        let given = try #require(answer.credentials)
        var request = HTTPRequest(
            method: method, authority: "simulator", path: path, query: query, headers: headers, body: body)
        SignatureV4(region: place.region.rawValue, service: service).sign(
            &request,
            with: AWSCredentials(
                accessKeyID: given.accessKeyID ?? "", secretAccessKey: given.secretAccessKey ?? "",
                sessionToken: given.sessionToken), at: clock.now())
        let response = host.respond(to: request)
        #expect(
            (200..<300).contains(response.status),
            "\(method) \(path): \(String(decoding: response.body, as: UTF8.self))")
        return response.body
    }
}
