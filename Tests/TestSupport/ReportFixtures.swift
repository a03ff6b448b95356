public import HoldfastEvaluation
public import HoldfastModel
public import HoldfastReport

/// Account reports for tests: some by hand, any number by seed.
public enum ReportFixtures {
    /// A moment all of them begin at: 2026-11-23T12:00:00Z.
    public static let start = Instant(millisecondsSinceEpoch: 1_795_435_200_000)

    /// Numbers that follow from a seed, by Steele's SplitMix64.
    public struct Generator: RandomNumberGenerator {
        private var state: UInt64

        /// Begins with a seed.
        public init(seed: UInt64) { state = seed }

        /// The next number.
        public mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    /// The account of that number.
    public static func account(_ number: Int) -> AccountID {
        let digits = String(number % 1_000_000_000_000)
        guard let id = AccountID(rawValue: String(repeating: "0", count: 12 - digits.count) + digits) else {
            preconditionFailure("twelve digits name an account")
        }
        return id
    }

    /// The Region of that code.
    public static func region(_ code: String) -> AWSRegion {
        guard let region = AWSRegion(rawValue: code) else { preconditionFailure("\(code) is no Region") }
        return region
    }

    /// A run that begins some minutes after `start` and takes a minute.
    public static func run(_ id: String = "run-1", minutes: Int = 0) -> ReportRun {
        let began = start.advanced(by: .minutes(minutes))
        return ReportRun(id: id, startedAt: began, finishedAt: began.advanced(by: .minutes(1)), policyHash: "p0")
    }

    /// The tiers of all fixtures.
    public static let policy = ReportPolicy(
        tiers: [TierObjective(name: "gold", rpoSeconds: 86_400), TierObjective(name: "silver", rpoSeconds: 172_800)],
        waivers: [WaiverRow(id: "w1", expiresAt: start.advanced(by: .hours(24)))])

    /// One finding.
    public static func finding(
        _ control: String = "HF-COV-01", verdict: Verdict = .nonCompliant, severity: Severity = .high,
        account: Int = 1, region: String? = "eu-central-1", resource: String = "volume/vol-1", message: String = "why"
    ) -> Finding {
        let arn = "arn:aws:ec2:\(region ?? ""):\(self.account(account)):\(resource)"
        return Finding(
            id: "\(control)-\(account)-\(region ?? "")-\(resource)", controlID: control, verdict: verdict,
            severity: severity, accountID: self.account(account), region: region.map(self.region), resourceARN: arn,
            resourceType: "EBS", tier: "gold", message: message,
            evidence: [
                Evidence(name: "newestRecoveryPoint", value: "none", api: "backup:ListRecoveryPointsByBackupVault")
            ])
    }

    /// A report with random contents, the same for the same seed, account, Region and run.
    public static func report(
        account number: Int, region code: String = "eu-central-1", run: ReportRun = run(), seed: UInt64 = 1,
        status: CoverageStatus? = nil
    ) -> AccountReport {
        var random = Generator(
            seed: seed &* 31 &+ UInt64(number) &* 7 &+ UInt64(code.utf8.reduce(0) { $0 &* 31 &+ Int($1) }))
        let statuses: [CoverageStatus] = [.complete, .complete, .partial, .throttled, .denied]
        let status = status ?? statuses.randomElement(using: &random) ?? .complete
        let account = ReportAccount(
            accountID: account(number), accountName: "name \"\(number)\"\n\\", ouPath: "Workloads/Prod", state: .active)
        guard status != .denied else {
            return AccountReport(
                run: run, account: account, region: region(code), coverage: coverage(status), policy: policy)
        }
        var rows: [ResourceRow] = []
        var findings: [Finding] = []
        for index in 0..<Int.random(in: 0...20, using: &random) {
            let row = row(index, account: number, region: code, run: run, using: &random)
            rows.append(row)
            for control in ["HF-COV-01", "HF-COV-02"] {
                findings.append(
                    finding(
                        control, verdict: Verdict.allCases.randomElement(using: &random) ?? .unknown,
                        severity: Severity.allCases.randomElement(using: &random) ?? .low, account: number,
                        region: code,
                        resource: row.arn.resource))
            }
        }
        return AccountReport(
            run: run, account: account, region: region(code), coverage: coverage(status), policy: policy,
            findings: findings, resources: rows,
            recoveryPoints: [
                RecoveryPointCount(vault: "main", storageClass: "warm", status: "COMPLETED", count: 3, bytes: 1 << 40),
                RecoveryPointCount(vault: "main", storageClass: "cold", status: "EXPIRED", count: 1, bytes: 7),
            ],
            vaults: [
                VaultRow(name: "main", isLocked: Bool.random(using: &random)), VaultRow(name: "new", isLocked: nil),
            ],
            pendingChanges: [PendingChangeCount(action: "create-plan", count: Int.random(in: 0...3, using: &random))],
            managed: ManagedCounts(plans: 2, selections: 3, managedPlans: 1, managedSelections: 2),
            apiCalls: [APICallCount(service: "backup", operation: "ListBackupVaults", count: 2)])
    }

    private static func row(
        _ index: Int, account: Int, region: String, run: ReportRun, using random: inout Generator
    ) -> ResourceRow {
        let text = "arn:aws:ec2:\(region):\(self.account(account)):volume/vol-\(index)"
        guard let arn = ResourceARN(rawValue: text) else { preconditionFailure("\(text) is no ARN") }
        let tier = ["gold", "silver", nil].randomElement(using: &random) ?? nil
        let status = ProtectionStatus.allCases.randomElement(using: &random) ?? .unknown
        let age = Int.random(in: 0...100, using: &random)
        let newest = status == .unknown || age < 10 ? nil : run.startedAt.advanced(by: .hours(-age))
        return ResourceRow(
            arn: arn, type: [.ebs, .ec2].randomElement(using: &random) ?? .ebs,
            assignment: tier == nil ? .unassigned : .tier,
            tier: tier, status: status, newestRecoveryPointAt: newest, flaggedBy: index % 3 == 0 ? ["rule"] : [])
    }

    private static func coverage(_ status: CoverageStatus) -> Coverage {
        switch status {
        case .complete, .suspended, .excluded: return Coverage(status: status)
        case .denied: return Coverage(gaps: [gap(.session, "sts:AssumeRole", .denied)], sources: [:])
        case .throttled, .partial:
            let reason: ReadGap.Reason = status == .throttled ? .throttled : .failed
            let source = FactSource(api: "backup:ListBackupVaults", requestID: "r", readAt: start)
            return Coverage(
                gaps: [gap(.recoveryPoints, "backup:ListRecoveryPointsByBackupVault", reason)],
                sources: [.vaults: [source]])
        }
    }

    /// A gap in everything of one fact.
    public static func gap(_ fact: FactKind, _ api: String, _ reason: ReadGap.Reason) -> ReadGap {
        ReadGap(fact: fact, scope: .everything, api: api, reason: reason, code: "Some\(reason)", message: "no")
    }
}
