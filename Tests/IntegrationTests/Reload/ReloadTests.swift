internal import Testing

/// The real servers, whose configuration changes while they run.
@Suite("Reloading servers", .enabled(if: Peer.isAskedFor, "set HOLDFAST_INTEGRATION=1 to run"))
struct ReloadTests {
    @Test("SIGHUP and POST take a good configuration, keep the old one at a bad one, and end nothing")
    func reloads() async throws {
        let outcome = try await Peer.run(["drive_reload.py", Peer.holdfast], environment: [:])
        #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
    }
}
