internal import HoldfastConfiguration
internal import HoldfastExporter
internal import Logging
internal import Synchronization

/// What the agent works by now; a reload puts another in its place, and the next pass goes by it.
final class LiveComposition: Sendable {
    /// Whether the last reload worked.
    let status: ConfigurationStatus
    private let state: Mutex<Composition>
    private let flags: [String: [String]]

    /// Begins with what the flags, the environment and the files said at the start.
    init(_ composition: Composition, flags: [String: [String]]) {
        state = Mutex(composition)
        status = ConfigurationStatus(loadedAt: composition.now())
        self.flags = flags
    }

    /// What to work by.
    var current: Composition { state.withLock { $0 } }

    /// Reads the files anew.
    ///
    /// Where anything in them is wrong, or cannot change without a restart, nothing changes.
    ///
    /// - Returns: Why nothing changed; nothing when what was read is in use.
    func reload() -> String? {
        let before = current
        var told = ""
        do {
            let options = try Surroundings.agentOptions(flags, noColor: true) { told += $0 }
            let policy = try Surroundings.policy(file: options.policyFile, noColor: true) { told += $0 }
            let fixed = before.options.changesThatNeedRestart(to: options)
            guard fixed.isEmpty else {
                return refused(before, "only a restart changes \(fixed.joined(separator: ", "))")
            }
            state.withLock { $0 = $0.replacing(options: options, policy: policy) }
            status.loaded(at: before.now())
            before.logger.notice("configuration loaded", metadata: ["policy.hash": "\(policy.hash)"])
            return nil
        } catch {
            return refused(before, told)
        }
    }

    private func refused(_ composition: Composition, _ reason: String) -> String {
        status.failed()
        composition.logger.error("configuration not loaded", metadata: ["error": "\(reason)"])
        return reason
    }
}
