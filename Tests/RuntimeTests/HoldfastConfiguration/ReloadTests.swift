import HoldfastConfiguration
import Testing

@Suite("A reload of the agent's options")
struct ReloadTests {
    private func options(_ flags: [String: [String]]) throws -> AgentOptions {
        try #require(Configuration.agent(ConfigurationInput(flags: flags)).options)
    }

    @Test(
        "what is in use since the start is named, and all else may change",
        arguments: [
            ([:], []),
            (["region": ["eu-central-1"]], ["aws.regions"]),
            (["sweep.interval": ["2h"], "web.listen-address": ["127.0.0.1:1"]], ["sweep.interval", "agent.web"]),
            (["state.directory": ["elsewhere"]], ["stateDirectory"]),
            (["aggregator.url": ["http://127.0.0.1:2"]], ["agent.push"]),
            (["policy.file": ["other.yaml"], "sweep.concurrency": ["3"]], []),
        ] as [([String: [String]], [String])])
    func restart(flags: [String: [String]], expected: [String]) throws {
        let before = try options(["region": ["us-east-1"]])
        let after = try options(["region": ["us-east-1"]].merging(flags) { $1 })
        #expect(before.changesThatNeedRestart(to: after) == expected)
        #expect(flags.isEmpty == (before == after))
    }
}
