import Foundation
import HoldfastModel
import HoldfastPlanning
import HoldfastPolicy
import HoldfastYAML
import Testing

@Suite("Policy files")
struct PolicyParserTests {
    /// A policy that uses every key, and in which nothing is wrong.
    static let full = """
        apiVersion: holdfast/v1
        kind: ProtectionPolicy
        backupRole: arn:{partition}:iam::{account}:role/HoldfastBackupRole
        tagging: {key: holdfast:tier, enabled: true}
        tiers:
          gold:
            rpo: 24h
            rto: 4h
            retention: 120d
            schedule: derived
            window: {start: 1h, completion: 2d}
            coldStorage: {after: 30d}
            continuous: false
            copies:
              - {region: us-west-2, vault: holdfast-copies, retention: 97d, coldStorage: {after: 7d}}
              - {region: eu-west-1, vault: central, account: "222222222222"}
            vault:
              name: holdfast
              key: arn:{partition}:kms:{region}:{account}:alias/holdfast
              customerManagedKey: true
              lock: {mode: governance, minRetention: 7d, maxRetention: 365d}
          silver:
            rpo: 15m
            retention: 5w
            schedule: {expression: "cron(0 5 ? * MON-FRI *)", timezone: Europe/Berlin}
            continuous: true
            vault: {name: silver}
        assignments:
          - name: production data
            when:
              configRule: [ebs-*]
              tag: {backup: [gold, "gold-*"], env: prod, owner: }
              resourceType: [EBS, RDS]
              account: ["012345678901", data-*]
              ou: [Workloads/Prod]
              region: [us-*]
              arn: ["arn:aws:rds:*"]
            tier: gold
          - when: {tag: {backup: none}}
            ignore: true
          - tier: silver
        enforcement:
          mode: enforce
          actions: {tag-resource: observe}
          guardrails: {maxChangesPerAccount: 10, maxChangesPerRun: 50}
        waiverLimits: {maxDuration: 365d}
        waivers:
          - id: W-1
            scope: {arn: ["arn:aws:s3:::scratch"]}
            controls: [HF-COV-*]
            reason: rebuilt every night
            owner: data@example.com
            ticket: OPS-1
            accepted: 2026-11-01
            expires: 2027-01-31
          - id: W-2
            scope:
              ou: [Sandbox]
              anyOf: [{tag: {stage: test}}, {account: play-*}]
              not: {resourceType: [RDS]}
            reason: nothing to keep
            owner: data@example.com
            accepted: 2026-11-01T12:00:00Z
            expires: 2026-12-24T18:00:00Z

        """

