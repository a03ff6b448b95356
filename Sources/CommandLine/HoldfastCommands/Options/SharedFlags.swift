internal import ArgumentParser
internal import HoldfastConfiguration

/// The flags of everything that speaks of its work.
struct LogFlags: ParsableArguments {
    @Option(name: .customLong("config.file"), help: "How Holdfast runs: a holdfast.yaml.")
    var configFile: String?

    @Option(name: .customLong("log.level"), help: "The least level that is logged, trace to critical.")
    var logLevel: String?

    @Option(name: .customLong("log.format"), help: "logfmt or json.")
    var logFormat: String?

    @Option(name: .customLong("state.directory"), help: "Where journals and reports are kept.")
    var stateDirectory: String?

    @Flag(help: "No colours; so does a set NO_COLOR.")
    var noColor = false

    /// The flags given, by the names options have.
    var given: [String: [String]] {
        [
            "config.file": one(configFile), "log.level": one(logLevel), "log.format": one(logFormat),
            "state.directory": one(stateDirectory),
        ].compactMapValues { $0 }
    }
}

/// The flags of every verb that talks to AWS.
struct AWSFlags: ParsableArguments {
    @OptionGroup var log: LogFlags

    @Option(name: .customLong("policy.file"), help: "What must be protected: a policy.yaml.")
    var policyFile: String?

    @Option(help: "The profile of the AWS configuration to take credentials and Region from.")
    var profile: String?

    @Option(help: "A Region to work in; repeat it or separate with commas.")
    var region: [String] = []

    @Option(
        help: ArgumentHelp(
            "The role to assume in each account, such as arn:{partition}:iam::{account}:role/HoldfastMember.",
            valueName: "arn"))
    var assumeRole: String?

    @Option(help: "The external id the role's trust policy asks for.")
    var externalId: String?

    @Option(help: "The name of the sessions, which CloudTrail shows.")
    var roleSessionName: String?

    @Option(
        help: ArgumentHelp(
            "Calls a second to a service or operation, such as backup=10 or backup:ListTags=5/10.",
            valueName: "target=rate"))
    var rate: [String] = []

    @Option(help: "An account to work in, by digits or name; repeat it or separate with commas.")
    var account: [String] = []

    @Option(help: "An account to leave out.")
    var notAccount: [String] = []

    @Option(help: "An organizational unit to work in, by id or path such as Workloads/Prod.")
    var ou: [String] = []

    @Option(help: "An organizational unit to leave out.")
    var notOu: [String] = []

    @Option(help: "A tag, key=value or key, of which an account must have one.")
    var tag: [String] = []

    @Option(help: "A tag of which an account may have none.")
    var notTag: [String] = []

    @Option(name: .customLong("sweep.concurrency"), help: "Accounts × Regions read at the same time.")
    var concurrency: String?

    @Option(help: "Progress on stderr: auto, tty, json or none.")
    var progress: ProgressMode = .auto

    /// The flags given, by the names options have.
    var given: [String: [String]] {
        let own: [String: [String]?] = [
            "policy.file": one(policyFile), "profile": one(profile), "region": many(region),
            "assume-role": one(assumeRole), "external-id": one(externalId), "role-session-name": one(roleSessionName),
            "rate": many(rate),
            "account": many(account), "not-account": many(notAccount), "ou": many(ou), "not-ou": many(notOu),
            "tag": many(tag), "not-tag": many(notTag), "sweep.concurrency": one(concurrency),
        ]
        return log.given.merging(own.compactMapValues { $0 }) { $1 }
    }
}

/// The flags of every server.
struct WebFlags: ParsableArguments {
    @Option(name: .customLong("web.listen-address"), help: "An address to listen on, such as 127.0.0.1:10317.")
    var listenAddress: [String] = []

    @Option(name: .customLong("web.config.file"), help: "TLS and basic auth, as Prometheus' exporters have it.")
    var configFile: String?

    @Option(name: .customLong("web.telemetry-path"), help: "The path of the metrics.")
    var telemetryPath: String?

    @Flag(name: .customLong("web.enable-lifecycle"), help: "Let /-/reload be asked.")
    var enableLifecycle = false

    @Option(name: .customLong("web.external-url"), help: "The address people reach the server at.")
    var externalURL: String?

    @Option(name: .customLong("web.max-requests"), help: "Scrapes that may run at the same time.")
    var maxRequests: String?

    /// The flags given, by the names options have.
    var given: [String: [String]] {
        let own: [String: [String]?] = [
            "web.listen-address": many(listenAddress), "web.config.file": one(configFile),
            "web.telemetry-path": one(telemetryPath), "web.enable-lifecycle": enableLifecycle ? ["true"] : nil,
            "web.external-url": one(externalURL), "web.max-requests": one(maxRequests),
        ]
        return own.compactMapValues { $0 }
    }
}

/// How progress is shown.
enum ProgressMode: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// A live line on a terminal, status lines in JSON otherwise.
    case auto
    /// A live line.
    case tty
    /// One JSON object a line.
    case json
    /// Not at all.
    case none
}

private func one(_ value: String?) -> [String]? { value.map { [$0] } }

/// Values that may be repeated and may hold commas.
private func many(_ values: [String]) -> [String]? {
    var all: [String] = []
    for value in values {
        all += value.split(separator: ",").map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
    }
    return all.isEmpty ? nil : all
}
