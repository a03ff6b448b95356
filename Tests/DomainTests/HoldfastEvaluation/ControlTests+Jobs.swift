import HoldfastEvaluation
import HoldfastModel
import HoldfastPolicy

extension ControlTests {
    private static func job(
        _ id: String, hoursAgo: Int, state: JobState = .completed, minutes: Int? = 20, category: String? = "SUCCESS",
        bytes: Int64? = 1_000, expectedIn: Duration? = nil
    ) -> BackupJob {
        let created = World.now.advanced(by: .hours(-hoursAgo))
        return BackupJob(
            id: id, resourceARN: volume.arn, resourceType: .ebs, vaultName: "holdfast", state: state,
            message: state.isFailure ? "no" : nil, messageCategory: state == .completed ? category : nil,
            createdAt: created, completedAt: state.isOpen ? nil : minutes.map { created.advanced(by: .minutes($0)) },
            expectedCompletionAt: expectedIn.map { World.now.advanced(by: $0) }, size: bytes.map(ByteCount.init),
            planID: "id-team-plan", ruleID: "rule")
    }

    private static func copy(
        _ id: String, hoursAgo: Int = 20, state: JobState = .completed, hours: Int = 1, of point: RecoveryPoint? = nil,
        to region: AWSRegion = World.copyRegion
    ) -> CopyJob {
        let created = World.now.advanced(by: .hours(-hoursAgo))
        return CopyJob(
            id: id, resourceARN: volume.arn, resourceType: .ebs, sourceRecoveryPointARN: point?.arn,
            destinationVaultARN: World.vault(in: region).arn, state: state, message: state.isFailure ? "no" : nil,
            createdAt: created, completedAt: state.isOpen ? nil : created.advanced(by: .hours(hours)))
    }

    private static func world(
        backups: [BackupJob] = [], copies: [CopyJob] = [], restores: [RestoreJob] = [], points: [RecoveryPoint]? = nil,
        plan: BackupPlan = World.plan()
    ) -> RegionSnapshot {
        var snapshot = World.snapshot(plans: [plan], points: points)
        snapshot.backupJobs = backups
        snapshot.copyJobs = copies
        snapshot.restoreJobs = restores
        return snapshot
    }

    private static func unread(_ fact: FactKind) -> RegionSnapshot { World.snapshot(gaps: [World.gap(fact)]) }

    /// Six sound daily jobs before one that is told.
    private static func daily(then newest: BackupJob) -> RegionSnapshot {
        world(backups: (1...6).map { job("d\($0)", hoursAgo: 24 * (7 - $0) + 5) } + [newest])
    }

    private static func windows(_ completion: Int64, start: Int64 = 60) -> BackupPlan {
        World.plan(rules: [
            BackupRule(
                id: "rule", name: "daily", targetVaultName: "holdfast", startWindowMinutes: start,
                completionWindowMinutes: completion)
        ])
    }

    private static let restore = RestoreJob(
        id: "r", recoveryPointARN: World.arn("arn:aws:ec2:eu-central-1::snapshot/snap-1"),
        sourceResourceARN: volume.arn,
        resourceType: .ebs, state: .failed, message: "no", createdAt: World.now.advanced(by: .hours(-3)),
        completedAt: World.now.advanced(by: .hours(-2)))

