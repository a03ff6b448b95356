import HoldfastConfiguration
import HoldfastYAML
import Testing

@Suite("Wrong configuration")
struct WrongConfigurationTests {
    struct Wrong: Sendable {
        let original: String
        let replacement: String
        let expected: [String]

        init(_ original: String, _ replacement: String, _ expected: String...) {
            self.original = original
            self.replacement = replacement
            self.expected = expected
        }
    }

    static let cases = [
        Wrong("apiVersion: holdfast/v1\n", "", "1:1: error: the configuration needs 'apiVersion' [missing-key]"),
        Wrong(
            "sweep: {interval: 2h", "sweeep: {interval: 2h",
            "16:1: error: 'sweeep' is not a key of the configuration [unknown-key]"),
        Wrong("concurrency: 16", "concurency: 16", "16:23: error: 'concurency' is not a key of 'sweep' [unknown-key]"),
        Wrong(
            "profile: audit", "regions: [us-east-1]",
            "6:3: error: the key 'regions' stands here a second time [duplicate-key]"),
        Wrong(
            "eu-central-1", "eu-central",
            "6:24: error: aws.regions 'eu-central' has not the form of a Region [invalid-region]"),
        Wrong("eu-central-1", "us-east-1", "6:24: warning: aws.regions names 'us-east-1' twice [duplicate-value]"),
        Wrong(
            "{account}:role", "{acount}:role",
            "8:10: error: aws.role.arn 'arn:{partition}:iam::{acount}:role/HoldfastMember' holds '{acount}', which is nothing that can be filled in [unknown-placeholder]"
        ),
        Wrong(
            ":role/HoldfastMember", ":user/x",
            "8:10: error: aws.role.arn 'arn:{partition}:iam::{account}:user/x' is not the ARN of a role [invalid-arn]"),
        Wrong(
            "${env:EXTERNAL_ID}", "${env:NOTHING}",
            "9:17: error: the environment variable NOTHING is not set [missing-variable]"),
        Wrong(
            "${env:EXTERNAL_ID}", "${vault:x}",
            "9:17: error: '${vault:x}' is neither ${env:NAME} nor ${file:PATH} [invalid-reference]"),
        Wrong(
            "sessionDuration: 45m", "sessionDuration: 10m",
            "12:22: error: aws.role.sessionDuration '10m' is out of bounds: 15m to 12h [out-of-range]"),
        Wrong(
            "\"012345678901\"", "12345678901",
            "15:23: error: scope.exclude.account '12345678901' is not the 12 digits of an account [invalid-account]"),
        Wrong("interval: 2h", "interval: 2", "16:19: error: sweep.interval '2' is not a duration [invalid-duration]"),
        Wrong(
            "interval: 2h", "interval: 5s",
            "16:19: error: sweep.interval '5s' is out of bounds: 1m to 7d [out-of-range]"),
        Wrong(
            "concurrency: 16", "concurrency: 0",
            "16:36: error: sweep.concurrency '0' is not a whole number from 1 to 256 [out-of-range]"),
        Wrong(
            "\"127.0.0.1:1\"", "localhost",
            "19:21: error: agent.web.listenAddress 'localhost' is not an address to listen on [invalid-address]"),
        Wrong(
            "telemetryPath: /m", "telemetryPath: m",
            "21:20: error: agent.web.telemetryPath 'm' must begin with / and not with /-/ [invalid-path]"),
        Wrong(
            "enableLifecycle: true", "enableLifecycle: yes",
            "22:22: error: agent.web.enableLifecycle 'yes' is neither true nor false [wrong-type]"),
        Wrong(
            "\"https://hub.example.com:8443/\"", "hub:8443",
            "25:15: error: agent.push.url 'hub:8443' is not an http or https address [invalid-url]"),
        Wrong(
            "https://hub", "http://hub",
            "25:15: warning: agent.push.url sends the token where anybody on the way can read it [insecure-url]"),
        Wrong("level: debug", "level: verbose", "29:14: error: log.level 'verbose' is not known [unknown-value]"),
        Wrong(
            "    arn: arn:{partition}:iam::{account}:role/HoldfastMember\n", "",
            "8:17: warning: aws.role.externalId has no effect without a role to assume [without-effect]",
            "10:25: warning: aws.role.sessionTags has no effect without a role to assume [without-effect]"),
    ]

    @Test("each mistake is told at its place", arguments: cases)
    func mistakes(wrong: Wrong) {
        #expect(ConfigurationTests.full.contains(wrong.original))
        let text = ConfigurationTests.full.replacing(wrong.original, with: wrong.replacement, maxReplacements: 1)
        let input = ConfigurationInput(
            flags: ["config.file": ["h.yaml"]], environment: ["EXTERNAL_ID": "demo-id"]
        ) { _ in Array(text.utf8) }
        let found = Configuration.agent(input)
        #expect(
            found.diagnostics.map { String($0.description.prefix { $0 != "\n" }) }
                == wrong.expected.map { "h.yaml:" + $0 })
        #expect((found.options == nil) == found.diagnostics.contains { $0.severity == .error })
    }

    @Test("mistakes in flags and variables name the flag and the variable")
    func mistakesElsewhere() {
        let input = ConfigurationInput(
            flags: ["log.format": ["xml"], "sweep.interval": ["1 hour"]],
            environment: ["HOLDFAST_WEB_MAX_REQUESTS": "many", "HOLDFAST_LOG_LEVL": "info", "HOLDFAST_ZEBRA": "1"])
        let found = Configuration.agent(input)
        #expect(found.options == nil)
        #expect(
            found.diagnostics.map(\.description) == [
                "warning: the environment variable HOLDFAST_LOG_LEVL is not known and has no effect [unknown-variable]\n"
                    + "  hint: did you mean 'HOLDFAST_LOG_LEVEL'?",
                "error: --sweep.interval '1 hour' is not a duration [invalid-duration]\n"
                    + "  hint: write a number with a unit, such as 15m, 24h or 7d",
                "error: HOLDFAST_WEB_MAX_REQUESTS 'many' is not a whole number from 1 to 10000 [out-of-range]",
                "error: --log.format 'xml' is not known [unknown-value]\n  hint: known: logfmt, json",
            ])
    }

    @Test(
        "addresses to listen on are host and port",
        arguments: [
            ("127.0.0.1:10317", true), (":10317", true), ("[::1]:1", true), ("example.com:0", true), ("::1:1", false),
            ("host", false), ("host:", false), ("host:65536", false), ("host:+1", false), ("[host]:1", false),
            ("a b:1", false), ("http://h:1", false), ("", false),
        ])
    func addresses(text: String, isRight: Bool) {
        let address = ListenAddress(text)
        #expect((address != nil) == isRight)
        if let address { #expect(ListenAddress(address.description) == address) }
    }
}
