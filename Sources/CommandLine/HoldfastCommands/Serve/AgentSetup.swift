internal import HoldfastAgent
internal import HoldfastConfiguration
internal import HoldfastExporter

/// What the agent works with from one load of its configuration to the next.
struct AgentSetup: Sendable {
    /// Options, policy and everything they ask for.
    let composition: Composition
    /// Sends reports; nothing where there is no aggregator.
    let pusher: ReportPusher?

    /// Loads what the flags, the environment and the files they name say.
    ///
    /// - Throws: ``SetupError`` with everything that is wrong.
    init(flags: [String: [String]], noColor: Bool) throws {
        let options = try Surroundings.agentOptions(flags, noColor: noColor)
        _ = try ServedAddress.only(options.web)
        let policy = try Surroundings.policy(file: options.policyFile, noColor: noColor)
        composition = try Composition(options, policy: policy)
        pusher = try Self.pusher(composition)
    }

    /// Loads the same anew for an agent that runs with `running`.
    ///
    /// Clock and counters go on. Reports that still wait for an aggregator go to the new one only by the next sweep.
    ///
    /// - Throws: ``SetupError`` with everything that is wrong.
    static func reload(
        flags: [String: [String]], running: AgentSetup
    ) throws -> ReloadableConfiguration<AgentSetup>.Loaded {
        let asked = try Surroundings.agentOptions(flags, noColor: true)
        _ = try ServedAddress.only(asked.web)
        let policy = try Surroundings.policy(file: asked.policyFile, noColor: true)
        let taken = asked.takenOver(by: running.composition.options)
        let composition = try Composition(taken.options, policy: policy, continuing: running.composition)
        // Made and checked even when the old one stays: the token file may have gone.
        let pusher = try pusher(composition)
        let isSame = taken.options.push == running.composition.options.push
        return ReloadableConfiguration.Loaded(
            AgentSetup(composition: composition, pusher: isSame ? running.pusher : pusher), kept: taken.kept)
    }

    private init(composition: Composition, pusher: ReportPusher?) {
        self.composition = composition
        self.pusher = pusher
    }

    private static func pusher(_ composition: Composition) throws -> ReportPusher? {
        guard let push = composition.options.push else { return nil }
        guard let target = ReportPusher.Target(url: push.url) else {
            throw SetupError("'\(push.url)' is no http or https URL")
        }
        _ = try TokenFile.required(push.tokenFile)
        let path = push.tokenFile
        return ReportPusher(
            target: target, token: { path.flatMap { TokenFile.read($0) } }, transport: composition.transport,
            now: composition.now, logger: composition.logger)
    }
}
