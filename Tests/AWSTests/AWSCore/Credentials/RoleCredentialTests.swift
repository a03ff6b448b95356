internal import AWSCore
internal import HoldfastHTTP
internal import TestSupport
internal import Testing

@Suite("Credentials of assumed roles")
struct RoleCredentialTests {
    private static let keys = "[base]\naws_access_key_id = BASE\naws_secret_access_key = hush\n"
    private static let config = """
        [profile a]
        role_arn = arn:aws:iam::111111111111:role/A
        source_profile = b
        external_id = x1
        duration_seconds = 900
        role_session_name = me
        region = eu-west-1
        [profile b]
        role_arn = arn:aws:iam::222222222222:role/B
        source_profile = base
        [profile self]
        role_arn = arn:aws:iam::222222222222:role/S
        source_profile = self
        aws_access_key_id = SELF
        aws_secret_access_key = hush

        """

    private static func sts(_ clock: ManualClock, _ operation: String = "AssumeRole") -> ScriptedTransport {
        ScriptedTransport { number, _ in
            CredentialWorld.session(
                operation, keyID: "S\(number)", until: clock.now().advanced(by: .seconds(3_600)))
        }
    }

    @Test("a chain of profiles is assumed link by link, each signed by the one before")
    func chain() async throws {
        let clock = ManualClock()
        let world = CredentialWorld(
            environment: ["AWS_PROFILE": "a"], config: Self.config, keys: Self.keys, transport: Self.sts(clock),
            clock: clock)
        let chain = try world.chain()
        let credentials = try await chain.credentials()
        #expect(credentials.accessKeyID == "S1")
        #expect(credentials.sessionToken?.revealed == "hush-token")
        let requests = world.transport.requests
        // The profile chosen has the Region of the whole chain.
        #expect(requests.map(\.authority) == ["sts.eu-west-1.amazonaws.com", "sts.eu-west-1.amazonaws.com"])
        #expect(requests[0].headers["Authorization"]?.contains("Credential=BASE/") == true)
        #expect(requests[1].headers["Authorization"]?.contains("Credential=S0/") == true)
        let form = CredentialWorld.form(requests[1])
        #expect(form["Action"] == "AssumeRole" && form["ExternalId"] == "x1" && form["DurationSeconds"] == "900")
        #expect(form["RoleArn"] == "arn%3Aaws%3Aiam%3A%3A111111111111%3Arole%2FA" && form["RoleSessionName"] == "me")
        _ = try await chain.credentials()
        #expect(world.transport.requests.count == 2)
        clock.advance(by: .seconds(3_301))
        #expect(try await chain.credentials().accessKeyID == "S3")
    }

    @Test("a profile that names itself uses its own keys")
    func itself() async throws {
        let clock = ManualClock()
        let world = CredentialWorld(config: Self.config, profile: "self", transport: Self.sts(clock), clock: clock)
        #expect(try await world.chain().credentials().accessKeyID == "S0")
        #expect(world.transport.requests[0].headers["Authorization"]?.contains("Credential=SELF/") == true)
    }

