import HoldfastEvaluation
import HoldfastModel
import HoldfastPolicy
import Testing

@Suite("Each control says each of its verdicts")
struct ControlTests {
    /// A world, and what one control says of one thing in it.
    struct Case: CustomTestStringConvertible, Sendable {
        let control: String
        let name: String
        var policy = World.policy()
        var snapshot = World.snapshot()
        var subject: String?
        let verdict: Verdict
        var testDescription: String { "\(control): \(name)" }

        /// What the control says in the world, of the subject where one is named.
        func findings(by evaluator: Evaluator) -> [Finding] {
            evaluator.evaluate(snapshot, now: World.now).findings.filter {
                $0.controlID == control && (subject == nil || $0.resourceARN == subject)
            }
        }
    }

    static let volume = World.volume(tags: ["holdfast:tier": "gold"])
    static let ignoring = World.policy(assignments: [Assignment(name: "off", selector: Selector(), outcome: .ignored)])
    static let unassigning = World.policy(assignments: [])
    static let nothing = World.plan(selections: [])
    static let byTag = BackupSelection(
        name: "gold", roleARN: World.role, resources: ["*"],
        conditions: SelectionConditions(stringEquals: [.init(key: "aws:ResourceTag/holdfast:tier", value: "gold")]))

    static func unread(_ resource: Resource = volume) -> Resource {
        World.resource(resource.arn.rawValue, resource.type, tags: nil)
    }

    static func declared(_ policy: ProtectionPolicy = World.policy(), selections: [BackupSelection] = [byTag])
        -> BackupPlan
    {
        let tier = policy.tiers[0]
        let wanted = TierPlan(tier, policy: policy, account: World.account.id, region: World.region)
        return World.plan(wanted.name, rules: wanted.rules, selections: selections)
    }