    static let jobs: [Case] = [
        .init(
            control: "HF-JOB-01", name: "99 of 100",
            snapshot: world(
                backups: (0..<99).map { job("\($0)", hoursAgo: 2) } + [job("f", hoursAgo: 2, state: .failed)]),
            verdict: .compliant),
        .init(
            control: "HF-JOB-01", name: "98 of 99",
            snapshot: world(
                backups: (0..<98).map { job("\($0)", hoursAgo: 2) } + [job("f", hoursAgo: 2, state: .failed)]),
            verdict: .nonCompliant),
        .init(
            control: "HF-JOB-01", name: "failed the day before",
            snapshot: world(backups: [job("f", hoursAgo: 25, state: .failed), job("c", hoursAgo: 1)]),
            verdict: .compliant),
        .init(control: "HF-JOB-01", name: "no job", snapshot: world(), verdict: .notApplicable),
        .init(control: "HF-JOB-01", name: "jobs unread", snapshot: unread(.backupJobs), verdict: .unknown),
        .init(
            control: "HF-JOB-02", name: "one failure",
            snapshot: world(backups: [job("f", hoursAgo: 2, state: .failed)]),
            verdict: .compliant),
        .init(
            control: "HF-JOB-02", name: "two failures",
            snapshot: world(backups: [job("f", hoursAgo: 26, state: .expired), job("g", hoursAgo: 2, state: .failed)]),
            verdict: .nonCompliant),
        .init(
            control: "HF-JOB-02", name: "two failures, then a success",
            snapshot: world(backups: [
                job("f", hoursAgo: 50, state: .failed), job("g", hoursAgo: 26, state: .failed), job("c", hoursAgo: 2),
            ]), verdict: .compliant),
        .init(
            control: "HF-JOB-02", name: "running", snapshot: world(backups: [job("f", hoursAgo: 2, state: .running)]),
            verdict: .notApplicable),
        .init(control: "HF-JOB-02", name: "jobs unread", snapshot: unread(.backupJobs), verdict: .unknown),
        .init(
            control: "HF-JOB-03", name: "without issues", snapshot: world(backups: [job("c", hoursAgo: 2)]),
            verdict: .compliant),
        .init(
            control: "HF-JOB-03", name: "with issues",
            snapshot: world(backups: [job("c", hoursAgo: 2, category: "AGENT_ERROR")]), verdict: .nonCompliant),
        .init(
            control: "HF-JOB-03", name: "issues of an older one",
            snapshot: world(backups: [job("b", hoursAgo: 30, category: "AGENT_ERROR"), job("c", hoursAgo: 2)]),
            verdict: .compliant),
        .init(
            control: "HF-JOB-03", name: "none completed",
            snapshot: world(backups: [job("c", hoursAgo: 2, state: .failed)]), verdict: .notApplicable),
        .init(
            control: "HF-JOB-04", name: "all started", snapshot: world(backups: [job("c", hoursAgo: 2)]),
            verdict: .compliant),
        .init(
            control: "HF-JOB-04", name: "one never started",
            snapshot: world(backups: [job("e", hoursAgo: 50, state: .expired), job("c", hoursAgo: 2)]),
            verdict: .nonCompliant),
        .init(
            control: "HF-JOB-04", name: "one is partial",
            snapshot: world(backups: [job("e", hoursAgo: 50, state: .partial), job("c", hoursAgo: 2)]),
            verdict: .nonCompliant),
        .init(
            control: "HF-JOB-04", name: "none ended",
            snapshot: world(backups: [job("e", hoursAgo: 1, state: .created)]), verdict: .notApplicable),
        .init(
            control: "HF-JOB-05", name: "thirty minutes, as close as allowed",
            snapshot: daily(then: job("n", hoursAgo: 2, minutes: 30)), verdict: .compliant),
        .init(
            control: "HF-JOB-05", name: "thirty-one minutes",
            snapshot: daily(then: job("n", hoursAgo: 2, minutes: 31)), verdict: .nonCompliant),
        .init(
            control: "HF-JOB-05", name: "five jobs",
            snapshot: world(backups: (1...5).map { job("\($0)", hoursAgo: $0) }),
            verdict: .notApplicable),
        .init(
            control: "HF-JOB-06", name: "half as much", snapshot: daily(then: job("n", hoursAgo: 2, bytes: 500)),
            verdict: .compliant),
        .init(
            control: "HF-JOB-06", name: "less than half", snapshot: daily(then: job("n", hoursAgo: 2, bytes: 499)),
            verdict: .nonCompliant),
        .init(
            control: "HF-JOB-06", name: "three times as much",
            snapshot: daily(then: job("n", hoursAgo: 2, bytes: 3_000)), verdict: .compliant),
        .init(
            control: "HF-JOB-06", name: "more than that", snapshot: daily(then: job("n", hoursAgo: 2, bytes: 3_001)),
            verdict: .nonCompliant),
        .init(
            control: "HF-JOB-06", name: "not measured",
            snapshot: world(backups: (1...6).map { job("\($0)", hoursAgo: 9 - $0, bytes: 0) }), verdict: .notApplicable),
        .init(
            control: "HF-JOB-07", name: "a copy failed, a later one did not",
            snapshot: world(copies: [copy("f", hoursAgo: 30, state: .failed), copy("c")]), verdict: .compliant),
        .init(
            control: "HF-JOB-07", name: "a copy failed",
            snapshot: world(copies: [copy("c", hoursAgo: 30), copy("f", state: .failed)]), verdict: .nonCompliant),
        .init(
            control: "HF-JOB-07", name: "the copy to another vault succeeded",
            snapshot: world(copies: [copy("f", state: .failed), copy("c", hoursAgo: 1, to: World.region)]),
            verdict: .nonCompliant),
        .init(
            control: "HF-JOB-07", name: "a restore failed", snapshot: world(restores: [restore]),
            verdict: .nonCompliant),
        .init(
            control: "HF-JOB-07", name: "a copy runs", snapshot: world(copies: [copy("c", state: .running)]),
            verdict: .notApplicable),
        .init(control: "HF-JOB-07", name: "restores unread", snapshot: unread(.restoreJobs), verdict: .unknown),
        .init(control: "HF-JOB-07", name: "copies unread", snapshot: unread(.copyJobs), verdict: .unknown),
        .init(
            control: "HF-JOB-08", name: "it runs and is expected now",
            snapshot: world(backups: [job("r", hoursAgo: 2, state: .running, expectedIn: .zero)]), verdict: .compliant),
        .init(
            control: "HF-JOB-08", name: "it was expected a second ago",
            snapshot: world(backups: [job("r", hoursAgo: 2, state: .running, expectedIn: .seconds(-1))]),
            verdict: .nonCompliant),
        .init(
            control: "HF-JOB-08", name: "for more than a week",
            snapshot: world(backups: [job("r", hoursAgo: 24 * 7 + 1, state: .running)]), verdict: .nonCompliant),
        .init(
            control: "HF-JOB-08", name: "none runs", snapshot: world(backups: [job("c", hoursAgo: 2)]),
            verdict: .notApplicable),
        .init(
            control: "HF-PLN-04", name: "as wide as needed",
            snapshot: world(backups: [job("c", hoursAgo: 2, minutes: 40)], plan: windows(60)), verdict: .compliant),
        .init(
            control: "HF-PLN-04", name: "narrower",
            snapshot: world(backups: [job("c", hoursAgo: 2, minutes: 41)], plan: windows(60)), verdict: .nonCompliant),
        .init(
            control: "HF-PLN-04", name: "a start window of 59 minutes",
            snapshot: world(backups: [job("c", hoursAgo: 2)], plan: windows(600, start: 59)), verdict: .nonCompliant),
        .init(
            control: "HF-PLN-04", name: "one began, one never did",
            snapshot: world(
                backups: [job("c", hoursAgo: 2), job("e", hoursAgo: 3, state: .expired)], plan: windows(600)),
            verdict: .nonCompliant),
        .init(control: "HF-PLN-04", name: "no job", snapshot: world(plan: windows(60)), verdict: .notApplicable),
        .init(control: "HF-PLN-04", name: "jobs unread", snapshot: unread(.backupJobs), verdict: .unknown),
    ]

