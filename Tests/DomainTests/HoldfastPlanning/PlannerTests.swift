import HoldfastEvaluation
import HoldfastModel
import HoldfastPlanning
import HoldfastPolicy
import TestSupport
import Testing

@Suite("Plans bring accounts to policy and no further")
struct PlannerTests {
    static func plan(_ snapshots: [RegionSnapshot], _ policy: ProtectionPolicy = World.policy()) -> AccountChangePlan {
        let evaluator = Evaluator(policy: policy)
        let regions = snapshots.map {
            Planner.Region(snapshot: $0, evaluation: evaluator.evaluate($0, now: World.now))
        }
        return Planner(policy: policy).plan(account: World.account, regions: regions)
    }

    /// An account with one untagged volume and nothing of Holdfast.
    static func bare(
        _ resources: [Resource] = [World.volume()], optIn: [String: Bool]? = World.allOptedIn, gaps: [ReadGap] = []
    ) -> RegionSnapshot {
        World.snapshot(resources: resources, plans: [], points: [], vaults: [], optIn: optIn, gaps: gaps)
    }

    /// Makes a change, which its dependencies and preconditions must let happen.
    static func make(_ change: Change, _ applied: inout AppliedChanges, _ words: String = "") {
        let isMade = applied.apply(change)
        #expect(isMade, "\(words)\(change.action) \(change.target)")
    }

    static func actions(_ plan: AccountChangePlan) -> [ChangeAction] { plan.changes.map(\.action) }
    static func codes(_ plan: AccountChangePlan) -> Set<String> { Set(plan.refusals.map(\.code)) }