    static let coverage: [Case] = [
        .init(control: "HF-COV-01", name: "a plan selects it", verdict: .compliant),
        .init(
            control: "HF-COV-01", name: "no plan selects it", snapshot: World.snapshot(plans: [nothing]),
            verdict: .nonCompliant),
        .init(
            control: "HF-COV-01", name: "no plan at all", snapshot: World.snapshot(plans: []), verdict: .nonCompliant),
        .init(
            control: "HF-COV-01", name: "selections unread",
            snapshot: World.snapshot(plans: [World.plan(selections: nil)]), verdict: .unknown),
        .init(
            control: "HF-COV-01", name: "one unread plan beside one that selects",
            snapshot: World.snapshot(plans: [World.plan(), World.plan("b", selections: nil)]), verdict: .compliant),
        .init(control: "HF-COV-01", name: "no tier", policy: unassigning, verdict: .notApplicable),
        .init(control: "HF-COV-01", name: "left out", policy: ignoring, verdict: .notApplicable),
        .init(control: "HF-COV-02", name: "seven hours old", verdict: .compliant),
        .init(
            control: "HF-COV-02", name: "exactly as old as the RPO",
            snapshot: World.snapshot(points: [World.point(of: volume, at: "2026-11-22T10:00:00Z")]), verdict: .compliant
        ),
        .init(
            control: "HF-COV-02", name: "a millisecond older",
            snapshot: World.snapshot(points: [World.point(of: volume, at: "2026-11-22T09:59:59.999Z")]),
            verdict: .nonCompliant),
        .init(
            control: "HF-COV-02", name: "never backed up", snapshot: World.snapshot(points: []), verdict: .nonCompliant),
        .init(
            control: "HF-COV-02", name: "partial only",
            snapshot: World.snapshot(points: [World.point(of: volume, at: "2026-11-23T05:00:00Z", status: .partial)]),
            verdict: .nonCompliant),
        .init(
            control: "HF-COV-02", name: "expired only",
            snapshot: World.snapshot(points: [World.point(of: volume, at: "2026-11-23T05:00:00Z", status: .expired)]),
            verdict: .nonCompliant),
        .init(
            control: "HF-COV-02", name: "another vault unread, but this one is enough",
            snapshot: World.snapshot(gaps: [World.gap(.recoveryPoints, .vault("b"))]), verdict: .compliant),
        .init(
            control: "HF-COV-02", name: "another vault unread, and this one is not enough",
            snapshot: World.snapshot(points: [], gaps: [World.gap(.recoveryPoints, .vault("b"))]), verdict: .unknown),
        .init(control: "HF-COV-02", name: "no tier", policy: unassigning, verdict: .notApplicable),
        .init(control: "HF-COV-03", name: "backed up", verdict: .compliant),
        .init(
            control: "HF-COV-03", name: "selected for long, never backed up", snapshot: World.snapshot(points: []),
            verdict: .nonCompliant),
        .init(
            control: "HF-COV-03", name: "exactly 48 hours",
            snapshot: World.snapshot(plans: [World.plan(created: World.time("2026-11-21T12:00:00Z"))], points: []),
            verdict: .compliant),
        .init(
            control: "HF-COV-03", name: "a second more",
            snapshot: World.snapshot(plans: [World.plan(created: World.time("2026-11-21T11:59:59Z"))], points: []),
            verdict: .nonCompliant),
        .init(
            control: "HF-COV-03", name: "made yesterday",
            snapshot: World.snapshot(
                resources: [World.volume(tags: ["holdfast:tier": "gold"], created: World.time("2026-11-22T12:00:00Z"))],
                points: []), verdict: .compliant),
        .init(
            control: "HF-COV-03", name: "since when is not known",
            snapshot: World.snapshot(plans: [World.plan(created: nil)], points: []), verdict: .unknown),
        .init(
            control: "HF-COV-03", name: "not selected", snapshot: World.snapshot(plans: [nothing], points: []),
            verdict: .notApplicable),
        .init(control: "HF-COV-04", name: "tagged", verdict: .compliant),
        .init(
            control: "HF-COV-04", name: "not tagged", snapshot: World.snapshot(resources: [World.volume()]),
            verdict: .nonCompliant),
        .init(
            control: "HF-COV-04", name: "tagged otherwise",
            snapshot: World.snapshot(resources: [World.volume(tags: ["holdfast:tier": "x"])]), verdict: .nonCompliant),
        .init(
            control: "HF-COV-04", name: "tagging off", policy: World.policy(tagging: false),
            snapshot: World.snapshot(resources: [World.volume()]), verdict: .compliant),
        .init(control: "HF-COV-04", name: "no tier", policy: unassigning, verdict: .nonCompliant),
        .init(control: "HF-COV-04", name: "left out", policy: ignoring, verdict: .notApplicable),
        .init(
            control: "HF-COV-04", name: "tags unread", snapshot: World.snapshot(resources: [unread()]),
            verdict: .unknown),
    ]

