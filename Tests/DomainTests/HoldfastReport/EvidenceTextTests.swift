import HoldfastEvaluation
import HoldfastModel
import HoldfastPolicy
import HoldfastReport
import TestSupport
import Testing

/// What `holdfast why` says of one resource, read as a newcomer would.
@Suite("Evidence tree of a resource")
struct EvidenceTextTests {
    /// A resource somebody asks about, and how it ends.
    struct Question: CustomTestStringConvertible, Sendable {
        let name: String
        var policy = World.policy()
        let snapshot: RegionSnapshot
        let answer: EvidenceTree.Answer
        let exitCode: Int32
        var testDescription: String { name }
    }

    static let volume = World.volume(tags: ["holdfast:tier": "gold", "Name": "shop-ledger"])
    static let flag = ConfigRule(
        name: "ebs-in-plan", sourceIdentifier: "EBS_IN_BACKUP_PLAN",
        flags: [ConfigFlag(configType: "AWS::EC2::Volume", resourceID: "vol-1", evaluatedAt: nil)])
    static let byConfig = World.policy(assignments: [
        Assignment(name: "flagged", selector: Selector(configRules: ["EBS_*"]), outcome: .tier("gold")),
        Assignment(name: "everything", selector: Selector(), outcome: .tier("gold")),
    ])

    /// A world with the calls it was read by, each some seconds older than the next.
    static func world(_ snapshot: RegionSnapshot) -> RegionSnapshot {
        var snapshot = snapshot
        let plan = snapshot.plans.first?.id ?? ""
        func call(_ api: String, _ seconds: Int, _ scope: ReadGap.Scope? = nil) -> FactSource {
            FactSource(
                api: api, requestID: "req-\(seconds)", readAt: World.now.advanced(by: .seconds(-seconds)), scope: scope)
        }
        snapshot.sources = [
            .inventory: [call("ec2:DescribeVolumes", 9)], .vaults: [call("backup:ListBackupVaults", 8)],
            .plans: [call("backup:ListBackupPlans", 7), call("backup:GetBackupPlan", 6, .plan(plan))],
            .selections: [call("backup:GetBackupSelection", 5, .plan(plan))],
            .recoveryPoints: [call("backup:ListRecoveryPointsByBackupVault", 4, .vault("holdfast"))],
            .configFlags: [call("config:GetComplianceDetailsByConfigRule", 3, .configRule("ebs-in-plan"))],
        ]
        return snapshot
    }

    static let questions: [Question] = [
        .init(
            name: "protected",
            snapshot: World.snapshot(
                resources: [volume], plans: [World.plan(tags: ["team": "shop"], lastRun: World.now)]),
            answer: .status(.protected), exitCode: 0),
        .init(
            name: "excluded",
            snapshot: World.snapshot(
                resources: [volume], plans: [World.plan(selecting: ["*"], butNot: [volume.arn.rawValue])], points: []),
            answer: .status(.unprotected), exitCode: 3),
        .init(
            name: "flagged", policy: byConfig,
            snapshot: World.snapshot(
                resources: [volume], plans: [World.plan(selecting: ["arn:aws:rds:*"])], points: [], rules: [flag]),
            answer: .status(.unprotected), exitCode: 3),
        .init(
            name: "empty-selection",
            snapshot: World.snapshot(
                resources: [volume],
                plans: [World.plan(selections: [BackupSelection(name: "all", roleARN: World.role)])]),
            answer: .status(.protected), exitCode: 0),
        .init(
            name: "waived",
            policy: World.policy(waivers: [
                Waiver(
                    id: "w-1", selector: Selector(resourceTypes: [.ebs]), controls: ["HF-COV-0*"],
                    reason: "moves to EFS this year", owner: "ann", expiresAt: World.time("2026-12-31T00:00:00Z"))
            ]), snapshot: World.snapshot(resources: [volume], plans: [World.plan(selections: [])], points: []),
            answer: .status(.waived), exitCode: 0),
        .init(
            name: "unreadable",
            snapshot: World.snapshot(
                resources: [volume], points: [],
                gaps: [
                    ReadGap(
                        fact: .recoveryPoints, scope: .vault("holdfast"),
                        api: "backup:ListRecoveryPointsByBackupVault", reason: .denied, code: "AccessDeniedException",
                        message: "the member role may not do this", requestID: "req-4")
                ]), answer: .status(.unknown), exitCode: 4),
    ]

    @Test("A newcomer can read why, narrow and wide", arguments: questions)
    func golden(_ question: Question) throws {
        let tree = Explainer(policy: question.policy).explain(
            Self.volume.arn, in: Self.world(question.snapshot), now: World.now)
        #expect(tree.answer == question.answer, "\(tree.reason)")
        #expect(ExitDecision(explained: tree).code == question.exitCode, "\(tree.findings.map(\.message))")
        for width in [60, 120] {
            let text = EvidenceText.text(of: tree, style: TableStyle(width: width))
            #expect(
                Array(text.utf8) == (try Golden.expected("why-\(question.name)-\(width).txt", actual: Array(text.utf8)))
            )
            #expect(!text.contains("\u{1B}"))
            for line in text.split(separator: "\n") where line.count > width {
                // Only a word that is longer than the line stands past its end, such as an ARN.
                let words = line.split(separator: " ")
                #expect(words.contains { $0.count > 24 }, "\(line)")
            }
        }
        let coloured = EvidenceText.text(of: tree, style: TableStyle(width: 120, isColoured: true))
        let plain = coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "")
        #expect(coloured != plain && plain == EvidenceText.text(of: tree, style: TableStyle(width: 120)))
    }

    @Test("A resource that is not there is the caller's mistake, and one that cannot be seen is not known")
    func missing() {
        let other = World.volume("vol-2").arn
        let explainer = Explainer(policy: World.policy())
        let gone = explainer.explain(other, in: Self.world(World.snapshot()), now: World.now)
        #expect(gone.answer == .notFound && ExitDecision(explained: gone).code == 1)
        let hidden = World.snapshot(gaps: [World.gap(.inventory, .resourceType(.ebs))])
        let unseen = explainer.explain(other, in: hidden, now: World.now)
        #expect(unseen.answer == .status(.unknown) && ExitDecision(explained: unseen).code == 4)
    }

    @Test("The status is the one the report has, in every world of the cases of the controls")
    func sameAsReport() {
        var compared = 0
        for question in ControlTests.cases {
            let evaluation = Evaluator(policy: question.policy).evaluate(question.snapshot, now: World.now)
            for judged in evaluation.resources.prefix(3) {
                let tree = Explainer(policy: question.policy).explain(
                    judged.resource.arn, in: question.snapshot, now: World.now)
                if case .ignored = judged.assignment {
                    #expect(tree.answer == .ignored)
                } else {
                    #expect(tree.answer == .status(judged.status), "\(question.control) \(question.name)")
                }
                #expect(!tree.reason.isEmpty)
                compared += 1
            }
        }
        #expect(compared > ControlTests.cases.count / 2)
    }
}
