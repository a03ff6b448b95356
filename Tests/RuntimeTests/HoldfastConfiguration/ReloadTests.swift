import HoldfastConfiguration
import Testing

@Suite("A reload of options")
struct ReloadTests {
    private func agent(_ flags: [String: [String]]) throws -> AgentOptions {
        try #require(Configuration.agent(ConfigurationInput(flags: flags)).options)
    }

    private func aggregator(_ flags: [String: [String]]) throws -> AggregatorOptions {
        try #require(Configuration.aggregator(ConfigurationInput(flags: flags)).options)
    }

    @Test(
        "An agent names what only a restart changes, keeps it, and takes all else over",
        arguments: [
            ([:], []),
            (["region": ["eu-central-1"], "sweep.interval": ["2h"]], []),
            (["policy.file": ["other.yaml"], "sweep.concurrency": ["3"], "log.level": ["debug"]], []),
            (["aggregator.url": ["http://127.0.0.1:2"], "not-account": ["x"]], []),
            (
                ["web.telemetry-path": ["/m"], "web.listen-address": ["127.0.0.1:1"]],
                ["agent.web.listenAddress", "agent.web.telemetryPath"]
            ),
            (
                ["web.enable-lifecycle": ["true"], "web.max-requests": ["2"]],
                ["agent.web.enableLifecycle", "agent.web.maxRequests"]
            ),
            (["state.directory": ["elsewhere"], "log.format": ["json"]], ["stateDirectory", "log.format"]),
        ] as [([String: [String]], [String])])
    func agentTakesOver(flags: [String: [String]], expected: [String]) throws {
        let running = try agent(["region": ["us-east-1"]])
        let asked = try agent(["region": ["us-east-1"]].merging(flags) { $1 })
        let taken = asked.takenOver(by: running)
        #expect(taken.kept == expected)
        #expect(taken.options.web == running.web && taken.options.stateDirectory == running.stateDirectory)
        #expect(taken.options.access == asked.access && taken.options.scope == asked.scope)
        #expect(taken.options.sweep == asked.sweep && taken.options.push == asked.push)
        #expect(taken.options.policyFile == asked.policyFile && taken.options.log.level == asked.log.level)
        #expect(taken.options.log.format == running.log.format)
        #expect(expected.isEmpty == (taken.options == asked))
    }

    @Test("An aggregator takes another token file over and keeps the rest")
    func aggregatorTakesOver() throws {
        let running = try aggregator(["token-file": ["one"]])
        let asked = try aggregator([
            "token-file": ["two"], "web.listen-address": ["127.0.0.1:1"], "log.level": ["debug"],
        ])
        let taken = asked.takenOver(by: running)
        #expect(taken.options.tokenFile == asked.tokenFile)
        #expect(taken.options.web == running.web && taken.options.log == running.log)
        #expect(taken.kept == ["aggregator.web.listenAddress", "log.level"])
    }
}