    static let plans: [Case] = [
        .init(
            control: "HF-PLN-01", name: "as declared", snapshot: World.snapshot(plans: [declared()]),
            verdict: .compliant),
        .init(control: "HF-PLN-01", name: "missing", snapshot: World.snapshot(plans: []), verdict: .nonCompliant),
        .init(
            control: "HF-PLN-01", name: "drifted", snapshot: World.snapshot(plans: [World.plan("holdfast-gold")]),
            verdict: .nonCompliant),
        .init(
            control: "HF-PLN-01", name: "unread rules",
            snapshot: World.snapshot(plans: [World.plan("holdfast-gold", rules: nil)]), verdict: .unknown),
        .init(control: "HF-PLN-02", name: "the vault is there", verdict: .compliant),
        .init(
            control: "HF-PLN-02", name: "no such vault", snapshot: World.snapshot(vaults: []), verdict: .nonCompliant),
        .init(
            control: "HF-PLN-02", name: "a failed vault",
            snapshot: World.snapshot(vaults: [World.vault(state: "FAILED")]), verdict: .nonCompliant),
        .init(
            control: "HF-PLN-02", name: "vaults unread",
            snapshot: World.snapshot(vaults: [], gaps: [World.gap(.vaults)]), verdict: .unknown),
        .init(
            control: "HF-PLN-02", name: "a copy to a Region nobody read",
            snapshot: World.snapshot(plans: [
                World.plan(rules: [
                    World.rule(copies: [CopyAction(destinationVaultARN: World.vault(in: World.copyRegion).arn)])
                ])
            ]), verdict: .unknown),
        .init(control: "HF-PLN-03", name: "daily for 26 hours", verdict: .compliant),
        .init(
            control: "HF-PLN-03", name: "weekly for 26 hours",
            snapshot: World.snapshot(plans: [World.plan(rules: [World.rule(cron: "cron(0 5 ? * SUN *)")])]),
            verdict: .nonCompliant),
        .init(
            control: "HF-PLN-03", name: "every 12 hours in name, once a day in truth",
            policy: World.policy(tiers: [World.tier(rpo: .hours(13))]),
            snapshot: World.snapshot(plans: [World.plan(rules: [World.rule(cron: "cron(0 13/12 ? * * *)")])]),
            verdict: .nonCompliant),
        .init(
            control: "HF-PLN-03", name: "kept too short",
            snapshot: World.snapshot(plans: [World.plan(rules: [World.rule(days: 34)])]), verdict: .nonCompliant),
        .init(
            control: "HF-PLN-03", name: "kept for ever is long enough",
            snapshot: World.snapshot(plans: [World.plan(rules: [World.rule(days: nil)])]), verdict: .compliant),
        .init(
            control: "HF-PLN-03", name: "a zone with summer time",
            snapshot: World.snapshot(plans: [World.plan(rules: [World.rule(zone: "Europe/Berlin")])]),
            verdict: .compliant),
        .init(
            control: "HF-PLN-03", name: "two rules in turn", policy: World.policy(tiers: [World.tier(rpo: .hours(13))]),
            snapshot: World.snapshot(plans: [
                World.plan(rules: [World.rule("a"), World.rule("b", cron: "cron(0 17 ? * * *)")])
            ]), verdict: .compliant),
        .init(
            control: "HF-PLN-03", name: "serves no tier", snapshot: World.snapshot(plans: [nothing]),
            verdict: .notApplicable),
    ]

    static let selections: [Case] = [
        .init(
            control: "HF-SEL-01", name: "selects what is meant", snapshot: World.snapshot(plans: [declared()]),
            verdict: .compliant),
        .init(
            control: "HF-SEL-01", name: "misses one",
            snapshot: World.snapshot(resources: [volume, World.volume("vol-2")], plans: [declared()]),
            verdict: .nonCompliant),
        .init(
            control: "HF-SEL-01", name: "takes one too many", policy: unassigning,
            snapshot: World.snapshot(plans: [declared()]), verdict: .nonCompliant),
        .init(
            control: "HF-SEL-01", name: "tags unread",
            snapshot: World.snapshot(resources: [unread()], plans: [declared()]), verdict: .unknown),
        .init(control: "HF-SEL-06", name: "says what it takes", verdict: .compliant),
        .init(
            control: "HF-SEL-06", name: "takes everything",
            snapshot: World.snapshot(plans: [World.plan(selections: [BackupSelection(name: "e", roleARN: World.role)])]
            ), verdict: .nonCompliant),
        .init(
            control: "HF-SEL-06", name: "everything but",
            snapshot: World.snapshot(plans: [
                World.plan(selections: [BackupSelection(name: "e", roleARN: World.role, notResources: ["x"])])
            ]), verdict: .nonCompliant),
    ]

