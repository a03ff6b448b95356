import HoldfastConfiguration
import HoldfastYAML
import Testing

@Suite("Configuration")
struct ConfigurationTests {
    static let full = """
        apiVersion: holdfast/v1
        policyFile: policy.yaml
        stateDirectory: state
        aws:
          profile: audit
          regions: [us-east-1, eu-central-1]
          role:
            arn: arn:{partition}:iam::{account}:role/HoldfastMember
            externalId: ${env:EXTERNAL_ID}
            sessionName: nightly
            sessionTags: {team: backup, cost: "7"}
            sessionDuration: 45m
        scope:
          include: {ou: [Workloads], tag: {env: [prod, nonprod], owner: }}
          exclude: {account: ["012345678901", sandbox-*], ou: Workloads/Old}
        sweep: {interval: 2h, concurrency: 16}
        agent:
          web:
            listenAddress: ["127.0.0.1:1", "[::1]:2"]
            configFile: /etc/web.yml
            telemetryPath: /m
            enableLifecycle: true
            externalUrl: https://holdfast.example.com/
            maxRequests: 3
          push: {url: "https://hub.example.com:8443/", tokenFile: token}
        aggregator:
          web: {listenAddress: ":9"}
          tokenFile: ../token
        log: {level: debug, format: json}

        """

    private func input(
        _ text: String? = full, flags: [String: [String]] = [:], environment: [String: String] = [:],
        files: [String: String] = [:]
    ) -> ConfigurationInput {
        let file = text.map { ["etc/holdfast.yaml": $0] } ?? [:]
        let all = files.merging(file) { $1 }
        struct Missing: Error {}
        return ConfigurationInput(
            flags: text == nil ? flags : flags.merging(["config.file": ["etc/holdfast.yaml"]]) { first, _ in first },
            environment: environment.merging(["EXTERNAL_ID": "top-secret", "HOME": "/home/u"]) { first, _ in first }
        ) { name in
            guard let text = all[name] else { throw Missing() }
            return Array(text.utf8)
        }
    }

    @Test("a file that uses every key becomes the options it says, paths beginning at its folder")
    func everyKey() throws {
        let resolved = Configuration.agent(input())
        #expect(resolved.diagnostics.map(\.description) == [])
        let options = try #require(resolved.options)
        #expect(options.policyFile == "etc/policy.yaml")
        #expect(options.stateDirectory == "etc/state")
        #expect(options.access.profile == "audit")
        #expect(options.access.regions == ["us-east-1", "eu-central-1"])
        let role = try #require(options.access.role)
        #expect(role.arn == "arn:{partition}:iam::{account}:role/HoldfastMember")
        #expect(role.externalID?.revealed == "top-secret")
        #expect(role.sessionName == "nightly")
        #expect(role.sessionTags == [OptionPair("cost=7"), OptionPair("team=backup")])
        #expect(role.sessionDuration == .seconds(2_700))
        #expect(options.scope.organizationalUnits == ["Workloads"])
        #expect(options.scope.tags == [OptionPair("env=nonprod"), OptionPair("env=prod"), OptionPair("owner")])
        #expect(options.scope.notAccounts == ["012345678901", "sandbox-*"])
        #expect(options.scope.notOrganizationalUnits == ["Workloads/Old"])
        #expect(options.sweep.interval == .seconds(7_200))
        #expect(options.sweep.concurrency == 16)
        #expect(options.web.listenAddresses.map(\.description) == ["127.0.0.1:1", "[::1]:2"])
        #expect(options.web.configFile == "/etc/web.yml")
        #expect(options.web.telemetryPath == "/m")
        #expect(options.web.enablesLifecycle)
        #expect(options.web.maximumRequests == 3)
        #expect(options.push?.url == "https://hub.example.com:8443")
        #expect(options.push?.tokenFile == "etc/token")
        #expect(options.log.level == .debug)
        #expect(options.log.format == .json)
        let aggregator = try #require(Configuration.aggregator(input()).options)
        #expect(aggregator.web.listenAddresses.map(\.description) == [":9"])
        #expect(aggregator.tokenFile == "etc/../token")
    }

