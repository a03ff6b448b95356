internal import AWSCore
internal import HoldfastHTTP
internal import TestSupport
internal import Testing

@Suite("Credentials from endpoints of the machine")
struct EndpointCredentialTests {
    private static let relative = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials?id=1"]

    private static func container(_ clock: ManualClock) -> ScriptedTransport {
        ScriptedTransport { number, _ in
            let end = clock.now().advanced(by: .seconds(3_600))
            return .answer(200, [:], CredentialWorld.json(keyID: "C\(number)", until: end))
        }
    }

    @Test("a container's endpoint is asked again ahead of the end; a failed renewal keeps what there is")
    func container() async throws {
        let clock = ManualClock()
        let transport = ScriptedTransport { number, _ in
            let end = clock.now().advanced(by: .seconds(3_600))
            return number == 0
                ? .answer(200, [:], CredentialWorld.json(keyID: "C0", until: end)) : .answer(500, [:], "no")
        }
        let chain = try CredentialWorld(environment: Self.relative, transport: transport, clock: clock).chain()
        #expect(try await chain.credentials().accessKeyID == "C0")
        #expect(transport.requests[0].url == "http://169.254.170.2/v2/credentials?id=1")
        clock.advance(by: .seconds(3_400))
        #expect(try await chain.credentials().accessKeyID == "C0")
        #expect(transport.requests.count == 4)
        clock.advance(by: .seconds(200))
        let error = await #expect(throws: CredentialError.self) { try await chain.credentials() }
        #expect(error?.message.contains("status 500") == true)
    }

    @Test("a full URI is asked with the token of the file, which wins over the one in the environment")
    func token() async throws {
        let clock = ManualClock()
        let world = CredentialWorld(
            environment: [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/token", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "other",
            ], files: ["/token": "BEARER\n"], transport: Self.container(clock), clock: clock)
        #expect(try await world.chain().credentials().accessKeyID == "C0")
        #expect(world.transport.requests[0].headers["Authorization"] == "BEARER")
    }

    @Test(
        "only this machine and AWS's agents are asked without TLS",
        arguments: [
            ("http://localhost:8080/c", true), ("http://127.0.0.9/c", true), ("http://[::1]:81/c", true),
            ("http://[fd00:ec2::23]/v1", true), ("https://example.com/c", true), ("http://example.com/c", false),
            ("http://127.0.0.1.example.com/c", false), ("http://169.254.169.254/c", false), ("http://[::2]/c", false),
            ("http://user@localhost/c", false), ("ftp://localhost/c", false),
        ])
    func hosts(url: String, isAllowed: Bool) async throws {
        let clock = ManualClock()
        let world = CredentialWorld(
            environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": url], transport: Self.container(clock), clock: clock)
        if isAllowed {
            #expect(try await world.chain().credentials().accessKeyID == "C0")
            #expect(world.transport.requests[0].url == url)
        } else {
            #expect(await world.failure()?.code == .malformed)
            #expect(world.transport.requests.isEmpty)
        }
    }

    @Test(
        "an answer without all it needs is refused",
        arguments: [
            ("nonsense hush", "JSON"), ("{}", "AccessKeyId"), (#"{"AccessKeyId":"A"}"#, "SecretAccessKey"),
            (#"{"AccessKeyId":"A","SecretAccessKey":"hush","Token":"t"}"#, "Expiration"),
            (#"{"AccessKeyId":"A","SecretAccessKey":"hush","Token":"t","Expiration":"soon"}"#, "Expiration"),
        ])
    func unreadable(body: String, word: String) async {
        let world = CredentialWorld(
            environment: Self.relative, transport: ScriptedTransport([.answer(200, [:], body)]))
        let error = await world.failure()
        #expect(error?.code == .malformed)
        #expect(error?.message.contains(word) == true)
    }

    @Test("an instance is asked for a token first, then for its role's credentials, and again ahead of their end")
    func instance() async throws {
        let clock = ManualClock()
        let transport = ScriptedTransport { number, request in
            let end = clock.now().advanced(by: .seconds(3_600))
            return switch (request.method, request.path) {
            case ("PUT", "/latest/api/token"): .answer(200, [:], "IMDS")
            case ("GET", "/latest/meta-data/iam/security-credentials/"): .answer(200, [:], "web\n")
            case ("GET", "/latest/meta-data/iam/security-credentials/web"):
                .answer(200, [:], CredentialWorld.json(keyID: "I\(number)", until: end))
            default: .answer(404)
            }
        }
        let chain = try CredentialWorld(transport: transport, clock: clock).chain()
        #expect(try await chain.credentials().accessKeyID == "I2")
        #expect(transport.requests.allSatisfy { $0.authority == "169.254.169.254" && $0.timeout == .seconds(1) })
        #expect(transport.requests.allSatisfy { $0.bypassesProxy })
        #expect(transport.requests[0].headers["x-aws-ec2-metadata-token-ttl-seconds"] == "21600")
        #expect(transport.requests[2].headers["x-aws-ec2-metadata-token"] == "IMDS")
        clock.advance(by: .seconds(3_301))
        #expect(try await chain.credentials().accessKeyID == "I5")
    }

    @Test("without an instance, without its role or switched off, every source is named in the error")
    func noInstance() async {
        let unreachable = TransportError(code: .timeout, message: "1 s", mayHaveReachedServer: false)
        let steps: [([ScriptedTransport.Step], [String: String], String)] = [
            ([.failure(unreachable)], [:], "cannot be reached"),
            ([.answer(403)], ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://[fd00:ec2::254]"], "status 403"),
            ([.answer(200, [:], "T"), .answer(404)], [:], "has no role"),
            ([], ["AWS_EC2_METADATA_DISABLED": "true"], "AWS_EC2_METADATA_DISABLED"),
        ]
        for (steps, environment, word) in steps {
            let world = CredentialWorld(environment: environment, transport: ScriptedTransport(steps))
            let error = await world.failure()
            #expect(error?.code == .missing)
            for word in [
                word, "AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE", "aws_access_key_id", "AWS_CONTAINER",
            ] {
                #expect(error?.message.contains(word) == true)
            }
            #expect(world.transport.requests.count == steps.count)
        }
    }
}