    static func points(_ days: Int?, encrypted: Bool? = true, source: String? = nil) -> RegionSnapshot {
        World.snapshot(points: [
            World.point(of: volume, at: "2026-11-23T05:00:00Z"),
            World.point(of: volume, at: "2026-11-22T05:00:00Z", days: days, isEncrypted: encrypted, source: source),
        ])
    }

    static let locked = World.policy(tiers: [
        World.tier(
            vault: VaultRequirement(
                name: "holdfast", requiresCustomerManagedKey: true,
                lock: VaultLockRequirement(
                    mode: .governance, minimumRetention: CalendarDays(7), maximumRetention: CalendarDays(400))))
    ])
    static let compliance = World.policy(tiers: [
        World.tier(vault: VaultRequirement(name: "holdfast", lock: VaultLockRequirement(mode: .compliance)))
    ])

    static let pointsAndVaults: [Case] = [
        .init(control: "HF-RET-01", name: "long enough", snapshot: points(35), verdict: .compliant),
        .init(control: "HF-RET-01", name: "too short", snapshot: points(34), verdict: .nonCompliant),
        .init(control: "HF-RET-01", name: "for ever is long enough", snapshot: points(nil), verdict: .compliant),
        .init(
            control: "HF-RET-01", name: "copies have a retention of their own", snapshot: points(3, source: "arn:x"),
            verdict: .compliant),
        .init(
            control: "HF-RET-01", name: "a vault unread",
            snapshot: World.snapshot(gaps: [World.gap(.recoveryPoints, .vault("b"))]), subject: volume.arn.rawValue,
            verdict: .unknown),
        .init(control: "HF-RET-01", name: "no tier", policy: unassigning, verdict: .notApplicable),
        .init(control: "HF-RET-05", name: "all end", snapshot: points(35), verdict: .compliant),
        .init(control: "HF-RET-05", name: "one does not", snapshot: points(nil), verdict: .nonCompliant),
        .init(
            control: "HF-RET-05", name: "a vault unread",
            snapshot: World.snapshot(gaps: [World.gap(.recoveryPoints, .vault("b"))]), subject: volume.arn.rawValue,
            verdict: .unknown),
        .init(control: "HF-ENC-01", name: "encrypted", snapshot: points(35), verdict: .compliant),
        .init(
            control: "HF-ENC-01", name: "not encrypted", snapshot: points(35, encrypted: false), verdict: .nonCompliant),
        .init(control: "HF-ENC-01", name: "AWS did not say", snapshot: points(35, encrypted: nil), verdict: .unknown),
        .init(control: "HF-VLT-01", name: "nobody asks", verdict: .notApplicable),
        .init(control: "HF-VLT-01", name: "the customer's key", policy: locked, verdict: .compliant),
        .init(
            control: "HF-VLT-01", name: "AWS's key", policy: locked,
            snapshot: World.snapshot(vaults: [World.vault(key: .awsOwned)]), verdict: .nonCompliant),
        .init(
            control: "HF-VLT-01", name: "AWS did not say", policy: locked,
            snapshot: World.snapshot(vaults: [World.vault(key: nil)]), verdict: .unknown),
        .init(control: "HF-VLT-06", name: "available by default", verdict: .compliant),
        .init(
            control: "HF-VLT-06", name: "failed", snapshot: World.snapshot(vaults: [World.vault(state: "FAILED")]),
            verdict: .nonCompliant),
        .init(
            control: "HF-VLT-06", name: "unread", snapshot: World.snapshot(vaults: [], gaps: [World.gap(.vaults)]),
            verdict: .unknown),
        .init(control: "HF-LCK-01", name: "nobody asks", verdict: .notApplicable),
        .init(
            control: "HF-LCK-01", name: "locked", policy: locked,
            snapshot: World.snapshot(vaults: [World.vault(isLocked: true, minimum: 7, maximum: 400)]),
            verdict: .compliant),
        .init(control: "HF-LCK-01", name: "not locked", policy: locked, verdict: .nonCompliant),
        .init(
            control: "HF-LCK-01", name: "locked too short", policy: locked,
            snapshot: World.snapshot(vaults: [World.vault(isLocked: true, minimum: 6, maximum: 400)]),
            verdict: .nonCompliant),
        .init(
            control: "HF-LCK-01", name: "locked without a maximum", policy: locked,
            snapshot: World.snapshot(vaults: [World.vault(isLocked: true, minimum: 7)]), verdict: .nonCompliant),
        .init(
            control: "HF-LCK-01", name: "governance where compliance is asked", policy: compliance,
            snapshot: World.snapshot(vaults: [World.vault(isLocked: true)]), verdict: .nonCompliant),
        .init(
            control: "HF-LCK-01", name: "compliance", policy: compliance,
            snapshot: World.snapshot(vaults: [World.vault(isLocked: true, lockDate: World.now)]), verdict: .compliant),
        .init(
            control: "HF-LCK-01", name: "AWS did not say", policy: locked,
            snapshot: World.snapshot(vaults: [World.vault(isLocked: nil)]), verdict: .unknown),
        .init(
            control: "HF-LCK-01", name: "no such vault", policy: locked, snapshot: World.snapshot(vaults: []),
            verdict: .nonCompliant),
        .init(control: "HF-SET-01", name: "opted in", verdict: .compliant),
        .init(
            control: "HF-SET-01", name: "not opted in", snapshot: World.snapshot(optIn: ["EBS": false]),
            verdict: .nonCompliant),
        .init(
            control: "HF-SET-01", name: "not offered", snapshot: World.snapshot(optIn: ["S3": true]),
            verdict: .nonCompliant),
        .init(
            control: "HF-SET-01", name: "unread",
            snapshot: World.snapshot(optIn: nil, gaps: [World.gap(.regionSettings)]), verdict: .unknown),
    ]

