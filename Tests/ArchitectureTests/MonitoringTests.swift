import Foundation
import HoldfastEvaluation
import HoldfastMetrics
import TestSupport
import Testing

@Suite("Rules and dashboards use what is served")
struct MonitoringTests {
    let tree: SourceTree

    init() throws { tree = try SourceTree() }

    /// A metric named in an expression, with the labels of its selector.
    struct Selector: Hashable {
        let metric: String
        let labels: Set<String>
    }

    /// The metrics an expression names, and the labels it groups or joins by.
    static func read(_ expression: String) throws -> (selectors: [Selector], labels: Set<String>) {
        var selectors: [Selector] = []
        let named = /\b([a-z_]*:?holdfast_[a-z0-9_:]+|process_[a-z_]+)(?:\{([^}]*)\})?/
        for match in expression.matches(of: named) {
            let labels = (match.2 ?? "").matches(of: /([a-z_]+)\s*(?:=~|!~|!=|=)/).map { String($0.1) }
            selectors.append(Selector(metric: String(match.1), labels: Set(labels)))
        }
        let grouped = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/
        let labels = expression.matches(of: grouped).flatMap {
            $0.1.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        return (selectors, Set(labels.filter { !$0.isEmpty }))
    }

    /// What is wrong with an expression.
    static func problems(_ expression: String, records: Set<String>) throws -> [String] {
        let (selectors, grouped) = try read(expression)
        let scraped: Set = ["job", "instance", "le"]
        let known = Dictionary(uniqueKeysWithValues: MetricCatalog.all.map { ($0.name, $0) })
        var problems: [String] = []
        var labels = scraped
        for selector in selectors where !records.contains(selector.metric) {
            let base = ["_bucket", "_sum", "_count"].first { selector.metric.hasSuffix($0) }
                .map { String(selector.metric.dropLast($0.count)) }
            guard let definition = known[selector.metric] ?? base.flatMap({ known[$0] }) else {
                problems.append("\(selector.metric) is in no catalogue")
                continue
            }
            labels.formUnion(definition.labels)
            for label in selector.labels.subtracting(definition.labels).subtracting(scraped) {
                problems.append("\(selector.metric) has no label \(label)")
            }
        }
        if !selectors.contains(where: { records.contains($0.metric) }) {
            for label in grouped.subtracting(labels) { problems.append("nothing here has a label \(label)") }
        }
        return problems
    }

    @Test("Every metric and label of rules exists")
    func rules() throws {
        let files = ["rules/holdfast.rules.yml", "rules/holdfast.alerts.yml"]
        let texts = try files.map { try tree.text(of: $0) }
        let records = Set(texts.flatMap { $0.matches(of: /record: (\S+)/).map { String($0.1) } })
        var seen = 0
        for text in texts {
            for block in text.split(separator: "expr:").dropFirst() {
                let end = block.firstRange(of: /\n +(for|labels):|\n +- (record|alert):/)?.lowerBound ?? block.endIndex
                seen += try Self.read(String(block[..<end])).selectors.count
                #expect(try Self.problems(String(block[..<end]), records: records) == [])
            }
        }
        #expect(seen > 20)
    }

    @Test("Every series of the rules' tests is one the catalogue describes")
    func ruleTests() throws {
        let folder = tree.root + "/rules/tests"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(!files.isEmpty)
        for file in files {
            for match in try tree.text(of: "rules/tests/\(file)").matches(of: /series: '([^']*)'/) {
                #expect(try Self.problems(String(match.1), records: []) == [], "\(file)")
            }
        }
    }

    @Test("Every alert has a test where it fires, and all but the watchdog one where it stays quiet")
    func everyAlertIsTested() throws {
        let alerts = try tree.text(of: "rules/holdfast.alerts.yml").matches(of: /alert: (\S+)/).map { String($0.1) }
        let folder = tree.root + "/rules/tests"
        let tests = try FileManager.default.contentsOfDirectory(atPath: folder)
            .map { try tree.text(of: "rules/tests/\($0)") }.joined()
        #expect(alerts.count > 10 && Set(alerts).count == alerts.count)
        for alert in alerts {
            #expect(tests.contains("name: \(alert) fires\n"), "\(alert)")
            #expect(tests.contains("name: \(alert) stays quiet\n") || alert == "HoldfastWatchdog", "\(alert)")
        }
    }

    @Test("Every metric and label of dashboards exists, and panels follow Grafana's conventions")
    func dashboards() throws {
        let folder = tree.root + "/dashboards"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }
        #expect(!files.isEmpty)
        for file in files {
            let data = Data(try tree.text(of: "dashboards/\(file)").utf8)
            let dashboard = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            #expect(dashboard["uid"] as? String == file.replacing(".json", with: ""))
            #expect(dashboard["id"] is NSNull && dashboard["editable"] as? Bool == false)
            #expect(dashboard["timezone"] as? String == "utc" && dashboard["__inputs"] == nil)
            let panels = try #require(dashboard["panels"] as? [[String: Any]])
            #expect(Set(panels.compactMap { $0["id"] as? Int }).count == panels.count)
            for panel in panels {
                let title = panel["title"] as? String ?? ""
                #expect(!title.isEmpty && (panel["description"] as? String)?.isEmpty == false, "\(title)")
                #expect((panel["datasource"] as? [String: String])?["uid"] == "${datasource}", "\(title)")
                let targets = try #require(panel["targets"] as? [[String: Any]])
                for target in targets {
                    let expression = try #require(target["expr"] as? String)
                    #expect(try !Self.read(expression).selectors.isEmpty, "\(title)")
                    #expect(try Self.problems(expression, records: []) == [], "\(title)")
                }
            }
            let variables = (dashboard["templating"] as? [String: Any])?["list"] as? [[String: Any]] ?? []
            for variable in variables {
                guard let query = variable["definition"] as? String,
                    let match = query.firstMatch(of: /label_values\((\w+), (\w+)\)/)
                else { continue }
                let selector = "\(match.1){\(match.2)=\"\"}"
                #expect(try Self.problems(selector, records: []) == [], "\(query)")
            }
        }
    }

    @Test(
        "The references of metrics and controls are their catalogues'; RECORD_GOLDEN=1 writes them",
        arguments: ["Metrics": MetricReference.markdown(), "Controls": ControlReference.markdown()])
    func reference(name: String, page: String) throws {
        let path = "Sources/CommandLine/holdfast/Documentation.docc/Reference/\(name).md"
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
            let file = URL(fileURLWithPath: "\(tree.root)/\(path)")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(page.utf8).write(to: file)
        }
        #expect(try tree.text(of: path) == page)
    }

    @Test(
        "promtool takes the rules, and their tests pass",
        .enabled(if: ForeignTool("promtool") != nil, "promtool is not here: run make judges"))
    func promtool() throws {
        let tool = try #require(ForeignTool("promtool"))
        let rules = ["rules/holdfast.rules.yml", "rules/holdfast.alerts.yml"].map { "\(tree.root)/\($0)" }
        let folder = tree.root + "/rules/tests"
        let tests = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { "\(folder)/\($0)" }
        for arguments in [["check", "rules"] + rules, ["test", "rules"] + tests] {
            let (status, output) = try tool.run(arguments)
            #expect(status == 0, "\(output)")
        }
    }
}
