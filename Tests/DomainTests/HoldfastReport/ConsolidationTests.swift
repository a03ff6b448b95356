import HoldfastModel
import HoldfastReport
import TestSupport
import Testing

@Suite("Consolidation of reports")
struct ConsolidationTests {
    static let reports = (1...12).flatMap { number in
        ["eu-central-1", "us-east-1"].map { ReportFixtures.report(account: number, region: $0, seed: 5) }
    }

    @Test("The order of reports does not show in the bytes")
    func orderDoesNotShow() throws {
        let expected = try ReportCoding.encode(Consolidator.organizationReport(of: Self.reports))
        for seed in UInt64(1)...5 {
            var random = ReportFixtures.Generator(seed: seed)
            let shuffled = Self.reports.shuffled(using: &random)
            #expect(
                try ReportCoding.encode(Consolidator.organizationReport(of: shuffled)) == expected, "seed \(seed)")
        }
    }

    @Test("The five statuses sum to the inventory, and every account and Region stands in coverage once")
    func statusesSumUp() {
        let report = Consolidator.organizationReport(of: Self.reports)
        let counts = report.summary.resources
        #expect(counts.total == Self.reports.reduce(0) { $0 + $1.resources.count })
        #expect(
            ProtectionStatus.allCases.reduce(0) { $0 + counts[$1] } == counts.total && counts.total > 0)
        #expect(Set(report.coverage.map { "\($0.accountID)\($0.region?.rawValue ?? "")" }).count == 24)
        #expect(report.findings.count == Self.reports.reduce(0) { $0 + $1.findings.count })
        #expect(report.summary.byVerdict.values.reduce(0, +) == report.findings.count)
        #expect(report.apiCalls["backup"]?["ListBackupVaults"] == 2 * Self.reports.count { !$0.apiCalls.isEmpty })
        let complete = Self.reports.count { $0.coverage.status == .complete }
        #expect(report.summary.coverageRatio == Double(complete) / 24)
    }

    @Test("Of two reports on one account and Region the one that finished later counts")
    func laterReportCounts() {
        let early = ReportFixtures.report(account: 1, run: ReportFixtures.run("a"), seed: 2, status: .complete)
        let late = ReportFixtures.report(
            account: 1, run: ReportFixtures.run("b", minutes: 10), seed: 3, status: .partial)
        for pair in [[early, late], [late, early]] {
            let report = Consolidator.organizationReport(of: pair)
            #expect(report.coverage.map(\.status) == [.partial])
            #expect(report.findings == late.findings)
            #expect(report.run.id == "b")
        }
    }

    @Test("An account with one denied Region counts as denied, suspended accounts are outside the ratio")
    func statesOfAccounts() throws {
        let account = Account(id: ReportFixtures.account(3), name: "old", state: .suspended)
        let reports = [
            ReportFixtures.report(account: 1, region: "eu-central-1", status: .complete),
            ReportFixtures.report(account: 1, region: "us-east-1", status: .denied),
            ReportFixtures.report(account: 2, status: .complete),
            AccountReport(notSwept: account, isExcluded: false, run: ReportFixtures.run()),
        ]
        let report = Consolidator.organizationReport(of: reports)
        #expect(
            report.summary.accounts == [
                "ok": 1, "denied": 1, "suspended": 1, "excluded": 0, "partial": 0, "throttled": 0,
            ])
        #expect(abs(report.summary.coverageRatio - 2.0 / 3) < 1e-9)
        #expect(report.coverage.map(\.region?.rawValue) == ["eu-central-1", "us-east-1", "eu-central-1", nil])
        let overview = Consolidator.organizationReport(of: [reports[3]])
        #expect(overview.summary.coverageRatio == 0)
    }

    @Test("A report read back from its bytes is the same")
    func reportsRoundTrip() throws {
        for report in Self.reports {
            #expect(try ReportCoding.accountReport(from: ReportCoding.encode(report)) == report)
        }
        let whole = Consolidator.organizationReport(of: Self.reports)
        #expect(try ReportCoding.decode(OrganizationReport.self, from: ReportCoding.encode(whole)) == whole)
    }

    @Test(
        "Bytes that are no report are refused with the place",
        arguments: [
            ("", "not"), ("[]", ""), ("{\"schemaVersion\":2}", "version 2"), ("{\"schemaVersion\":1}", "missing"),
            ("{\"schemaVersion\":\"1\"}", "schemaVersion"),
        ])
    func wrongBytes(text: String, part: String) {
        let error = #expect(throws: ReportError.self) { try ReportCoding.accountReport(from: Array(text.utf8)) }
        #expect(
            error.map { $0.message.contains(part) || part == "not" || $0.message.contains("schemaVersion") } == true)
    }
}