    static let flagging = World.policy(assignments: [
        Assignment(name: "flagged", selector: Selector(configRules: ["EBS_*"]), outcome: .tier("gold"))
    ])

    static func flags(_ id: String = "vol-1", plans: [BackupPlan]? = nil) -> RegionSnapshot {
        let flag = ConfigFlag(configType: "AWS::EC2::Volume", resourceID: id, evaluatedAt: nil)
        return World.snapshot(
            plans: plans, rules: [ConfigRule(name: "ebs", sourceIdentifier: "EBS_IN_BACKUP_PLAN", flags: [flag])])
    }

    static let flagged: [Case] = [
        .init(
            control: "HF-COV-06", name: "flagged and selected", policy: flagging, snapshot: flags(), verdict: .compliant
        ),
        .init(
            control: "HF-COV-06", name: "flagged, not selected", policy: flagging, snapshot: flags(plans: [nothing]),
            verdict: .nonCompliant),
        .init(
            control: "HF-COV-06", name: "rules unread", policy: flagging,
            snapshot: World.snapshot(gaps: [World.gap(.configFlags)]), subject: volume.arn.rawValue, verdict: .unknown),
    ]

    /// Every case, from this file and those beside it.
    static let cases =
        [
            coverage, plans, selections, pointsAndVaults, flagged, jobs, copies, vaultPolicies, wholeCoverage, shapes,
            settings, schedules, retention, lifecycles, locks, copyRules, continuity,
            native,
        ].flatMap { $0 }

    @Test("Each case has its verdict", arguments: cases)
    func verdicts(_ question: Case) throws {
        let found = question.findings(by: Evaluator(policy: question.policy))
        #expect(!found.isEmpty)
        let wanted = question.verdict
        // The first subject is the one the case is about; others of the control may stand beside it.
        #expect(found.contains { $0.verdict == wanted }, "\(found.map { "\($0.verdict): \($0.message)" })")
        if wanted != .compliant {
            let green = found.filter { $0.verdict == .compliant && $0.controlID != "HF-PLN-03" }
            #expect(green.isEmpty || found.count > 1, "\(green.map(\.message))")
        }
    }

