internal import Foundation
internal import Testing

extension ForeignPrograms {
    /// What a newcomer sees first.
    @Suite("The demo")
    struct DemoTests {
        @Test("a small demo comes out as its written expectation, table and all")
        func once() async throws {
            let outcome = try await Peer.run(
                ["../../../deploy/demo/demo.py", Peer.holdfast, "--once", "--accounts", "6", "--resources", "120"],
                environment: [:])
            #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
            #expect(outcome.output.contains("after the first run"))
            #expect(outcome.output.contains("7 accounts"))
        }
    }
}