    @Test("without any configuration the caller's own account is judged by the built-in policy")
    func nothingSaid() throws {
        let resolved = Configuration.agent(input(nil))
        let options = try #require(resolved.options)
        #expect(resolved.diagnostics.isEmpty)
        #expect(options.policyFile == nil)
        #expect(options.access.role == nil)
        #expect(options.access.regions.isEmpty)
        #expect(options.scope.isEverything)
        #expect(options.push == nil)
        #expect(options.web.listenAddresses.map(\.description) == ["127.0.0.1:10317"])
        #expect(options.stateDirectory == "/home/u/.local/state/holdfast")
        let aggregator = try #require(Configuration.aggregator(input(nil)).options)
        #expect(aggregator.web.listenAddresses.map(\.description) == ["127.0.0.1:10318"])
        let underSystemd = Configuration.agent(input(nil, environment: ["STATE_DIRECTORY": "/var/lib/holdfast:/x"]))
        #expect(underSystemd.options?.stateDirectory == "/var/lib/holdfast")
    }

    @Test("a flag goes before the environment, the environment before the file, the file before the default")
    func precedence() throws {
        let variables = ["HOLDFAST_LOG_LEVEL": "warning", "HOLDFAST_REGION": "eu-west-1, eu-west-2"]
        #expect(Configuration.agent(input(nil)).options?.log.level == .info)
        #expect(Configuration.agent(input()).options?.log.level == .debug)
        let fromEnvironment = try #require(Configuration.agent(input(environment: variables)).options)
        #expect(fromEnvironment.log.level == .warning)
        #expect(fromEnvironment.access.regions == ["eu-west-1", "eu-west-2"])
        let flags = [
            "log.level": ["error"], "region": ["ap-south-1,ap-south-2", "us-east-2"], "policy.file": ["p.yaml"],
        ]
        let resolved = Configuration.agent(input(flags: flags, environment: variables))
        let options = try #require(resolved.options)
        #expect(options.log.level == .error)
        #expect(options.access.regions == ["ap-south-1", "ap-south-2", "us-east-2"])
        #expect(options.policyFile == "p.yaml")
        let sources = Dictionary(resolved.effective.map { ($0.definition.path, $0.source) }) { $1 }
        #expect(sources["log.level"] == .flag("log.level"))
        #expect(sources["log.format"]??.location?.line == 29)
        #expect(sources["agent.web.maxRequests"]??.location != nil)
    }

    @Test("a file's values come from other files where it says so, one line each")
    func references() throws {
        let text = Self.full.replacing("${env:EXTERNAL_ID}", with: "${file:secret}").replacing("nightly", with: "a$$b")
        let read = Configuration.agent(input(text.replacing("a$$b", with: "a-b"), files: ["etc/secret": "from-file\n"]))
        #expect(read.options?.access.role?.externalID?.revealed == "from-file")
        let missing = Configuration.agent(input(text))
        #expect(
            missing.diagnostics.map(\.description) == [
                "etc/holdfast.yaml:9:17: error: the file 'secret' cannot be read as text [missing-file]",
                "etc/holdfast.yaml:10:18: error: aws.role.sessionName 'a$b' must be 2 to 64 letters, digits and "
                    + "_ + = , . @ - [invalid-name]",
            ])
    }

    @Test("no secret is seen in options, effective options or diagnostics")
    func secrets() throws {
        let resolved = Configuration.agent(input())
        let options = try #require(resolved.options)
        var dumped = ""
        dump(options, to: &dumped)
        #expect(!"\(options)".contains("top-secret") && !dumped.contains("top-secret"))
        #expect(!"\(resolved.effective)".contains("top-secret"))
        let wrong = Configuration.agent(input(environment: ["EXTERNAL_ID": "no spaces allowed"]))
        #expect(wrong.diagnostics.map(\.code) == ["invalid-external-id"])
        #expect(!"\(wrong.diagnostics)".contains("spaces allowed"))
    }

    @Test("a configuration file that is not there is an error, never an empty configuration")
    func missingFile() {
        let resolved = Configuration.agent(input(nil, flags: ["config.file": ["nowhere.yaml"]]))
        #expect(resolved.options == nil)
        #expect(resolved.diagnostics.map(\.code) == ["missing-file"])
        let onDisk = Configuration.agent(ConfigurationInput(flags: ["config.file": ["/nowhere/holdfast.yaml"]]))
        #expect(
            onDisk.diagnostics.map(\.message) == [
                "the configuration file '/nowhere/holdfast.yaml' cannot be read: no such file"
            ])
    }

    @Test("every option has a flag of its own in its process and a variable made of it")
    func definitions() {
        for role in OptionDefinition.Role.allCases {
            let flags = OptionDefinition.all(of: role).map(\.flag)
            #expect(Set(flags).count == flags.count)
        }
        #expect(Set(OptionDefinition.all.map(\.path)).count == OptionDefinition.all.count)
        #expect(
            OptionDefinition.all.first { $0.path == "agent.web.listenAddress" }?.variable
                == "HOLDFAST_WEB_LISTEN_ADDRESS")
    }
}