    @Test("Every control has a title, a remedy, facts and a case of each kind here")
    func everyControlIsTold() {
        let ids = ControlCatalog.all.map(\.id)
        #expect(ids == Set(ids).sorted(), "each once, sorted")
        for control in ControlCatalog.all {
            #expect(!control.title.isEmpty && !control.remediation.isEmpty && !control.facts.isEmpty)
            #expect(control.family != nil && !control.title.hasSuffix("."), "\(control.id)")
            let verdicts = Set(Self.cases.filter { $0.control == control.id }.map(\.verdict))
            #expect(verdicts.isSuperset(of: [.compliant, .nonCompliant]), "\(control.id)")
        }
    }

    @Test("A continuous backup reaches to a quarter of an hour ago, of types that have one")
    func continuousBackup() {
        let database = World.resource(
            "arn:aws:rds:eu-central-1:111122223333:db:shop", .rds, tags: ["holdfast:tier": "gold"])
        for (resource, verdict) in [(database, Verdict.compliant), (Self.volume, .nonCompliant)] {
            let snapshot = World.snapshot(
                resources: [resource],
                points: [World.point(of: resource, at: "2026-10-01T00:00:00Z", status: .available)])
            let evaluation = Evaluator(policy: World.policy()).evaluate(snapshot, now: World.now)
            #expect(evaluation.findings.first { $0.controlID == "HF-COV-02" }?.verdict == verdict)
        }
    }

    @Test("Evidence names the call, its request and its time")
    func evidenceHasAnOrigin() throws {
        let evaluation = Evaluator(policy: World.policy()).evaluate(World.snapshot(), now: World.now)
        let finding = try #require(evaluation.findings.first { $0.controlID == "HF-COV-02" })
        let evidence = try #require(finding.evidence.first)
        #expect(evidence.name == "newestRecoveryPoint" && evidence.value == "2026-11-23T05:00:00Z")
        #expect(evidence.api == "backup:ListRecoveryPointsByBackupVault" && evidence.requestID == "r-1")
        #expect(evidence.readAt == World.now)
    }

    @Test("Ids are the same in every run and differ by control, account, Region and subject")
    func stableIDs() throws {
        let first = Evaluator(policy: World.policy()).evaluate(World.snapshot(), now: World.now)
        let later = Evaluator(policy: World.policy()).evaluate(World.snapshot(points: []), now: World.now)
        #expect(Set(first.findings.map(\.id)).count == first.findings.count)
        let ids = Dictionary(uniqueKeysWithValues: later.findings.map { ("\($0.controlID) \($0.resourceARN)", $0.id) })
        for finding in first.findings {
            guard let other = ids["\(finding.controlID) \(finding.resourceARN)"] else { continue }
            #expect(other == finding.id)
        }
        let finding = try #require(first.findings.first { $0.controlID == "HF-COV-01" })
        // Worked out by hand with another program: FNV-1a 128 over the parts, each closed by 0xFF.
        #expect(finding.id == Self.independentID(finding))
    }

    /// The digest written a second time, from the definition, with two 64-bit halves.
    static func independentID(_ finding: Finding) -> String {
        var high: UInt64 = 0x6c62_272e_07bb_0142
        var low: UInt64 = 0x62b8_2175_6295_c58d
        for part in [
            finding.controlID, finding.accountID.rawValue, finding.region?.rawValue ?? "", finding.resourceARN,
        ] {
            for byte in Array(part.utf8) + [0xFF] {
                low ^= UInt64(byte)
                let product = low.multipliedFullWidth(by: 0x13B)
                high = high &* 0x13B &+ product.high &+ (low << 24)
                low = product.low
            }
        }
        func hex(_ half: UInt64) -> String {
            let digits = String(half, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        return hex(high) + hex(low)
    }
}