    @Test("a file that uses every key becomes the policy it says")
    func everyKey() throws {
        let (parsed, diagnostics) = PolicyParser.parse(Array(Self.full.utf8), file: "policy.yaml")
        #expect(diagnostics.map(\.description) == [])
        let policy = try #require(parsed)
        let silver = ProtectionTier(
            name: "silver", rpo: .minutes(15), retention: CalendarDays(35),
            schedule: .expression("cron(0 5 ? * MON-FRI *)", timezone: "Europe/Berlin"), isContinuous: true,
            vault: VaultRequirement(name: "silver"))
        #expect(policy.tiers.map(\.name) == ["gold", "silver"])
        #expect(policy.tier(named: "silver") == silver)
        #expect(try policy.tier(named: "gold") == gold())
        #expect(policy.assignments.map(\.name) == ["production data", "2", "3"])
        #expect(policy.assignments.map(\.outcome) == [.tier("gold"), .ignored, .tier("silver")])
        #expect(
            policy.assignments.first?.selector
                == Selector(
                    configRules: ["ebs-*"],
                    tags: [
                        Selector.TagCriterion(key: "backup", values: ["gold", "gold-*"]),
                        Selector.TagCriterion(key: "env", values: ["prod"]),
                        Selector.TagCriterion(key: "owner", values: []),
                    ],
                    resourceTypes: [.ebs, .rds], accounts: ["012345678901", "data-*"],
                    organizationalUnits: ["Workloads/Prod"], regions: ["us-*"], arns: ["arn:aws:rds:*"]))
        #expect(policy.assignments.last?.selector == Selector())
        #expect(policy.tagging == TaggingPolicy(key: "holdfast:tier", isEnabled: true))
        #expect(
            policy.enforcement
                == EnforcementPolicy(
                    mode: .enforce, actions: ["tag-resource": .observe], maximumChangesPerAccount: 10,
                    maximumChangesPerRun: 50))
        #expect(
            policy.waivers == [
                Waiver(
                    id: "W-1", scope: .resources(Selector(arns: ["arn:aws:s3:::scratch"])), controls: ["HF-COV-*"],
                    reason: "rebuilt every night", owner: "data@example.com", ticket: "OPS-1",
                    acceptedAt: Instant(rfc3339: "2026-11-01T00:00:00Z"),
                    expiresAt: try #require(Instant(rfc3339: "2027-01-31T00:00:00Z"))),
                Waiver(
                    id: "W-2",
                    scope: .all([
                        .resources(Selector(organizationalUnits: ["Sandbox"])),
                        .any([
                            .resources(Selector(tags: [Selector.TagCriterion(key: "stage", values: ["test"])])),
                            .resources(Selector(accounts: ["play-*"])),
                        ]), .not(.resources(Selector(resourceTypes: [.rds]))),
                    ]),
                    reason: "nothing to keep", owner: "data@example.com",
                    acceptedAt: Instant(rfc3339: "2026-11-01T12:00:00Z"),
                    expiresAt: try #require(Instant(rfc3339: "2026-12-24T18:00:00Z"))),
            ])
    }

    private func gold() throws -> ProtectionTier {
        ProtectionTier(
            name: "gold", rpo: .hours(24), rto: .hours(4), retention: CalendarDays(120), startWindow: .hours(1),
            completionWindow: .hours(48), coldStorageAfter: CalendarDays(30),
            copies: [
                CopyTarget(
                    region: try #require(AWSRegion(rawValue: "us-west-2")), vaultName: "holdfast-copies",
                    retention: CalendarDays(97), coldStorageAfter: CalendarDays(7)),
                CopyTarget(
                    region: try #require(AWSRegion(rawValue: "eu-west-1")),
                    account: AccountID(rawValue: "222222222222"), vaultName: "central"),
            ],
            vault: VaultRequirement(
                name: "holdfast",
                encryptionKey: ARNTemplate("arn:{partition}:kms:{region}:{account}:alias/holdfast"),
                requiresCustomerManagedKey: true,
                lock: VaultLockRequirement(
                    mode: .governance, minimumRetention: CalendarDays(7), maximumRetention: CalendarDays(365))))
    }

    @Test("the built-in policy's text says what its value is")
    func builtIn() {
        let (policy, diagnostics) = PolicyParser.parse(Array(BuiltInPolicy.text.utf8), file: "built-in")
        #expect(diagnostics.map(\.description) == [])
        #expect(policy == .builtIn)
    }

    @Test("the example policy in deploy is right, and no part of it is without effect")
    func example() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        let bytes = try [UInt8](Data(contentsOf: root.appending(path: "deploy/examples/policy.yaml")))
        let (policy, diagnostics) = PolicyParser.parse(bytes, file: "policy.yaml")
        #expect(diagnostics.map(\.description) == [])
        #expect(policy?.tiers.map(\.name) == ["gold", "silver", "bronze"])
        #expect(policy?.enforcement.mode == .enforce)
    }

    @Test("the actions a policy may name are those the planner makes")
    func actionNames() {
        #expect(EnforcementPolicy.actionNames == ChangeAction.allCases.map(\.rawValue).sorted())
    }

    @Test("a role's template is filled in for an account and its partition")
    func template() throws {
        let account = try #require(AccountID(rawValue: "012345678901"))
        let region = try #require(AWSRegion(rawValue: "us-gov-west-1"))
        #expect(
            ProtectionPolicy.builtIn.backupRole.filled(account: account, region: region)
                == "arn:aws-us-gov:iam::012345678901:role/service-role/AWSBackupDefaultServiceRole")
    }

    @Test("each wrong policy is refused with exactly the diagnostics of the golden file")
    func wrongPolicies() throws {
        var text = ""
        for wrong in WrongPolicy.all {
            #expect(Self.full.contains(wrong.original), "\(wrong.name) changes nothing")
            let changed = Self.full.replacing(wrong.original, with: wrong.replacement, maxReplacements: 1)
            let (policy, diagnostics) = PolicyParser.parse(Array(changed.utf8), file: "policy.yaml")
            #expect((policy == nil) == diagnostics.hasErrors, "\(wrong.name)")
            #expect(!diagnostics.isEmpty, "\(wrong.name)")
            let renderer = DiagnosticRenderer(sources: ["policy.yaml": Array(changed.utf8)])
            text += "## \(wrong.name)\n" + renderer.render(diagnostics) + "\n"
        }
        try expectGolden(text, "wrong-policies.txt")
    }

    @Test("all mistakes of a file are told at once, those of YAML among those of meaning, in the order of the file")
    func allAtOnce() throws {
        let text = """
            apiVersion: holdfast/v2
            backuprole: x
            tiers:
              gold:
                rpo: 24h
                retention: 100d
                coldStorage: {after: 30d}
                rpo: 12h
              fast:
                rpo: 5m
                retention: 40d
                continuous: true
                coldStorage: {after: 1d}
                vaultt: {name: x}
            assignments:
              - tier: glod
              - ignore: true
            """
        let (policy, diagnostics) = PolicyParser.parse(Array(text.utf8), file: "policy.yaml")
        #expect(policy == nil)
        #expect(
            diagnostics.map { "\($0.location.map { "\($0.line):\($0.column)" } ?? "") \($0.code)" } == [
                "1:1 missing-key", "1:13 unknown-value", "2:1 unknown-key", "7:26 cold-storage-too-late",
                "8:5 duplicate-key", "11:16 continuous-retention", "13:18 continuous-cold-storage",
                "14:5 unknown-key", "16:11 unknown-tier", "17:5 unreachable-assignment",
            ])
    }

    @Test("any change of a right policy gives a policy or an error, and always the same diagnostics")
    func mutations() {
        let lines = Self.full.split(separator: "\n", omittingEmptySubsequences: false)
        let words = [
            "{}", "[]", "null", "-1", "cron()", "rate(", "{a: b}", "${x}", "\u{1F512}", "999999999999999999d", "*",
        ]
        var seed: UInt64 = 20_261_123
        func next(_ bound: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % bound
        }
        for round in 0..<1_500 {
            var changed = lines
            for _ in 0...next(3) {
                let index = next(changed.count)
                switch next(4) {
                case 0: changed.remove(at: index)
                case 1: changed.insert(changed[index], at: next(changed.count))
                case 2: changed[index] = changed[index].prefix(next(40))
                default:
                    let key = changed[index].prefix { $0 != ":" }
                    changed[index] = "\(key): \(words[next(words.count)])"
                }
            }
            let bytes = Array(changed.joined(separator: "\n").utf8)
            let (policy, diagnostics) = PolicyParser.parse(bytes, file: "p")
            #expect((policy == nil) == diagnostics.hasErrors, "seed 20261123, round \(round)")
            #expect(diagnostics == PolicyParser.parse(bytes, file: "p").diagnostics, "seed 20261123, round \(round)")
        }
    }

    private func expectGolden(_ text: String, _ name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
        let file = folder.appending(path: name)
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        guard text != expected else { return }
        let difference = text.split(separator: "\n").difference(from: expected.split(separator: "\n"))
        Issue.record("\(name) differs: \(difference.map { "\($0)" }.joined(separator: "\n"))")
    }
}
