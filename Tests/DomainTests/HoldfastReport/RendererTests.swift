import Foundation
import HoldfastEvaluation
import HoldfastModel
import HoldfastPlanning
import HoldfastReport
import TestSupport
import Testing

@Suite("Printing of reports")
struct RendererTests {
    static let report = Consolidator.organizationReport(of: [
        ReportFixtures.report(account: 1, seed: 4, status: .complete),
        ReportFixtures.report(account: 2, seed: 4, status: .denied),
        ReportFixtures.report(account: 3, seed: 9, status: .partial),
    ])

    @Test("Every form is what it was", arguments: ReportFormat.allCases)
    func golden(format: ReportFormat) throws {
        let actual = try ReportRenderer.render(Self.report, as: format, style: TableStyle(width: 140))
        #expect(
            String(decoding: actual, as: UTF8.self)
                == String(decoding: try Golden.expected("report.\(format.rawValue)", actual: actual), as: UTF8.self))
    }

    @Test("The JSON document printed piece by piece is the document as a whole")
    func jsonIsTheDocument() throws {
        var renderer = ReportRenderer(format: .json)
        let overview = Self.report.overview
        var bytes = try renderer.begin(overview)
        for finding in Self.report.findings { bytes += try renderer.findings([finding]) }
        bytes += try renderer.end()
        #expect(try ReportCoding.decode(OrganizationReport.self, from: bytes) == Self.report)
        let keys = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]).keys.sorted()
        #expect(keys == ["apiCalls", "coverage", "findings", "run", "schemaVersion", "summary"])
    }

    @Test("Every line of ndjson is an object of one key")
    func ndjsonLines() throws {
        let bytes = try ReportRenderer.render(Self.report, as: .ndjson)
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 1 + 3 + Self.report.findings.count + 2)
        for line in lines {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(object?.count == 1)
        }
    }

    @Test(
        "A cell that begins like a formula is text for a spreadsheet",
        arguments: ["=1+1", "+1", "-1", "@a", "\ta", "\ra", "=cmd|' /C calc'!A0,\"x\""])
    func formulas(text: String) throws {
        let finding = ReportFixtures.finding(message: text)
        let report = OrganizationReport(overview: Self.report.overview, findings: [finding])
        let csv = String(decoding: try ReportRenderer.render(report, as: .csv), as: UTF8.self)
        let quoted = "'" + text.replacing("\"", with: "\"\"")
        #expect(csv.contains("," + quoted + ",") || csv.contains(",\"" + quoted + "\","))
        #expect(!csv.contains("," + text + ","))
    }

    @Test("Names cannot steer a terminal")
    func controlCharacters() throws {
        let finding = ReportFixtures.finding(message: "\u{1B}]0;owned\u{07}\u{202E}txt")
        let report = OrganizationReport(overview: Self.report.overview, findings: [finding])
        for width in [80, 140] {
            let text = String(
                decoding: try ReportRenderer.render(report, as: .table, style: TableStyle(width: width)), as: UTF8.self)
            #expect(!text.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") || $0.value == 0x202E })
        }
    }

    @Test("A plan shows each field before and after")
    func planFields() throws {
        let rules = FieldValue.object(["DeleteAfterDays": .integer(35), "Name": .string("daily"), "Copies": .array([])])
        let before = FieldValue.object(["DeleteAfterDays": .integer(7), "Name": .string("daily"), "Old": .bool(true)])
        let change = Change(
            id: "c1", accountID: ReportFixtures.account(1), region: ReportFixtures.region("eu-central-1"),
            action: .updatePlan, target: "holdfast-gold", before: .object(["Rules": .array([before])]),
            after: .object(["Rules": .array([rules])]),
            payload: .tagVault(
                arn: try #require(ResourceARN(rawValue: "arn:aws:backup:eu-central-1:000000000001:backup-vault:x")),
                tags: [:]), reasons: [], preconditions: [], iamActions: [], isEnforced: false)
        #expect(
            ChangePlanRenderer.fields(of: change).map { "\($0.path) \($0.before ?? "-") \($0.after ?? "-")" } == [
                "Rules[0].Copies - []", "Rules[0].DeleteAfterDays 7 35", "Rules[0].Old true -",
            ])
        let refusal = ChangeRefusal(
            code: "copy-links-missing", message: "no link", region: nil, target: "holdfast-gold")
        let plan = ChangePlan(
            createdAt: ReportFixtures.start, policyHash: "p",
            accounts: [
                AccountChangePlan(
                    accountID: ReportFixtures.account(1), accountName: "prod|a", changes: [change], refusals: [refusal])
            ])
        for format in ChangePlanRenderer.Format.allCases {
            let actual = try ChangePlanRenderer.render(plan, as: format)
            #expect(actual == (try Golden.expected("plan.\(format.rawValue)", actual: actual)))
        }
        #expect(
            try ReportCoding.decode(ChangePlan.self, from: ChangePlanRenderer.render(plan, as: .json)) == plan)
    }
}
