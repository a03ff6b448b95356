internal import AWSCore
internal import HoldfastHTTP
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("Credentials of processes and IAM Identity Center")
struct ProfileSourceTests {
    private static let process = "[default]\ncredential_process = \"/opt/my tool\" --for 'a b' c\\ d\n"

    @Test("a process is run without a shell and again ahead of the end of what it printed")
    func process() async throws {
        let clock = ManualClock()
        let runs = Mutex<[[String]]>([])
        let world = CredentialWorld(config: Self.process, clock: clock) { arguments in
            let number = runs.withLock { runs in
                runs.append(arguments)
                return runs.count
            }
            let end = clock.now().advanced(by: .seconds(3_600))
            let text = CredentialWorld.json(keyID: "P\(number)", until: end, token: "SessionToken")
            return ProcessOutcome(status: 0, output: Array(text.utf8))
        }
        let chain = try world.chain()
        #expect(try await chain.credentials().accessKeyID == "P1")
        #expect(runs.withLock { $0 } == [["/opt/my tool", "--for", "a b", "c d"]])
        clock.advance(by: .seconds(3_301))
        #expect(try await chain.credentials().accessKeyID == "P2")
    }

    @Test(
        "a process that gives none is explained without what it printed",
        arguments: [
            (0, "hush", "JSON"), (3, "hush", "status 3"), (0, #"{"AccessKeyId":"A"}"#, "Version 1"),
            (0, #"{"Version":2,"AccessKeyId":"A"}"#, "Version 1"),
            (0, #"{"Version":1,"AccessKeyId":"A"}"#, "SecretAccessKey"),
            (0, #"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"hush","Expiration":"x"}"#, "Expiration"),
        ])
    func brokenProcess(status: Int, output: String, word: String) async {
        let world = CredentialWorld(config: Self.process) { _ in
            ProcessOutcome(status: status, output: Array(output.utf8))
        }
        let error = await world.failure()
        #expect(error?.message.contains(word) == true)
        #expect(error?.message.contains("profile default") == true)
    }

    @Test("a process that cannot be started and a command that cannot be split are errors")
    func noProcess() async {
        #expect(await CredentialWorld(config: Self.process).failure()?.message.contains("no such program") == true)
        let open = "[default]\ncredential_process = tool \"a\n"
        #expect(await CredentialWorld(config: open).failure()?.code == .malformed)
    }

    private static let session = """
        [default]
        sso_session = corp
        sso_account_id = 111111111111
        sso_role_name = Reader
        [sso-session corp]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-west-1

        """
    private static let legacy = """
        [default]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-west-1
        sso_account_id = 111111111111
        sso_role_name = Reader

        """
    // Made with `printf corp | sha1sum` and the start URL.
    private static let sessionCache = "/home/a/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
    private static let legacyCache = "/home/a/.aws/sso/cache/a51746d4aa793ae07b25e90c3a5db96fc7832bd7.json"

    @Test(
        "the token of a login buys a role's credentials",
        arguments: [(session, sessionCache), (legacy, legacyCache)])
    func singleSignOn(config: String, cache: String) async throws {
        let clock = ManualClock()
        let end = clock.now().advanced(by: .seconds(3_600))
        let body = """
            {"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"hush","sessionToken":"hush-token",\
            "expiration":\(end.millisecondsSinceEpoch)}}
            """
        let login = #"{"accessToken":"BEARER","expiresAt":"\#(clock.now().advanced(by: .seconds(5_000)))"}"#
        let transport = ScriptedTransport { _, _ in .answer(200, [:], body) }
        let world = CredentialWorld(config: config, files: [cache: login], transport: transport, clock: clock)
        let chain = try world.chain()
        let credentials = try await chain.credentials()
        #expect(credentials.accessKeyID == "SSO")
        #expect(credentials.expiration == end)
        #expect(
            transport.requests[0].url
                == "https://portal.sso.eu-west-1.amazonaws.com/federation/credentials"
                + "?role_name=Reader&account_id=111111111111")
        #expect(transport.requests[0].headers["x-amz-sso_bearer_token"] == "BEARER")
        #expect(transport.requests[0].headers["Authorization"] == nil)
        clock.advance(by: .seconds(3_301))
        _ = try await chain.credentials()
        #expect(transport.requests.count == 2)
    }

    @Test("a login that ended or is not there says what to run")
    func noLogin() async {
        let ended = #"{"accessToken":"BEARER","expiresAt":"2020-01-01T00:00:00Z"}"#
        let refused = ScriptedTransport([.answer(401, ["x-amzn-errortype": "UnauthorizedException"], "{}")])
        let valid = #"{"accessToken":"BEARER","expiresAt":"2099-01-01T00:00:00Z"}"#
        for (file, word) in [(nil, "no login"), (ended, "ended at 2020"), ("{}", "accessToken"), (valid, "Reader")] {
            let world = CredentialWorld(
                config: Self.session, files: file.map { [Self.sessionCache: $0] } ?? [:], transport: refused)
            let error = await world.failure()
            #expect(error?.message.contains(word) == true)
            #expect(error?.message.contains("aws sso login --profile default") == true)
        }
        let incomplete = CredentialWorld(config: "[default]\nsso_session = corp\n[sso-session corp]\n")
        #expect(await incomplete.failure()?.message.contains("sso_account_id") == true)
        let gone = CredentialWorld(config: "[default]\nsso_session = corp\n")
        #expect(await gone.failure()?.message.contains("sso_session = corp") == true)
    }
}