    private static let copying = World.policy(
        tiers: [World.tier(copies: [CopyTarget(region: World.copyRegion, vaultName: "holdfast")])])
    private static let point = World.point(of: volume, at: "2026-11-22T20:00:00Z")
    private static let young = World.point(of: volume, at: "2026-11-23T05:00:00Z")

    static let copies: [Case] = [
        .init(
            control: "HF-CPY-04", name: "copied", policy: copying,
            snapshot: world(copies: [copy("c", hoursAgo: 15, of: point)], points: [point, young]), verdict: .compliant),
        .init(
            control: "HF-CPY-04", name: "never begun", policy: copying, snapshot: world(points: [point]),
            verdict: .nonCompliant),
        .init(
            control: "HF-CPY-04", name: "failed", policy: copying,
            snapshot: world(copies: [copy("c", hoursAgo: 15, state: .failed, of: point)], points: [point]),
            verdict: .nonCompliant),
        .init(
            control: "HF-CPY-04", name: "another point was copied", policy: copying,
            snapshot: world(copies: [copy("c", hoursAgo: 1, of: young)], points: [point, young]),
            verdict: .nonCompliant),
        .init(
            control: "HF-CPY-04", name: "not due yet", policy: copying, snapshot: world(points: [young]),
            verdict: .notApplicable),
        .init(
            control: "HF-CPY-04", name: "copies unread", policy: copying, snapshot: unread(.copyJobs), verdict: .unknown
        ),
        .init(
            control: "HF-CPY-05", name: "half a day", snapshot: world(copies: [copy("c", hours: 12)]),
            verdict: .compliant),
        .init(
            control: "HF-CPY-05", name: "longer", snapshot: world(copies: [copy("c", hours: 13)]),
            verdict: .nonCompliant),
        .init(
            control: "HF-CPY-05", name: "under way for longer",
            snapshot: world(copies: [copy("c", hoursAgo: 13, state: .running)]), verdict: .nonCompliant),
        .init(
            control: "HF-CPY-05", name: "under way",
            snapshot: world(copies: [copy("c", hoursAgo: 12, state: .running)]),
            verdict: .notApplicable),
        .init(control: "HF-CPY-05", name: "no copy", snapshot: world(), verdict: .notApplicable),
        .init(control: "HF-CPY-05", name: "copies unread", snapshot: unread(.copyJobs), verdict: .unknown),
        .init(
            control: "HF-CPY-07", name: "23 of a resource",
            snapshot: world(copies: (0..<23).map { copy("\($0)", state: .running) }), verdict: .compliant),
        .init(
            control: "HF-CPY-07", name: "24 of a resource",
            snapshot: world(copies: (0..<24).map { copy("\($0)", state: .running) }), verdict: .nonCompliant),
        .init(control: "HF-CPY-07", name: "none runs", snapshot: world(copies: [copy("c")]), verdict: .notApplicable),
        .init(control: "HF-CPY-07", name: "copies unread", snapshot: unread(.copyJobs), verdict: .unknown),
    ]
}