@Suite("Coverage of an account and Region")
struct CoverageTests {
    private static let source = [FactKind.vaults: [FactSource(api: "a", requestID: nil, readAt: ReportFixtures.start)]]

    @Test("What could not be read decides the status")
    func statuses() {
        let gap = ReportFixtures.gap
        let cases: [([ReadGap], [FactKind: [FactSource]], CoverageStatus)] = [
            ([], Self.source, .complete),
            ([gap(.session, "sts:AssumeRole", .denied)], [:], .denied),
            ([gap(.session, "sts:AssumeRole", .expiredCredentials)], [:], .denied),
            ([gap(.session, "sts:AssumeRole", .failed)], [:], .partial),
            ([gap(.vaults, "a", .denied), gap(.plans, "b", .denied)], [:], .denied),
            ([gap(.plans, "b", .denied)], Self.source, .partial),
            ([gap(.plans, "b", .throttled)], Self.source, .throttled),
            ([gap(.plans, "b", .throttled), gap(.tags, "c", .failed)], Self.source, .partial),
            ([gap(.plans, "b", .notImplemented)], Self.source, .partial),
        ]
        for (gaps, sources, expected) in cases {
            #expect(Coverage(gaps: gaps, sources: sources).status == expected, "\(gaps.map(\.reason))")
        }
    }

    @Test("An inventory with a gap is not known to be whole")
    func inventoryKnowledge() {
        #expect(Coverage(status: .complete).knowsInventory)
        #expect(!Coverage(status: .denied).knowsInventory)
        #expect(!Coverage(status: .suspended).knowsInventory)
        #expect(!Coverage(gaps: [ReportFixtures.gap(.inventory, "a", .failed)], sources: Self.source).knowsInventory)
        #expect(Coverage(gaps: [ReportFixtures.gap(.tags, "a", .failed)], sources: Self.source).knowsInventory)
    }
}

@Suite("Exit status")
struct ExitDecisionTests {
    @Test("1 comes before 5, 4, 3, 2 and 0")
    func precedence() {
        var decision = ExitDecision()
        #expect(decision.code == 0)
        decision.reportsChanges = true
        #expect(decision.code == 2)
        decision.nonCompliant = [.medium: 4]
        #expect(decision.code == 2)
        decision.nonCompliant = [.critical: 1]
        #expect(decision.code == 3)
        decision.failOn = nil
        #expect(decision.code == 2)
        decision.failOn = .info
        decision.isIncomplete = true
        #expect(decision.code == 4)
        decision.ignoresOutcome = true
        #expect(decision.code == 0)
        decision.applyFailedPartly = true
        #expect(decision.code == 5)
        decision.hasFailed = true
        #expect(decision.code == 1)
    }

    @Test(
        "Coverage decides by its status",
        arguments: [
            (CoverageStatus.complete, Int32(0)), (.partial, 4), (.denied, 4), (.throttled, 4),
        ])
    func coverage(status: CoverageStatus, code: Int32) {
        let report = ReportFixtures.report(account: 1, status: status)
        var consolidator = Consolidator()
        consolidator.add(AccountSummary(report))
        #expect(ExitDecision(overview: consolidator.overview(), failOn: nil).code == code)
    }
}
