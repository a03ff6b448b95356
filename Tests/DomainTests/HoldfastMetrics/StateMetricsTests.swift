import HoldfastEvaluation
import HoldfastMetrics
import HoldfastModel
import HoldfastReport
import TestSupport
import Testing

@Suite("Metrics of what sweeps found")
struct StateMetricsTests {
    private func samples(_ text: String) throws -> [String: [[String: String]: Double]] {
        var result: [String: [[String: String]: Double]] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let (name, labels, value) = try ExpositionLine.parse(line)
            #expect(result[name, default: [:]].updateValue(value, forKey: labels) == nil, "a series twice: \(line)")
        }
        return result
    }

    @Test("Series read back from their text sum up to the reports", arguments: UInt64(1)...12)
    func sumsHold(seed: UInt64) throws {
        var random = ReportFixtures.Generator(seed: seed)
        let reports = (1...Int.random(in: 1...20, using: &random)).map {
            ReportFixtures.report(account: $0, seed: random.next())
        }
        let standings = reports.map { AccountStanding(summary: AccountSummary($0), lastSuccessAt: nil) }
        let families = StateMetrics.families(of: standings.shuffled(using: &random), now: ReportFixtures.start)
        #expect(MetricLint.problems(in: families) == [], "seed \(seed)")
        for format in Exposition.Format.allCases {
            let text = String(decoding: Exposition.render(families, as: format), as: UTF8.self)
            let series = try samples(text)
            for status in ProtectionStatus.allCases {
                let sum = (series["holdfast_resources"] ?? [:]).filter { $0.key["status"] == status.rawValue }
                    .values.reduce(0, +)
                let expected = reports.reduce(0) { $0 + $1.resources.count { $0.status == status } }
                #expect(Int(sum) == expected, "seed \(seed) \(status)")
            }
            for verdict in Verdict.allCases {
                let sum = (series["holdfast_findings"] ?? [:]).filter { $0.key["verdict"] == verdict.rawValue }
                    .values.reduce(0, +)
                let expected = reports.reduce(0) { $0 + $1.findings.count { $0.verdict == verdict } }
                #expect(Int(sum) == expected, "seed \(seed) \(verdict)")
            }
            #expect((series["holdfast_accounts"] ?? [:]).values.reduce(0, +) == Double(reports.count))
            #expect((series["holdfast_coverage"] ?? [:]).values.reduce(0, +) == Double(reports.count))
            let names = series["holdfast_account_info"]?.keys.compactMap { $0["account_name"] } ?? []
            #expect(names.contains("name \"1\"\n\\"))
        }
    }

    @Test("Every family is one of the catalogue's, and says which labels it has")
    func familiesAreKnown() {
        let standing = AccountStanding(
            summary: AccountSummary(ReportFixtures.report(account: 1, seed: 3, status: .complete)),
            lastSuccessAt: ReportFixtures.start, receivedAt: ReportFixtures.start)
        for family in StateMetrics.families(of: [standing], now: ReportFixtures.start) {
            #expect(MetricCatalog.all.contains(family.definition))
            #expect(!family.samples.isEmpty, "\(family.definition.name)")
        }
    }

    @Test("An account that could not be read shows no count that looks like zero")
    func deniedShowsNoZero() throws {
        let report = ReportFixtures.report(account: 1, status: .denied)
        let families = StateMetrics.families(
            of: [AccountStanding(summary: AccountSummary(report), lastSuccessAt: nil)], now: ReportFixtures.start)
        let series = try samples(String(decoding: Exposition.render(families, as: .text), as: UTF8.self))
        for name in [
            "holdfast_resources", "holdfast_resources_rpo_breached", "holdfast_resources_never_backed_up",
            "holdfast_recovery_points", "holdfast_plan_pending_changes", "holdfast_vault_locked",
            "holdfast_sweep_last_success_timestamp_seconds",
        ] { #expect(series[name] == nil, "\(name)") }
        #expect(series["holdfast_sweep_success"]?.values.first == 0)
        #expect(series["holdfast_coverage"]?.first { $0.key["status"] == "denied" }?.value == 1)
        #expect(series["holdfast_accounts"]?.first { $0.key["state"] == "denied" }?.value == 1)
    }

    @Test("Ages: the worst resource counts, never backed up is 0, exactly at the objective is within it")
    func ages() throws {
        let run = ReportFixtures.run()
        func row(_ name: String, _ hours: Int?, milliseconds: Int = 0, status: ProtectionStatus = .protected) throws
            -> ResourceRow
        {
            ResourceRow(
                arn: try #require(ResourceARN(rawValue: "arn:aws:ec2:eu-central-1:000000000001:volume/\(name)")),
                type: .ebs, assignment: .tier, tier: "gold", status: status,
                newestRecoveryPointAt: hours.map {
                    run.startedAt.advanced(by: .hours(-$0) - .milliseconds(milliseconds))
                })
        }
        func group(_ rows: [ResourceRow], gaps: [ReadGap] = []) throws -> ResourceGroup {
            let source = FactSource(api: "a", requestID: nil, readAt: run.startedAt)
            let report = AccountReport(
                run: run, account: ReportFixtures.report(account: 1).account,
                region: ReportFixtures.region("eu-central-1"),
                coverage: Coverage(gaps: gaps, sources: [.vaults: [source]]),
                policy: ReportFixtures.policy, resources: rows)
            return try #require(AccountSummary(report).resources.first)
        }
        let exact = try group([row("a", 24), row("b", 3)])
        #expect(exact.rpoBreached == 0 && exact.neverBackedUp == 0)
        #expect(exact.oldestNewestRecoveryPoint == run.startedAt.advanced(by: .hours(-24)))
        let late = try group([row("a", 24, milliseconds: 1), row("b", nil)])
        #expect(late.rpoBreached == 1 && late.neverBackedUp == 1)
        let unknown = try group([row("a", nil, status: .unknown)])
        #expect(unknown.neverBackedUp == 0)
        let unread = try group(
            [row("a", nil, status: .pending)], gaps: [ReportFixtures.gap(.recoveryPoints, "x", .failed)])
        #expect(unread.neverBackedUp == 0)
    }

    @Test("A waiver has expired from its last moment on")
    func waivers() throws {
        let standing = AccountStanding(
            summary: AccountSummary(ReportFixtures.report(account: 1, status: .complete)), lastSuccessAt: nil)
        let end = ReportFixtures.policy.waivers[0].expiresAt
        for (now, expired) in [(end.advanced(by: .milliseconds(-1)), 0.0), (end, 1.0)] {
            let families = StateMetrics.families(of: [standing], now: now)
            let series = try samples(String(decoding: Exposition.render(families, as: .text), as: UTF8.self))
            #expect(series["holdfast_waivers"]?[["state": "expired"]] == expired)
            #expect(series["holdfast_waivers"]?[["state": "active"]] == 1 - expired)
        }
    }
}