    @Test("A bare account gets vault, opt-in, plan, selection and tag, in that order, each waiting for the one before")
    func bareAccount() throws {
        let plan = Self.plan([Self.bare(optIn: ["EBS": false, "S3": false])])
        #expect(
            Self.actions(plan) == [.createVault, .updateRegionSettings, .createPlan, .createSelection, .tagResource])
        #expect(plan.refusals == [])
        let ids = plan.changes.map(\.id)
        try #require(ids.count == 5)
        #expect(plan.changes.map(\.dependsOn) == [[], [], [ids[0]], [ids[1], ids[2]].sorted(), [ids[3]]])
        #expect(plan.changes.allSatisfy { $0.isEnforced })
        guard case .createSelection(_, nil, let selection) = plan.changes[3].payload else {
            Issue.record("no selection")
            return
        }
        #expect(selection.resources == ["*"] && selection.listOfTags.isEmpty && selection.name == "gold")
        #expect(selection.conditions.stringEquals == [.init(key: "aws:ResourceTag/holdfast:tier", value: "gold")])
        #expect(plan.changes[1].payload == .updateRegionSettings(optIn: ["EBS": true]))
        #expect(plan.changes[4].before == .object(["Tags": .object(["holdfast:tier": .null])]))
        let untagged = Evaluator(policy: World.policy()).evaluate(Self.bare(), now: World.now).findings
            .filter { $0.controlID == "HF-COV-04" || $0.controlID == "HF-COV-01" }.map(\.id)
        #expect(plan.changes[4].reasons == untagged.sorted())
    }

    @Test("The vaults copies go to are made first, in their own Region")
    func copies() throws {
        let tier = World.tier(copies: [CopyTarget(region: World.copyRegion, vaultName: "copies")])
        let policy = World.policy(tiers: [tier])
        var snapshot = Self.bare()
        #expect(Self.codes(Self.plan([snapshot], policy)) == ["fact-unknown"])
        #expect(!Self.actions(Self.plan([snapshot], policy)).contains(.createPlan))
        snapshot.copyDestinationVaults = [World.copyRegion: []]
        let plan = Self.plan([snapshot], policy)
        #expect(plan.changes.first?.region == World.copyRegion && plan.changes.first?.target == "copies")
        #expect(Self.actions(plan).prefix(2) == [.createVault, .createVault])
        guard
            case .createPlan(let specification) = try #require(plan.changes.first { $0.action == .createPlan }).payload
        else { return }
        #expect(
            specification.rules[0].copyActions[0].destinationVaultARN == World.vault("copies", in: World.copyRegion).arn
        )
    }

    @Test("Copies into other accounts are refused by name and left out of the plan")
    func foreignCopies() throws {
        let other = try #require(AccountID(rawValue: "999988887777"))
        let tier = World.tier(copies: [CopyTarget(region: World.copyRegion, account: other, vaultName: "safe")])
        let plan = Self.plan([Self.bare()], World.policy(tiers: [tier]))
        #expect(Self.codes(plan) == ["copy-links-missing"])
        guard
            case .createPlan(let specification) = try #require(plan.changes.first { $0.action == .createPlan }).payload
        else { return }
        #expect(specification.rules[0].copyActions.isEmpty)
    }

    @Test("With tagging off ARNs are listed, sorted, 400 at a time, and nothing is tagged")
    func listedARNs() {
        let resources = (0..<901).map { World.volume("vol-\(10_000 - $0)") }
        let plan = Self.plan([Self.bare(resources)], World.policy(tagging: false))
        let selections = plan.changes.compactMap { change -> BackupSelection? in
            if case .createSelection(_, _, let selection) = change.payload { selection } else { nil }
        }
        #expect(selections.map(\.name) == ["gold-1", "gold-2", "gold-3"])
        #expect(selections.map(\.resources.count) == [400, 400, 101])
        let listed = selections.flatMap(\.resources)
        #expect(listed == listed.sorted() && Set(listed).count == 901)
        #expect(!Self.actions(plan).contains(.tagResource))
    }

    @Test("One more resource is one more list, and the lists that are there stay")
    func growingLists() {
        let policy = World.policy(tagging: false)
        var applied = AppliedChanges([Self.bare([World.volume("vol-1")])])
        for change in Self.plan(applied.snapshots, policy).changes { Self.make(change, &applied) }
        var grown = applied.snapshots[0]
        grown.resources.append(World.volume("vol-2"))
        let plan = Self.plan([grown], policy)
        #expect(plan.changes.map(\.target) == ["holdfast-gold/gold-2"])
    }

    @Test("Selections by tag and by ARN are never both made for one tier")
    func neverBoth() {
        for (first, second) in [(true, false), (false, true)] {
            var applied = AppliedChanges([Self.bare()])
            for change in Self.plan(applied.snapshots, World.policy(tagging: first)).changes {
                Self.make(change, &applied)
            }
            let plan = Self.plan(applied.snapshots, World.policy(tagging: second))
            #expect(!Self.actions(plan).contains(.createSelection))
            #expect(Self.codes(plan).contains("selection-conflict"))
        }
    }

    @Test("A role that is missing or unknown blocks selections, and nothing before them")
    func roles() {
        var snapshot = Self.bare()
        for (fact, code) in [
            (BackupRoleFact(arn: World.role, exists: false), "backup-role-missing"), (nil, "fact-unknown"),
            (BackupRoleFact(arn: "arn:aws:iam::111122223333:role/other", exists: true), "fact-unknown"),
        ] as [(BackupRoleFact?, String)] {
            snapshot.backupRole = fact
            let plan = Self.plan([snapshot])
            #expect(Self.actions(plan) == [.createVault, .createPlan, .tagResource])
            #expect(Self.codes(plan) == [code])
        }
    }

    @Test("A resource keeps its old tier's tag until the new tier can take it in")
    func movingBetweenTiers() {
        let policy = World.policy(tiers: [World.tier("gold"), World.tier("silver")])
        var snapshot = Self.bare([World.volume(tags: ["holdfast:tier": "silver"])])
        let plan = Self.plan([snapshot], policy)
        let selection = plan.changes.first { $0.action == .createSelection }
        let tag = plan.changes.first { $0.action == .tagResource }
        #expect(tag?.dependsOn == [selection?.id].compactMap(\.self))
        #expect(tag?.before == .object(["Tags": .object(["holdfast:tier": .string("silver")])]))
        snapshot.backupRole = BackupRoleFact(arn: World.role, exists: false)
        let blocked = Self.plan([snapshot], policy)
        #expect(!Self.actions(blocked).contains(.tagResource))
        #expect(Self.codes(blocked) == ["backup-role-missing", "would-unprotect"])
    }

    static let blocking: [(ReadGap, [ChangeAction])] = [
        (World.gap(.session), []), (World.gap(.vaults), [.tagResource]),
        (World.gap(.plans), [.createVault, .tagResource]),
        (World.gap(.plans, .plan("x")), [.createVault, .tagResource]),
        (World.gap(.tags), [.createVault, .createPlan, .createSelection]),
        (World.gap(.regionSettings), [.createVault, .createPlan, .createSelection, .tagResource]),
        (World.gap(.vaults, .vault("other")), [.createVault, .createPlan, .createSelection, .tagResource]),
    ]

    @Test("An unknown fact blocks what depends on it, with a reason, and nothing else", arguments: blocking.indices)
    func unknownFacts(_ index: Int) {
        let (gap, left) = Self.blocking[index]
        let plan = Self.plan([Self.bare(gaps: [gap])])
        #expect(Self.actions(plan) == left, "\(gap.fact) \(gap.scope)")
        if gap.scope != .vault("other") { #expect(Self.codes(plan).contains("fact-unknown")) }
    }

    @Test("A drifted plan is repaired, its advanced settings kept; the same in other words is left alone")
    func drift() throws {
        var applied = AppliedChanges([Self.bare()])
        for change in Self.plan(applied.snapshots).changes { Self.make(change, &applied) }
        var drifted = applied.snapshots[0]
        let sound = drifted.plans[0]
        let rules = try #require(sound.rules)
        let vss = AdvancedBackupSetting(resourceType: "EC2", options: ["WindowsVSS": "enabled"])
        drifted.plans = [
            BackupPlan(
                id: sound.id, arn: sound.arn, name: sound.name, versionID: "v1",
                rules: rules + [World.rule("stray")], selections: sound.selections, advancedSettings: [vss])
        ]
        let plan = Self.plan([drifted])
        #expect(Self.actions(plan) == [.updatePlan])
        guard case .updatePlan(_, let specification) = plan.changes[0].payload else { return }
        #expect(specification.advancedSettings == [vss] && specification.rules.map(\.name) == ["gold"])
        #expect(plan.changes[0].preconditions.contains(.planVersion(id: sound.id, versionID: "v1")))
    }

    @Test("Observing marks every change as not to be made, action by action")
    func observing() {
        let observed = Self.plan([Self.bare()], World.policy(enforcement: EnforcementPolicy()))
        #expect(!observed.changes.isEmpty && observed.changes.allSatisfy { !$0.isEnforced })
        let some = EnforcementPolicy(mode: .observe, actions: ["create-vault": .enforce])
        let mixed = Self.plan([Self.bare()], World.policy(enforcement: some))
        #expect(mixed.changes.filter(\.isEnforced).map(\.action) == [.createVault])
    }

    @Test("What exceeds a guardrail is refused one by one, and nothing waits for what was refused")
    func guardrails() {
        let resources = (0..<5).map { World.volume("vol-\($0)") }
        for limit in 0...9 {
            let enforcement = EnforcementPolicy(mode: .enforce, maximumChangesPerAccount: limit)
            let plan = Self.plan([Self.bare(resources)], World.policy(enforcement: enforcement))
            #expect(plan.changes.count == min(limit, 8))
            #expect(plan.refusals.filter { $0.code == "guardrail-exceeded" }.count == 8 - min(limit, 8))
            let ids = Set(plan.changes.map(\.id))
            #expect(plan.changes.allSatisfy { ids.isSuperset(of: $0.dependsOn) })
        }
        let policy = World.policy(enforcement: EnforcementPolicy(mode: .enforce, maximumChangesPerRun: 10))
        let account = Self.plan([Self.bare(resources)], policy)
        let run = Planner(policy: policy).plan(accounts: [account, account], createdAt: World.now, policyHash: "h")
        #expect(run.changes.count == 10 && run.refusals.count == 6)
    }

    @Test("Applying a plan leaves nothing to plan", arguments: 0..<60)
    func planningAfterApplying(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let policy = Self.randomPolicy(&generator)
        var applied = AppliedChanges(Self.randomAccount(&generator))
        let before = applied.snapshots
        let plan = Self.plan(applied.snapshots, policy)
        #expect(Self.plan(applied.snapshots, policy) == plan, "seed \(seed): not stable")
        for change in plan.changes { Self.make(change, &applied, "seed \(seed): \(change.action) \(change.target)") }
        let after = Self.plan(applied.snapshots, policy)
        #expect(after.changes == [], "seed \(seed): \(after.changes.map { "\($0.action) \($0.target)" })")
        for (old, new) in zip(before, applied.snapshots) {
            #expect(old.plans.allSatisfy { plan in new.plans.contains { $0.id == plan.id } }, "seed \(seed)")
        }
        guard plan.refusals.isEmpty else { return }
        let evaluator = Evaluator(policy: policy)
        for snapshot in applied.snapshots {
            let findings = evaluator.evaluate(snapshot, now: World.now).findings
            let open = findings.filter {
                ["HF-PLN-01", "HF-COV-01", "HF-COV-04", "HF-SEL-01", "HF-SET-01"].contains($0.controlID)
                    && $0.verdict == .nonCompliant && $0.tier != nil
            }
            #expect(open.isEmpty, "seed \(seed): \(open.map { "\($0.controlID): \($0.message)" })")
        }
    }

    private static func randomPolicy(_ generator: inout SeededGenerator) -> ProtectionPolicy {
        let tiers = ["gold", "silver", "bronze"].map { name in
            let copies = [CopyTarget(region: World.copyRegion, vaultName: generator.pick(["holdfast", "copies"]))]
            return World.tier(
                name, rpo: .hours(generator.int(1...200)), retention: generator.int(1...400),
                copies: generator.int(0...2) == 0 ? copies : [],
                vault: VaultRequirement(name: generator.pick(["holdfast", "vault-\(name)"])))
        }
        let assignments = tiers.map { tier in
            Assignment(
                name: tier.name, selector: Selector(tags: [.init(key: "want", values: [tier.name])]),
                outcome: .tier(tier.name))
        }
        return World.policy(tiers: tiers, assignments: assignments, tagging: generator.int(0...1) == 0)
    }

    private static func randomAccount(_ generator: inout SeededGenerator) -> [RegionSnapshot] {
        [World.region, World.copyRegion].map { region in
            var snapshot = RegionSnapshot(account: World.account, region: region, takenAt: World.now)
            snapshot.resources = (0..<generator.int(0...8)).map { number in
                var tags = ["want": generator.pick(["gold", "silver", "bronze", "none"])]
                if tags["want"] != "none", generator.int(0...2) == 0 {
                    tags["holdfast:tier"] = generator.pick(["gold", "silver", "other"])
                }
                return Resource(
                    arn: World.arn("arn:aws:ec2:\(region):111122223333:volume/vol-\(number)"), type: .ebs,
                    accountID: World.account.id, region: region, tags: tags)
            }
            snapshot.vaults = generator.int(0...1) == 0 ? [World.vault(in: region)] : []
            snapshot.regionSettings = BackupRegionSettings(optIn: ["EBS": generator.int(0...1) == 0])
            snapshot.backupRole = BackupRoleFact(arn: World.role, exists: generator.int(0...5) > 0)
            let drifted = World.plan("holdfast-gold", selections: generator.int(0...1) == 0 ? [] : [World.everything])
            snapshot.plans = generator.int(0...2) == 0 ? [drifted] : []
            return snapshot
        }
    }
}
