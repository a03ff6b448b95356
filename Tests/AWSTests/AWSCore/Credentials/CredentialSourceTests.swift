internal import AWSCore
internal import TestSupport
internal import Testing

@Suite("Sources of credentials")
struct CredentialSourceTests {
    private static func ambient(
        _ environment: [String: String] = [:], profile: String? = nil, config: String? = nil, credentials: String? = nil
    ) throws(CredentialError) -> AmbientConfiguration {
        var environment = environment
        environment["HOME"] = "/home/a"
        return try AmbientConfiguration(environment: environment, profile: profile) { path in
            switch path {
            case "/home/a/.aws/config": config.map { Array($0.utf8) }
            case "/home/a/.aws/credentials", "/elsewhere": credentials.map { Array($0.utf8) }
            default: nil
            }
        }
    }

    private static func keyID(_ configuration: AmbientConfiguration) async throws(CredentialError) -> String {
        try await chain(configuration).credentials().accessKeyID
    }

    private static func chain(_ configuration: AmbientConfiguration) -> CredentialChain {
        configuration.credentials(
            CredentialTools(
                transport: ScriptedTransport([]), clock: ManualClock(), readFile: { _ in nil }, writeFile: { _, _ in },
                runProcess: { _ in throw CancellationError() }))
    }

    private static let keys = "[default]\naws_access_key_id = FILE\naws_secret_access_key = s\n"

    @Test("the environment wins over the profile, a profile the caller names wins over the environment")
    func precedence() async throws {
        let environment = ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t"]
        let credentials = try await Self.chain(Self.ambient(environment, credentials: Self.keys)).credentials()
        #expect(credentials == AWSCredentials(accessKeyID: "ENV", secretAccessKey: "s", sessionToken: "t"))
        #expect(try await Self.keyID(Self.ambient(credentials: Self.keys)) == "FILE")
        #expect(
            try await Self.keyID(
                Self.ambient(
                    ["AWS_ACCESS_KEY_ID": "", "AWS_SHARED_CREDENTIALS_FILE": "/elsewhere"], credentials: Self.keys))
                == "FILE")
        let two = Self.keys + "[other]\naws_access_key_id=OTHER\naws_secret_access_key=s\naws_session_token=t\n"
        #expect(try await Self.keyID(Self.ambient(environment, profile: "other", credentials: two)) == "OTHER")
        #expect(try await Self.keyID(Self.ambient(["AWS_PROFILE": "other"], credentials: two)) == "OTHER")
    }

    @Test(
        "what is incomplete, malformed or not supported is named, and nothing else is tried",
        arguments: [
            (["AWS_ACCESS_KEY_ID": "A"], nil, "incomplete", "AWS_SECRET_ACCESS_KEY"),
            (["AWS_SECRET_ACCESS_KEY": "A"], nil, "incomplete", "AWS_ACCESS_KEY_ID"),
            (["AWS_SESSION_TOKEN": "A"], nil, "incomplete", "AWS_ACCESS_KEY_ID"),
            (["AWS_ACCESS_KEY_ID": "A\n", "AWS_SECRET_ACCESS_KEY": "s"], nil, "malformed", "access key id"),
            ([:], "[default]\naws_access_key_id = A\n", "incomplete", "aws_secret_access_key"),
            ([:], "[default]\nrole_arn = r\nmfa_serial = s\n", "unsupported", "mfa_serial"),
            ([:], "[default]\nlogin_session = s\n", "sourceFailed", "run aws login --profile default"),
            (["AWS_PROFILE": "p"], "[profile p]\nregion = r\n", "incomplete", "aws_access_key_id"),
            ([:], nil, "missing", "AWS_ACCESS_KEY_ID"),
        ] as [([String: String], String?, String, String)])
    func mistakes(environment: [String: String], config: String?, code: String, word: String) async throws {
        let ambient = try Self.ambient(environment, config: config)
        let error = await #expect(throws: CredentialError.self) { try await Self.keyID(ambient) }
        #expect(error?.code.rawValue == code)
        #expect(error?.message.contains(word) == true)
    }

    @Test("a message about credentials holds none of them")
    func noSecretsInMessages() async throws {
        let ambient = try Self.ambient(["AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "hu sh"])
        let error = await #expect(throws: CredentialError.self) { try await Self.keyID(ambient) }
        #expect(error.map { "\($0)" }?.contains("hu sh") == false)
    }

    @Test(
        "a file that is not in the format is refused with its line",
        arguments: [
            ("[default\n", ":1"), ("key = v\n", ":1"), ("[default]\n\n# fine\nnonsense\n", ":4"),
            ("[default]\n= v\n", ":2"),
        ])
    func malformedFiles(text: String, line: String) {
        let error = #expect(throws: CredentialError.self) { try Self.ambient(config: text) }
        #expect(error?.message.contains("/home/a/.aws/config\(line)") == true)
    }

    @Test("a profile that was named must exist")
    func missingProfile() {
        let error = #expect(throws: CredentialError.self) { try Self.ambient(["AWS_PROFILE": "p"], config: Self.keys) }
        #expect(error?.message.contains("profile p") == true)
    }

    @Test("Region and certificates come from the environment, then the profile")
    func settings() throws {
        let config = "[default]\nregion = eu-west-1\nca_bundle = /c.pem\ns3 =\n  region = nested\n"
        #expect(try Self.ambient(config: config).region == "eu-west-1")
        #expect(try Self.ambient(config: config).certificateBundle == "/c.pem")
        #expect(try Self.ambient(["AWS_DEFAULT_REGION": "b"], config: config).region == "b")
        #expect(try Self.ambient(["AWS_DEFAULT_REGION": "b", "AWS_REGION": "a"], config: config).region == "a")
        #expect(try Self.ambient().region == nil)
    }
}