/// Reads one line of an exposition, independently of how it was written.
enum ExpositionLine {
    struct Malformed: Error {
        let line: String
    }

    static func parse(_ line: Substring) throws -> (name: String, labels: [String: String], value: Double) {
        var rest = line[...]
        let name = String(rest.prefix { $0 != "{" && $0 != " " })
        rest = rest.dropFirst(name.count)
        var labels: [String: String] = [:]
        if rest.first == "{" {
            rest.removeFirst()
            while rest.first != "}" {
                let key = String(rest.prefix { $0 != "=" })
                rest = rest.dropFirst(key.count)
                guard rest.hasPrefix("=\"") else { throw Malformed(line: String(line)) }
                rest = rest.dropFirst(2)
                var value = ""
                while let character = rest.popFirst(), character != "\"" {
                    guard character == "\\" else {
                        value.append(character)
                        continue
                    }
                    switch rest.popFirst() {
                    case "n": value.append("\n")
                    case let escaped?: value.append(escaped)
                    case nil: throw Malformed(line: String(line))
                    }
                }
                labels[key] = value
                if rest.first == "," { rest.removeFirst() }
                if rest.isEmpty { throw Malformed(line: String(line)) }
            }
            rest.removeFirst()
        }
        guard rest.first == " ", let value = Double(rest.dropFirst()) else { throw Malformed(line: String(line)) }
        return (name, labels, value)
    }
}
