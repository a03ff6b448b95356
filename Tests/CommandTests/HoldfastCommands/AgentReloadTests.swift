import Foundation
internal import HoldfastConfiguration
internal import HoldfastExporter
internal import HoldfastHTTP
internal import HoldfastPolicy
internal import HoldfastWeb
import Testing

@testable internal import HoldfastCommands

@Suite("An agent's configuration, loaded anew")
struct AgentReloadTests {
    private static let policy = """
        apiVersion: holdfast/v1
        kind: ProtectionPolicy
        backupRole: arn:{partition}:iam::{account}:role/HoldfastBackupRole
        tagging: {key: holdfast:tier, enabled: true}
        tiers:
          silver: {rpo: 24h, retention: 35d, vault: {name: holdfast}}
        assignments:
          - {name: everything, when: {}, tier: silver}

        """

    /// An agent that runs on files of its own folder.
    private final class Agent {
        let folder: URL
        let daemon: AgentDaemon
        let first: AgentSetup

        init() throws {
            folder = FileManager.default.temporaryDirectory.appending(path: "holdfast-reload-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let configuration = folder.appending(path: "holdfast.yaml")
            try AgentReloadTests.configuration().write(to: configuration, atomically: true, encoding: .utf8)
            try AgentReloadTests.policy.write(
                to: folder.appending(path: "policy.yaml"), atomically: true, encoding: .utf8)
            let flags = ["config.file": [configuration.path], "web.enable-lifecycle": ["true"]]
            first = try AgentSetup(flags: flags, noColor: true)
            daemon = AgentDaemon(first, flags: flags)
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func write(_ text: String, to file: String) throws {
            try text.write(to: folder.appending(path: file), atomically: true, encoding: .utf8)
        }

        func ask(_ method: String, _ path: String) async -> (status: Int, text: String) {
            let answer = await daemon.router().respond(to: HTTPRequest(method: method, authority: "x", path: path))
            return (answer.status, String(decoding: answer.body, as: UTF8.self))
        }

        func hasMetric(_ line: String) async -> Bool {
            await ask("GET", "/metrics").text.contains("\n\(line)\n")
        }
    }

    private static func configuration(interval: String = "1h", port: Int = 0) -> String {
        """
        apiVersion: holdfast/v1
        policyFile: policy.yaml
        aws: {regions: [us-east-1]}
        sweep: {interval: \(interval)}
        agent: {web: {listenAddress: "127.0.0.1:\(port)"}}
        log: {level: critical}

        """
    }

    @Test("A broken policy keeps the old one, answers 500 with the place, and a repaired one is taken")
    func policyReload() async throws {
        let agent = try Agent()
        #expect(await agent.hasMetric("holdfast_config_last_reload_successful 1"))
        let before = agent.daemon.current.composition.loaded
        try agent.write(Self.policy.replacing("tier: silver", with: "tier: silvr"), to: "policy.yaml")
        let failed = await agent.ask("POST", "/-/reload")
        #expect(failed.status == 500)
        #expect(failed.text.contains("policy.yaml:8:") && failed.text.contains("silvr"), "\(failed.text)")
        #expect(agent.daemon.current.composition.loaded.hash == before.hash)
        #expect(await agent.hasMetric("holdfast_config_last_reload_successful 0"))
        #expect(await agent.ask("GET", "/-/healthy").status == 200)

        try agent.write(Self.policy.replacing("24h", with: "12h"), to: "policy.yaml")
        let loaded = await agent.ask("POST", "/-/reload")
        #expect(loaded.status == 200 && loaded.text == "Configuration loaded.\n", "\(loaded.text)")
        let after = agent.daemon.current.composition.loaded
        #expect(after.hash != before.hash && after.policy != before.policy)
        #expect(await agent.hasMetric("holdfast_config_last_reload_successful 1"))
    }

    @Test("New options are taken, those of the listener are kept, named, and named again at the next load")
    func optionReload() async throws {
        let agent = try Agent()
        let address = agent.daemon.current.composition.options.web.listenAddresses
        try agent.write(Self.configuration(interval: "2h", port: 65_000), to: "holdfast.yaml")
        for _ in 0..<2 {
            let loaded = await agent.ask("PUT", "/-/reload")
            #expect(loaded.status == 200 && loaded.text.contains("agent.web.listenAddress"), "\(loaded.text)")
        }
        let now = agent.daemon.current.composition
        #expect(now.options.sweep.interval == .seconds(7_200))
        #expect(now.options.web.listenAddresses == address)
        #expect(now.counters === agent.first.composition.counters)
    }

    @Test("A configuration that is no YAML, and a policy that is gone, keep the old ones")
    func unreadable() async throws {
        let agent = try Agent()
        let before = agent.daemon.current.composition.loaded.hash
        try agent.write("sweep: [", to: "holdfast.yaml")
        #expect(await agent.ask("POST", "/-/reload").status == 500)
        try agent.write(Self.configuration(), to: "holdfast.yaml")
        try FileManager.default.removeItem(at: agent.folder.appending(path: "policy.yaml"))
        let failed = await agent.ask("POST", "/-/reload")
        #expect(failed.status == 500 && failed.text.contains("no such file"), "\(failed.text)")
        #expect(agent.daemon.current.composition.loaded.hash == before)
    }

    @Test("GET loads nothing and says how to ask")
    func get() async throws {
        let answer = await (try Agent()).ask("GET", "/-/reload")
        #expect(answer.status == 405 && answer.text.contains("use POST"))
    }
}
