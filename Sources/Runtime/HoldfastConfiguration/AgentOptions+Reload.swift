extension AgentOptions {
    /// The keys whose values differ and are in use since the start: what is listened on, sent to or opened.
    package func changesThatNeedRestart(to other: AgentOptions) -> [String] {
        let pairs = [
            ("aws.profile", access.profile == other.access.profile),
            ("aws.regions", access.regions == other.access.regions),
            ("sweep.interval", sweep.interval == other.sweep.interval),
            ("stateDirectory", stateDirectory == other.stateDirectory),
            ("agent.web", web == other.web),
            ("agent.push", push == other.push),
            ("log", log == other.log),
        ]
        return pairs.filter { !$0.1 }.map(\.0)
    }
}
