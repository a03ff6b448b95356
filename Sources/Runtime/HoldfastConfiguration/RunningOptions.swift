/// Options as a process that runs already can take them over.
public struct RunningOptions<Options: Sendable>: Sendable {
    /// The new options, with the old values where only a restart can change them.
    public let options: Options
    /// The paths of the options that differ and were kept, in the order of the reference.
    public let kept: [String]
}

extension AgentOptions {
    /// These options for an agent that runs: the listener, the state and the form of the log stay as they are.
    public func takenOver(by running: AgentOptions) -> RunningOptions<AgentOptions> {
        let kept =
            differing([("stateDirectory", stateDirectory != running.stateDirectory)])
            + web.paths(of: .agent, differingFrom: running.web)
            + differing([("log.format", log.format != running.log.format)])
        let options = AgentOptions(
            policyFile: policyFile, stateDirectory: running.stateDirectory, access: access, scope: scope, sweep: sweep,
            web: running.web, push: push, log: LogOptions(level: log.level, format: running.log.format))
        return RunningOptions(options: options, kept: kept)
    }
}

extension AggregatorOptions {
    /// These options for an aggregator that runs: all but the token file stay as they are.
    public func takenOver(by running: AggregatorOptions) -> RunningOptions<AggregatorOptions> {
        let kept =
            differing([("stateDirectory", stateDirectory != running.stateDirectory)])
            + web.paths(of: .aggregator, differingFrom: running.web)
            + differing([
                ("log.level", log.level != running.log.level), ("log.format", log.format != running.log.format),
            ])
        let options = AggregatorOptions(
            stateDirectory: running.stateDirectory, tokenFile: tokenFile, web: running.web, log: running.log)
        return RunningOptions(options: options, kept: kept)
    }
}

extension WebOptions {
    /// The paths of the options that are not as in others.
    fileprivate func paths(of role: OptionDefinition.Role, differingFrom other: WebOptions) -> [String] {
        let prefix = "\(role.rawValue).web"
        return differing([
            ("\(prefix).listenAddress", listenAddresses != other.listenAddresses),
            ("\(prefix).configFile", configFile != other.configFile),
            ("\(prefix).telemetryPath", telemetryPath != other.telemetryPath),
            ("\(prefix).enableLifecycle", enablesLifecycle != other.enablesLifecycle),
            ("\(prefix).externalUrl", externalURL != other.externalURL),
            ("\(prefix).maxRequests", maximumRequests != other.maximumRequests),
        ])
    }
}

private func differing(_ paths: [(path: String, differs: Bool)]) -> [String] {
    paths.filter(\.differs).map(\.path)
}
