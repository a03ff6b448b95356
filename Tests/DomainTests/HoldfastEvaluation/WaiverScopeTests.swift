import HoldfastEvaluation
import HoldfastModel
import HoldfastPolicy
import Testing

@Suite("What waivers cover, and when")
struct WaiverScopeTests {
    static let scratch = WaiverScope.resources(Selector(arns: ["*vol-scratch*"]))
    static let tagged = WaiverScope.resources(Selector(tags: [.init(key: "stage", values: ["test"])]))
    static let production = WaiverScope.resources(Selector(organizationalUnits: ["Workloads/Prod"]))
    static let elsewhere = WaiverScope.resources(Selector(accounts: ["999999999999"]))

    static let test = World.volume("vol-1", tags: ["stage": "test"])
    static let other = World.volume("vol-2", tags: ["stage": "live"])
    static let unread = World.volume("vol-3", tags: nil)
    static let scratchVolume = World.volume("vol-scratch-1", tags: ["stage": "live"])

    static let cases: [(WaiverScope, Resource, Bool)] = [
        (.all([production, tagged]), test, true), (.all([production, tagged]), other, false),
        (.all([elsewhere, tagged]), test, false), (.any([elsewhere, tagged]), test, true),
        (.any([elsewhere, tagged]), other, false), (.any([scratch, tagged]), scratchVolume, true),
        (.not(tagged), other, true), (.not(tagged), test, false), (.not(elsewhere), test, true),
        (.all([production, .not(.any([scratch, tagged]))]), other, true),
        (.all([production, .not(.any([scratch, tagged]))]), scratchVolume, false),
        (.not(.not(tagged)), test, true), (.not(.not(tagged)), other, false),
        // Tags that nobody read cover nothing, whichever way they are asked for, unless the rest decides.
        (tagged, unread, false), (.not(tagged), unread, false), (.any([production, tagged]), unread, true),
        (.all([production, .not(elsewhere)]), unread, true),
    ]

    static func verdict(_ waiver: Waiver, _ resource: Resource, at now: Instant = World.now) -> Verdict? {
        let snapshot = World.snapshot(resources: [resource], plans: [], points: [])
        return Evaluator(policy: World.policy(waivers: [waiver])).evaluate(snapshot, now: now).findings.first {
            $0.controlID == "HF-COV-02" && $0.resourceARN == resource.arn.rawValue
        }?.verdict
    }

    @Test("A scope of several parts covers what all, any or none of them cover", arguments: cases.indices)
    func combinations(_ index: Int) {
        let (scope, resource, covers) = Self.cases[index]
        let waiver = Waiver(
            id: "w", scope: scope, controls: ["HF-COV-*"], reason: "r", owner: "o",
            expiresAt: World.now.advanced(by: .hours(1)))
        #expect(Self.verdict(waiver, resource) == (covers ? .waived : .nonCompliant))
    }

    @Test("A waiver ends at its very moment")
    func end() {
        let waiver = Waiver(
            id: "w", scope: Self.production, controls: ["HF-COV-*"], reason: "r", owner: "o", expiresAt: World.now)
        for (milliseconds, verdict) in [
            (-1_000, Verdict.waived), (-1, .waived), (0, .nonCompliant), (1, .nonCompliant),
        ] {
            let now = World.now.advanced(by: .milliseconds(milliseconds))
            #expect(Self.verdict(waiver, Self.other, at: now) == verdict, "\(milliseconds)")
            #expect(waiver.isInForce(at: now) == (verdict == .waived))
        }
    }

    @Test("Every selector of a scope is told, so that what it asks of can be read")
    func selectors() {
        let scope = WaiverScope.all([Self.production, .not(.any([Self.scratch, Self.tagged]))])
        #expect(scope.selectors.count == 3)
        #expect(scope.selectors.flatMap(\.arns) == ["*vol-scratch*"])
    }
}
