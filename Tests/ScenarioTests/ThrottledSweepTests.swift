import AWSCore
import AWSSimulator
import HoldfastHTTP
import HoldfastInventory
import HoldfastModel
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
    @Test("every account's role is assumed in the name of that account, so that accounts take turns in one quota")
    func assumptions() async throws {
        let assumed = Mutex<[(account: String?, body: String)]>([])
        let world = try Scenario { request in
            let body = String(decoding: request.body, as: UTF8.self)
            if body.contains("Action=AssumeRole") {
                assumed.withLock { $0.append((CallPurpose.current.account, body)) }
            }
            return false
        }
        let pass = try await world.sweep()
        let seen = assumed.withLock { $0 }
        #expect(seen.allSatisfy { $0.body.contains("iam%3A%3A\($0.account ?? "nobody")%3A") }, "\(seen)")
        // An account that lets nobody in may be tried in each Region.
        let entered = Set(pass.listing.swept.map(\.id.rawValue)).subtracting([pass.caller.rawValue])
        #expect(Set(seen.compactMap(\.account)) == entered && entered.count > 3)
    }
}
