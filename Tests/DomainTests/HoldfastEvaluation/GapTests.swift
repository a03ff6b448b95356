import HoldfastEvaluation
import HoldfastModel
import HoldfastPolicy
import Testing

@Suite("What was not read is never green")
struct GapTests {
    static let volume = World.volume(tags: ["holdfast:tier": "gold"])
    static let scopes: [ReadGap.Scope] = [
        .everything, .resourceType(.ebs), .resource(volume.arn), .vault("holdfast"), .vault("other"),
        .plan("id-team-plan"), .plan("other"), .configRule("ebs"), .region(World.copyRegion),
    ]

    static let policy = World.policy(
        tiers: [
            World.tier(
                copies: [CopyTarget(region: World.copyRegion, vaultName: "holdfast")],
                vault: VaultRequirement(
                    name: "holdfast", requiresCustomerManagedKey: true, lock: VaultLockRequirement(mode: .governance)))
        ],
        assignments: [
            Assignment(
                name: "flagged", selector: Selector(configRules: ["ebs"], resourceTypes: [.ebs]),
                outcome: .tier("gold")),
            Assignment(name: "left out", selector: Selector(tags: [.init(key: "off", values: [])]), outcome: .ignored),
            Assignment(name: "all", selector: Selector(), outcome: .tier("gold")),
        ])

    /// Worlds in which much is wrong, and one in which all is right.
    static var worlds: [RegionSnapshot] {
        let flag = ConfigFlag(configType: "AWS::EC2::Volume", resourceID: "vol-1", evaluatedAt: nil)
        let rule = ConfigRule(name: "ebs", sourceIdentifier: nil, flags: [flag])
        let bad = World.plan(
            rules: [World.rule(vault: "gone", days: 3)], selections: [BackupSelection(name: "e", roleARN: World.role)])
        return [
            World.snapshot(vaults: [World.vault(isLocked: true)], rules: [rule]),
            World.snapshot(
                plans: [bad], vaults: [World.vault("other", state: "FAILED", key: .awsOwned)], rules: [rule]),
            World.snapshot(plans: [], points: [], vaults: [], optIn: ["EBS": false], rules: [rule]),
            World.snapshot(
                resources: [World.volume(), World.volume("vol-2", tags: ["off": "1"])],
                points: [World.point(of: volume, at: "2026-10-01T00:00:00Z", days: nil, isEncrypted: false)]),
        ]
    }

    @Test("No gap turns anything compliant or protected", arguments: FactKind.allCases)
    func nothingTurnsGreen(_ fact: FactKind) {
        let evaluator = Evaluator(policy: Self.policy)
        var turned: [String] = []
        for world in Self.worlds {
            let full = evaluator.evaluate(world, now: World.now)
            let green = Set(full.findings.filter { $0.verdict == .compliant }.map(\.id))
            for scope in Self.scopes {
                var hidden = world
                hidden.gaps = [World.gap(fact, scope)]
                let partial = evaluator.evaluate(hidden, now: World.now)
                for finding in partial.findings where finding.verdict == .compliant && !green.contains(finding.id) {
                    turned.append("\(finding.controlID) \(scope): \(finding.message)")
                }
                for (old, new) in zip(full.resources, partial.resources)
                where new.status == .protected && old.status != .protected {
                    turned.append("\(new.resource.arn) \(scope)")
                }
            }
        }
        #expect(turned == [])
    }

    @Test(
        "A fact a control reads wholly missing leaves nothing of it green where it matters",
        arguments: FactKind.allCases)
    func wholeGaps(_ fact: FactKind) {
        let helpers: Set<FactKind> = [
            .tags, .regionSettings, .plans, .selections, .recoveryPoints, .vaults, .copyDestinations,
            .protectedResources,
        ]
        var world = Self.worlds[0]
        world.gaps = [World.gap(fact)]
        let findings = Evaluator(policy: Self.policy).evaluate(world, now: World.now).findings
        for control in ControlCatalog.all {
            let blocked = control.needs.contains { $0.fact == fact && $0.effect == .blocks }
            let own = findings.filter { $0.controlID == control.id }
            if fact == .session {
                #expect(own.map(\.verdict) == [.unknown])
            } else if blocked {
                #expect(own.allSatisfy { $0.verdict == .unknown }, "\(control.id)")
            } else if control.listedBy.contains(fact) {
                #expect(own.contains { $0.verdict == .unknown }, "\(control.id)")
            }
            // What helps may still decide by itself; everything else blocks.
            if control.needs.contains(where: { $0.effect != .blocks }) {
                #expect(control.needs.allSatisfy { $0.effect == .blocks || helpers.contains($0.fact) })
            }
        }
    }

    @Test("A Region that could not be entered has one unknown finding for each control asked, and unknown resources")
    func darkRegion() {
        var snapshot = RegionSnapshot(account: World.account, region: World.region, takenAt: World.now)
        snapshot.gaps = [World.gap(.session)]
        let evaluation = Evaluator(policy: World.policy()).evaluate(snapshot, now: World.now)
        // The policy names no Config rule and no copy, and leaves nothing out by its tags.
        #expect(evaluation.findings.count == ControlCatalog.all.count - 3)
        #expect(evaluation.findings.allSatisfy { $0.verdict == .unknown && $0.resourceType == "Account" })
        snapshot.resources = [Self.volume]
        let known = Evaluator(policy: World.policy()).evaluate(snapshot, now: World.now)
        #expect(known.resources.map(\.status) == [.unknown])
    }

    @Test("A gap elsewhere leaves other things as they are")
    func gapsElsewhere() {
        for gap in [
            World.gap(.tags, .resourceType(.s3)), World.gap(.inventory, .resourceType(.s3)),
            World.gap(.configFlags), World.gap(.copyDestinations, .region(World.copyRegion)),
        ] {
            let snapshot = World.snapshot(gaps: [gap])
            let evaluation = Evaluator(policy: World.policy()).evaluate(snapshot, now: World.now)
            #expect(evaluation.resources.map(\.status) == [.protected], "\(gap)")
        }
    }

    @Test("No waiver touches what is unknown, and one ends at its very second")
    func waivers() {
        let until = World.time("2026-11-23T12:00:00Z")
        let waiver = Waiver(
            id: "w", selector: Selector(resourceTypes: [.ebs]), controls: ["HF-COV-0*"], reason: "known", owner: "me",
            expiresAt: until)
        let policy = World.policy(waivers: [waiver])
        func verdict(_ snapshot: RegionSnapshot, at now: Instant) -> (Verdict?, ProtectionStatus?) {
            let evaluation = Evaluator(policy: policy).evaluate(snapshot, now: now)
            return (
                evaluation.findings.first { $0.controlID == "HF-COV-02" && $0.resourceType == "EBS" }?.verdict,
                evaluation.resources.first?.status
            )
        }
        let bare = World.snapshot(plans: [], points: [])
        let before = until.advanced(by: .milliseconds(-1))
        #expect(verdict(bare, at: before) == (.waived, .waived))
        #expect(verdict(bare, at: until) == (.nonCompliant, .unprotected))
        #expect(
            verdict(World.snapshot(points: [], gaps: [World.gap(.recoveryPoints)]), at: before) == (.unknown, .unknown))
        #expect(verdict(World.snapshot(), at: before) == (.compliant, .protected))
    }
}
