internal import AWSCore
internal import AWSWire
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
        let incomplete = CredentialWorld(
            config: "[default]\nsso_session = corp\nsso_role_name = R\n[sso-session corp]\n")
        #expect(await incomplete.failure()?.message.contains("sso_account_id") == true)
        let gone = CredentialWorld(config: "[default]\nsso_session = corp\nsso_role_name = R\n")
        #expect(await gone.failure()?.message.contains("sso_session = corp") == true)
    }

    /// The cache of a login that can be renewed, and ends that many seconds from now.
    private static func login(_ clock: ManualClock, endsIn seconds: Int, registered: Int = 90_000) -> String {
        func date(_ seconds: Int) -> String { "\(clock.now().advanced(by: .seconds(seconds)))" }
        return """
            {"startUrl":"https://corp.awsapps.com/start","region":"eu-west-1","accessToken":"BEARER",\
            "expiresAt":"\(date(seconds))","clientId":"client","clientSecret":"hush","refreshToken":"REFRESH",\
            "registrationExpiresAt":"\(date(registered))","unheardOf":{"kept":[1]}}
            """
    }

    /// Answers as IAM Identity Center does, renewals by the step given.
    private static func center(_ clock: ManualClock, _ renewal: ScriptedTransport.Step) -> ScriptedTransport {
        ScriptedTransport { number, request in
            if request.path == "/token" { return renewal }
            let token = request.headers["x-amz-sso_bearer_token"] ?? ""
            let end = clock.now().advanced(by: .seconds(3_600)).millisecondsSinceEpoch
            return .answer(
                200, [:],
                #"{"roleCredentials":{"accessKeyId":"\#(token)-\#(number)","secretAccessKey":"hush","#
                    + #""sessionToken":"hush-token","expiration":\#(end)}}"#)
        }
    }

    @Test("a login about to end is renewed, and the cache gets the new token and keeps what else it had")
    func renewal() async throws {
        let clock = ManualClock()
        let renewed = #"{"accessToken":"NEW","tokenType":"Bearer","expiresIn":28800,"refreshToken":"REFRESH-2"}"#
        let world = CredentialWorld(
            config: Self.session, files: [Self.sessionCache: Self.login(clock, endsIn: 899)],
            transport: Self.center(clock, .answer(200, [:], renewed)), clock: clock)
        #expect(try await world.chain().credentials().accessKeyID == "NEW-1")
        let request = try #require(world.transport.requests.first)
        #expect(request.url == "https://oidc.eu-west-1.amazonaws.com/token")
        #expect(request.method == "POST" && request.headers["Authorization"] == nil)
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"clientId":"client","clientSecret":"hush","grantType":"refresh_token","refreshToken":"REFRESH"}"#)
        let cache = try #require(world.disk[Self.sessionCache])
        let value = try WireValue(json: cache)
        #expect(value["accessToken"]?.stringValue == "NEW" && value["refreshToken"]?.stringValue == "REFRESH-2")
        #expect(value["clientId"]?.stringValue == "client" && value["unheardOf"]?["kept"] != nil)
        #expect(value["expiresAt"]?.stringValue == "2026-11-24T02:27:13Z")
        #expect(try await world.chain().credentials().accessKeyID == "NEW-2")
        #expect(world.transport.requests.count == 3)
    }

    @Test("a login with a quarter of an hour left, and one without a session, are not renewed")
    func notYet() async throws {
        let clock = ManualClock()
        let refused = Self.center(clock, .answer(500))
        let later = CredentialWorld(
            config: Self.session, files: [Self.sessionCache: Self.login(clock, endsIn: 900)], transport: refused,
            clock: clock)
        #expect(try await later.chain().credentials().accessKeyID == "BEARER-0")
        let legacy = CredentialWorld(
            config: Self.legacy, files: [Self.legacyCache: Self.login(clock, endsIn: 10)], transport: refused,
            clock: clock)
        #expect(try await legacy.chain().credentials().accessKeyID == "BEARER-1")
        #expect(refused.requests.allSatisfy { $0.path != "/token" })
    }

    @Test("a renewal that fails leaves the token in use until it ends, and then the error says why and what to run")
    func failedRenewal() async throws {
        let clock = ManualClock()
        let refusal = ScriptedTransport.Step.answer(
            400, [:], #"{"error":"invalid_grant","code":"InvalidGrantException"}"#)
        var world = CredentialWorld(
            config: Self.session, files: [Self.sessionCache: Self.login(clock, endsIn: 60)],
            transport: Self.center(clock, refusal), clock: clock)
        #expect(try await world.chain().credentials().accessKeyID == "BEARER-1")
        clock.advance(by: .seconds(60))
        let ended = await world.failure()
        #expect(ended?.message.contains("it was not renewed: InvalidGrantException") == true)
        #expect(ended?.message.contains("aws sso login --profile default") == true)
        world.files = [Self.sessionCache: Self.login(clock, endsIn: -1, registered: 0)]
        #expect(await world.failure()?.message.contains("the registration of its client has ended") == true)
        let bare = #"{"accessToken":"BEARER","expiresAt":"2020-01-01T00:00:00Z"}"#
        world.files = [Self.sessionCache: bare]
        #expect(await world.failure()?.message.contains("it has no refreshToken") == true)
        #expect(world.disk[Self.sessionCache] == nil)
    }

    @Test("a cache that cannot be written does not cost the credentials")
    func readOnlyCache() async throws {
        let clock = ManualClock()
        let world = CredentialWorld(
            config: Self.session, files: [Self.sessionCache: Self.login(clock, endsIn: 60)],
            transport: Self.center(clock, .answer(200, [:], #"{"accessToken":"NEW","expiresIn":3600}"#)), clock: clock)
        world.disk.makeReadOnly()
        #expect(try await world.chain().credentials().accessKeyID == "NEW-1")
    }

    // Made with `printf arn:aws:iam::111111111111:user/me | sha256sum`.
    private static let loginCache =
        "/home/a/.aws/login/cache/f588fbe994a0abe4d250a61f6da847b285b7ffe841c32dc31fbeed4f0bc75d30.json"

    @Test("a console login's credentials are read from its cache, and anew when they are about to end")
    func consoleLogin() async throws {
        let clock = ManualClock()
        func cache(_ keyID: String, endsIn seconds: Int) -> String {
            """
            {"accessToken":{"accessKeyId":"\(keyID)","secretAccessKey":"hush","sessionToken":"hush-token",\
            "accountId":"111111111111","expiresAt":"\(clock.now().advanced(by: .seconds(seconds)))"},\
            "refreshToken":"REFRESH"}
            """
        }
        let world = CredentialWorld(
            config: "[default]\nlogin_session = arn:aws:iam::111111111111:user/me\n",
            files: [Self.loginCache: cache("LOGIN", endsIn: 900)], clock: clock)
        let chain = try world.chain()
        #expect(try await chain.credentials().accessKeyID == "LOGIN")
        clock.advance(by: .seconds(601))
        try world.disk.write(Self.loginCache, Array(cache("AGAIN", endsIn: 900).utf8))
        #expect(try await chain.credentials().accessKeyID == "AGAIN")
        clock.advance(by: .seconds(900))
        let error = await #expect(throws: CredentialError.self) { try await chain.credentials() }
        #expect(error?.message.contains("run aws login --profile default") == true)
        #expect(error.map { "\($0)" }?.contains("hush") == false)
        try world.disk.write(Self.loginCache, Array("{}".utf8))
        #expect(await world.failure()?.code == .malformed)
    }

    @Test("keys of the credentials file come before a process, keys of the config file after it")
    func keysAndProcess() async throws {
        let printed = #"{"Version":1,"AccessKeyId":"PROCESS","SecretAccessKey":"hush"}"#
        let keys = "aws_access_key_id = KEYS\naws_secret_access_key = hush\n"
        var world = CredentialWorld(config: Self.process + keys) { _ in
            ProcessOutcome(status: 0, output: Array(printed.utf8))
        }
        #expect(try await world.chain().credentials().accessKeyID == "PROCESS")
        world.keys = "[default]\n" + keys
        #expect(try await world.chain().credentials().accessKeyID == "KEYS")
    }
}
