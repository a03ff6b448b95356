import Foundation
import HoldfastConfiguration
import HoldfastYAML
import Testing

@Suite("Example configuration")
struct ExampleFilesTests {
    @Test("the example configuration in deploy is right for both processes, and names the policy beside it")
    func example() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        let file = root.appending(path: "deploy/examples/holdfast.yaml").path
        let input = ConfigurationInput(flags: ["config.file": [file]])
        let agent = Configuration.agent(input)
        #expect(agent.diagnostics.map(\.description) == [])
        #expect(Configuration.aggregator(input).diagnostics.isEmpty)
        let policy = try #require(agent.options?.policyFile)
        #expect(FileManager.default.fileExists(atPath: policy))
        #expect(agent.options?.access.role?.externalID?.revealed == "holdfast-demo")
    }
}
