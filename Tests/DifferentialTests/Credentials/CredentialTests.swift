internal import AWSCore
internal import AWSWire
internal import Foundation
internal import HoldfastHTTP
internal import TestSupport
internal import Testing

@Suite("Credentials against botocore", .enabled(if: PythonPeer.has(module: "botocore"), "needs Python with botocore"))
struct CredentialTests {
    private struct Answer: Decodable {
        var key: String?
        var error: String?
    }

    private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Peers/credentials.py")

    @Test("for every layout of files and variables the chain ends with the access key botocore's ends with")
    func sameKeys() async throws {
        let input = try JSONEncoder().encode(CredentialLayout.all)
        let output = try PythonPeer.run(script: Self.script, input: input)
        let answers = try JSONDecoder().decode([Answer].self, from: output)
        try #require(answers.count == CredentialLayout.all.count)
        #expect(Set(answers.compactMap(\.key)).count > 15)
        #expect(answers.contains { $0.error != nil })
        for (layout, answer) in zip(CredentialLayout.all, answers) {
            let (ours, words) = await Self.key(layout)
            if let difference = layout.difference {
                #expect(ours == difference.key, "\(layout.name): \(words)")
                #expect(ours != answer.key, "\(layout.name): the difference no longer is one: \(difference.because)")
            } else {
                #expect(ours == answer.key, "\(layout.name): botocore \(answer.error ?? "has a key"), ours \(words)")
            }
        }
    }

    /// The access key id our chain ends with, or nothing and the reason.
    private static func key(_ layout: CredentialLayout) async -> (key: String?, words: String) {
        var environment = layout.environment.mapValues { $0.replacing("$HOME", with: "/home/a") }
        environment["HOME"] = "/home/a"
        let files = layout.files
        let read: SharedConfiguration.FileReader = { path in
            files[path.replacing("/home/a/", with: "")].map { Array($0.utf8) }
        }
        do throws(CredentialError) {
            let ambient = try AmbientConfiguration(environment: environment, profile: layout.profile, readFile: read)
            let tools = CredentialTools(
                transport: ScriptedTransport { _, request in .answer(200, [:], Self.answer(to: request)) },
                clock: ManualClock(), readFile: read, writeFile: { _, _ in }, runProcess: { try Self.run($0) })
            return (try await ambient.credentials(tools).credentials().accessKeyID, "has a key")
        } catch {
            return (nil, "\(error)")
        }
    }

    private static func run(_ arguments: [String]) throws -> ProcessOutcome {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: arguments[0])
        process.arguments = Array(arguments.dropFirst())
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return ProcessOutcome(status: Int(process.terminationStatus), output: Array(output))
    }

    // MARK: - The rule of Peers/credentials.py

    private static let end = "2099-01-01T00:00:00Z"

    private static func answer(to request: HTTPRequest) -> String {
        let host = request.authority
        let path = request.path.split(separator: "/").joined(separator: "/")
        if host.hasPrefix("sts.") { return session(request) }
        if host.hasPrefix("portal.sso.") {
            let asked = fields(request.query)
            let key =
                "\(asked["role_name"] ?? "").IN.\(asked["account_id"] ?? "")"
                + ".FOR.\(request.headers["x-amz-sso_bearer_token"] ?? "")"
            return #"{"roleCredentials":{"accessKeyId":"\#(key)","secretAccessKey":"s","sessionToken":"t","#
                + #""expiration":4070908800000}}"#
        }
        if host.hasPrefix("oidc.") {
            let token = (try? WireValue(json: request.body))?["refreshToken"]?.stringValue ?? ""
            return #"{"accessToken":"RENEWED-\#(token)","expiresIn":28800,"tokenType":"Bearer"}"#
        }
        if host == "169.254.169.254" {
            if request.method == "PUT" { return "IMDS" }
            return path.hasSuffix("web") ? metadata("INSTANCE") : "web"
        }
        return metadata("CONTAINER.\(path).\(request.headers["Authorization"] ?? "none")")
    }

    private static func session(_ request: HTTPRequest) -> String {
        let form = fields(String(decoding: request.body, as: UTF8.self))
        let operation = form["Action"] ?? ""
        let role = form["RoleArn"]?.split(separator: "/").last ?? ""
        let signer = request.headers["Authorization"]?.split(separator: "Credential=").last?.prefix { $0 != "/" } ?? ""
        let key =
            operation == "AssumeRole"
            ? "\(role).BY.\(signer).IN.\(request.authority)"
            : "\(role).FOR.\(form["WebIdentityToken"] ?? "").IN.\(request.authority)"
        return """
            <\(operation)Response><\(operation)Result><Credentials><AccessKeyId>\(key)</AccessKeyId>\
            <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>\(end)</Expiration>\
            </Credentials></\(operation)Result></\(operation)Response>
            """
    }

    private static func metadata(_ key: String) -> String {
        #"{"Code":"Success","AccessKeyId":"\#(key)","SecretAccessKey":"s","Token":"t","Expiration":"\#(end)"}"#
    }

    private static func fields(_ text: String) -> [String: String] {
        let pairs = text.split(separator: "&").map { pair in
            pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                $0.removingPercentEncoding ?? String($0)
            }
        }
        return Dictionary(pairs.map { ($0[0], $0.count > 1 ? $0[1] : "") }) { $1 }
    }
}