    @Test("credential_source takes the keys of the environment, and nothing else when there are none")
    func source() async throws {
        let clock = ManualClock()
        let config = "[default]\nrole_arn = arn:aws-cn:iam::111111111111:role/A\ncredential_source = Environment\n"
        var world = CredentialWorld(
            environment: ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "hush"], config: config,
            profile: "default", transport: Self.sts(clock), clock: clock)
        #expect(try await world.chain().credentials().accessKeyID == "S0")
        #expect(world.transport.requests[0].authority == "sts.cn-northwest-1.amazonaws.com.cn")
        world.environment = [:]
        let error = await world.failure()
        #expect(error?.code == .incomplete)
        #expect(error?.message.contains("AWS_ACCESS_KEY_ID") == true)
    }

    @Test("credential_source takes the credentials of a container or an instance, and asks only there")
    func machineSources() async throws {
        let clock = ManualClock()
        func transport(_ keyID: String) -> ScriptedTransport {
            ScriptedTransport { _, request in
                let end = clock.now().advanced(by: .seconds(3_600))
                if request.authority.hasPrefix("sts.") {
                    return CredentialWorld.session("AssumeRole", keyID: "ROLE", until: end)
                }
                if request.method == "PUT" { return .answer(200, [:], "IMDS") }
                if request.path.hasSuffix("/") { return .answer(200, [:], "web") }
                return .answer(200, [:], CredentialWorld.json(keyID: keyID, until: end))
            }
        }
        let sources = [
            ("EcsContainer", ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/task"], "169.254.170.2", 2),
            ("Ec2InstanceMetadata", [:], "169.254.169.254", 4),
        ]
        for (source, environment, authority, count) in sources {
            let config =
                "[default]\nrole_arn = arn:aws:iam::1:role/A\ncredential_source = \(source)\nregion = eu-west-1\n"
            let world = CredentialWorld(
                environment: environment, config: config, transport: transport(source), clock: clock)
            #expect(try await world.chain().credentials().accessKeyID == "ROLE")
            let requests = world.transport.requests
            #expect(requests.count == count)
            #expect(requests.dropLast().allSatisfy { $0.authority == authority })
            #expect(requests.last?.headers["Authorization"]?.contains("Credential=\(source)/") == true)
        }
        let none = CredentialWorld(
            config: "[default]\nrole_arn = arn:aws:iam::1:role/A\ncredential_source = EcsContainer\n", clock: clock)
        let error = await none.failure()
        #expect(error?.code == .incomplete)
        #expect(error?.message.contains("AWS_CONTAINER_CREDENTIALS_FULL_URI") == true)
    }

    @Test(
        "a role that cannot be assumed is explained by profile and setting",
        arguments: [
            ("role_arn = r", "incomplete", "source_profile"),
            ("role_arn = r\nsource_profile = gone", "malformed", "profile gone"),
            (
                "role_arn = r\nsource_profile = loop\n[profile loop]\nrole_arn = r\nsource_profile = p", "malformed",
                "p → loop → p"
            ),
            ("role_arn = r\nsource_profile = p", "malformed", "p → p"),
            ("role_arn = r\nsource_profile = p\ncredential_source = Environment", "malformed", "more than one"),
            ("role_arn = r\ncredential_source = Moon", "malformed", "Moon"),
            ("role_arn = r\nsource_profile = base\nduration_seconds = 60", "malformed", "duration_seconds"),
            ("role_arn = r\nsource_profile = base\nmfa_serial = m", "unsupported", "mfa_serial"),
            ("role_arn = r\nweb_identity_token_file = /none", "sourceFailed", "/none"),
            ("aws_access_key_id = A", "incomplete", "aws_secret_access_key"),
            ("region = r", "incomplete", "/home/a/.aws/config"),
        ])
    func mistakes(settings: String, code: String, word: String) async {
        let world = CredentialWorld(
            environment: ["AWS_PROFILE": "p"], config: "[profile p]\n\(settings)\n", keys: Self.keys)
        let error = await world.failure()
        #expect(error?.code.rawValue == code)
        #expect(error?.message.contains(word) == true)
        #expect(world.transport.requests.isEmpty)
    }

    @Test("AWS's refusal is passed on with its code")
    func refused() async {
        let refusal = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"
        let world = CredentialWorld(
            config: Self.config, keys: Self.keys, profile: "b",
            transport: ScriptedTransport([.answer(403, [:], refusal)]))
        let error = await world.failure()
        #expect(error?.code == .sourceFailed)
        #expect(error?.underlying?.code == "AccessDenied")
        #expect(error?.message.contains("profile b") == true)
    }

    @Test("a web identity is sent unsigned with the token the file has at that moment, before any profile is looked at")
    func webIdentity() async throws {
        let clock = ManualClock()
        var world = CredentialWorld(
            environment: [
                "AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/W",
                "AWS_ROLE_SESSION_NAME": "pod", "AWS_REGION": "eu-west-1",
            ], keys: "[default]\naws_access_key_id = FILE\naws_secret_access_key = hush\n",
            files: ["/token": "JWT.1\n"],
            transport: Self.sts(clock, "AssumeRoleWithWebIdentity"), clock: clock)
        #expect(try await world.chain().credentials().accessKeyID == "S0")
        let request = world.transport.requests[0]
        #expect(request.headers["Authorization"] == nil)
        #expect(request.authority == "sts.eu-west-1.amazonaws.com")
        let form = CredentialWorld.form(request)
        #expect(form["WebIdentityToken"] == "JWT.1" && form["RoleSessionName"] == "pod")
        world.environment["AWS_ROLE_ARN"] = nil
        #expect(await world.failure()?.message.contains("AWS_ROLE_ARN") == true)
        world.environment["AWS_ROLE_ARN"] = "r"
        world.files = [:]
        #expect(await world.failure()?.message.contains("/token") == true)
    }
}
