/// One option: where it stands in the file, its flag, its variable, and what holds when nobody says anything.
public struct OptionDefinition: Hashable, Sendable {
    /// How many values an option has.
    public enum Shape: Hashable, Sendable {
        /// One.
        case one
        /// Any number: a list in the file, repeated or with commas elsewhere.
        case many
        /// Any number of keys with values: a mapping in the file, `key=value` elsewhere.
        case pairs
    }

    /// The process an option belongs to.
    public enum Role: String, Hashable, Sendable, CaseIterable {
        /// The agent and the verbs that talk to AWS.
        case agent
        /// The central service.
        case aggregator
    }

    /// The keys that lead to it in the file, joined by dots.
    public let path: String
    /// The flag without its dashes.
    public let flag: String
    /// Who it belongs to; both when nothing is said.
    public let role: Role?
    /// How many values it has.
    public let shape: Shape
    /// What holds when nobody says anything; in words in `summary` where it depends on the machine.
    public let standard: [String]
    /// Whether its value must not be shown.
    public let isSecret: Bool
    /// What it is, in one line.
    public let summary: String

    /// The environment variable that sets it: `HOLDFAST_` and the flag in capitals.
    public var variable: String {
        let letters = flag.uppercased().map { $0 == "." || $0 == "-" ? "_" : $0 }
        return "HOLDFAST_" + String(letters)
    }

    private init(
        _ path: String, _ flag: String, _ summary: String, shape: Shape = .one, standard: [String] = [],
        role: Role? = .agent, isSecret: Bool = false
    ) {
        self.path = path
        self.flag = flag
        self.role = role
        self.shape = shape
        self.standard = standard
        self.isSecret = isSecret
        self.summary = summary
    }

    /// Every option, in the order of the reference.
    public static let all: [OptionDefinition] = {
        var all = [
            OptionDefinition("policyFile", "policy.file", "What must be protected; the built-in policy without it."),
            OptionDefinition(
                "stateDirectory", "state.directory",
                "Where state is kept; systemd's STATE_DIRECTORY, else the user's state directory.", role: nil),
            OptionDefinition("aws.profile", "profile", "The profile of the AWS configuration."),
            OptionDefinition(
                "aws.regions", "region", "The Regions to work in; the credentials' own without it.", shape: .many),
            OptionDefinition("aws.role.arn", "assume-role", "The role to assume in each account."),
            OptionDefinition(
                "aws.role.externalId", "external-id", "The external id the role's trust asks for.", isSecret: true),
            OptionDefinition(
                "aws.role.sessionName", "role-session-name", "The name CloudTrail shows.", standard: ["holdfast"]),
            OptionDefinition("aws.role.sessionTags", "session-tag", "Tags of the role's sessions.", shape: .pairs),
            OptionDefinition(
                "aws.role.sessionDuration", "session-duration", "How long a role's session lasts.", standard: ["1h"]),
            OptionDefinition(
                "aws.rates", "rate",
                "Calls a second, as RATE or RATE/BURST, by service or service:Operation; half of AWS's own without it.",
                shape: .pairs),
            OptionDefinition(
                "scope.include.account", "account", "Accounts to work in, by digits or name.", shape: .many),
            OptionDefinition("scope.include.ou", "ou", "Organizational units to work in, by path or id.", shape: .many),
            OptionDefinition("scope.include.tag", "tag", "Tags of which an account must have one.", shape: .pairs),
            OptionDefinition("scope.exclude.account", "not-account", "Accounts to leave out.", shape: .many),
            OptionDefinition("scope.exclude.ou", "not-ou", "Organizational units to leave out.", shape: .many),
            OptionDefinition("scope.exclude.tag", "not-tag", "Tags of which an account may have none.", shape: .pairs),
            OptionDefinition("sweep.interval", "sweep.interval", "From one full sweep to the next.", standard: ["1h"]),
            OptionDefinition(
                "sweep.concurrency", "sweep.concurrency", "Accounts × Regions read at the same time.", standard: ["8"]),
            OptionDefinition("agent.push.url", "aggregator.url", "The aggregator to push reports to."),
            OptionDefinition("agent.push.tokenFile", "aggregator.token-file", "The file with the token to show it."),
            OptionDefinition(
                "aggregator.tokenFile", "token-file", "The file with the token agents must show.", role: .aggregator),
            OptionDefinition(
                "log.level", "log.level", "The least level that is logged.", standard: ["info"], role: nil),
            OptionDefinition("log.format", "log.format", "logfmt or json.", standard: ["logfmt"], role: nil),
        ]
        for role in Role.allCases { all += web(of: role) }
        return all
    }()

    private static func web(of role: Role) -> [OptionDefinition] {
        let prefix = "\(role.rawValue).web"
        let address = role == .agent ? "127.0.0.1:10317" : "127.0.0.1:10318"
        return [
            OptionDefinition(
                "\(prefix).listenAddress", "web.listen-address", "The addresses to listen on.", shape: .many,
                standard: [address], role: role),
            OptionDefinition(
                "\(prefix).configFile", "web.config.file", "TLS and basic auth, as Prometheus writes them.", role: role),
            OptionDefinition(
                "\(prefix).telemetryPath", "web.telemetry-path", "The path of the metrics.", standard: ["/metrics"],
                role: role),
            OptionDefinition(
                "\(prefix).enableLifecycle", "web.enable-lifecycle", "Whether /-/reload may be asked.",
                standard: ["false"], role: role),
            OptionDefinition(
                "\(prefix).externalUrl", "web.external-url", "The address people reach the server at.", role: role),
            OptionDefinition(
                "\(prefix).maxRequests", "web.max-requests", "Scrapes that may run at the same time.", standard: ["40"],
                role: role),
        ]
    }

    /// The options of one process.
    public static func all(of role: Role) -> [OptionDefinition] { all.filter { $0.role == nil || $0.role == role } }
}
