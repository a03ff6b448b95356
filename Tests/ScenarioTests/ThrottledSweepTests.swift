import AWSCore
import AWSSimulator
import HoldfastHTTP
import HoldfastReport
import Synchronization
import TestSupport
import Testing

/// Sweeps of an organization that holds its callers to rates: those AWS publishes, or others nobody told us.
@Suite("Sweep of an organization that throttles")
struct ThrottledSweepTests {
    @Test("known rates are never reached, unknown ones are found out, and nothing is lost either way")
    func throttled() async throws {
        for knowsRates in [true, false] {
            let throttle = knowsRates ? ThrottlePolicy.published : .uniform(RequestRate(5, burst: 2))
            let time = VirtualTime()
            let world = try Scenario(throttle: throttle, time: time, knowsRates: knowsRates)
            let pass = try await time.run { try await world.sweep() }
            let throttles = try world.throttles()
            let (admitted, refused) = throttles.values.reduce((0, 0)) { ($0.0 + $1.admitted, $0.1 + $1.refused) }
            print(
                "sweep of an organization throttled at \(throttle), known to us: \(knowsRates): "
                    + "\(admitted) requests, \(refused) refused, \(time.uptime())")
            let inScope = pass.reports.filter { $0.coverage.status.isInScope && $0.coverage.status != .denied }
            #expect(inScope.count > 4)
            let gaps = inScope.flatMap(\.coverage.gaps)
            #expect(inScope.allSatisfy { $0.coverage.status == .complete }, "\(gaps.prefix(3))")
            for (key, count) in try world.ledger() {
                guard let report = inScope.first(where: { $0.key == key }) else { continue }
                #expect(report.resources.count == count)
            }
            #expect((refused == 0) == knowsRates, "\(throttles.filter { $0.value.refused > 0 })")
        }
    }
}
