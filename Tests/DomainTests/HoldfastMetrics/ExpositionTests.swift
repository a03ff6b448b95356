import HoldfastMetrics
import TestSupport
import Testing

@Suite("Exposition of metrics")
struct ExpositionTests {
    static let families: [MetricFamily] = {
        let gauge = MetricDefinition("a_gauge_seconds", .gauge, labels: ["name"], help: "A \"gauge\"\nwith \\.")
        let counter = MetricDefinition("a_things_total", .counter, help: "Things.")
        let histogram = MetricDefinition("a_wait_seconds", .histogram, labels: ["op"], help: "Waits.")
        let empty = MetricDefinition("a_nothing", .gauge, help: "Nothing.")
        return [
            MetricFamily(
                gauge,
                [
                    MetricSample(labelValues: ["q\"b\\n\n"], value: .number(1.5)),
                    MetricSample(labelValues: ["ü"], value: .number(.nan)),
                    MetricSample(labelValues: ["big"], value: .number(1_795_435_200.25)),
                    MetricSample(labelValues: ["down"], value: .number(-.infinity)),
                ]),
            MetricFamily(counter, [MetricSample(labelValues: [], value: .number(3))]),
            MetricFamily(empty),
            MetricFamily(
                histogram,
                [
                    MetricSample(
                        labelValues: ["x"],
                        value: .histogram(
                            buckets: [.init(upperBound: 0.5, count: 1), .init(upperBound: 1, count: 2)], sum: 7.25,
                            count: 3))
                ]),
        ]
    }()

    @Test("Both forms are what they were", arguments: Exposition.Format.allCases)
    func golden(format: Exposition.Format) throws {
        let actual = Exposition.render(Self.families, as: format)
        let expected = try Golden.expected("exposition.\(format).txt", actual: actual)
        #expect(String(decoding: actual, as: UTF8.self) == String(decoding: expected, as: UTF8.self))
    }

    @Test("Only OpenMetrics ends with a mark, and names a counter's family without its ending")
    func differences() {
        let text = String(decoding: Exposition.render(Self.families, as: .text), as: UTF8.self)
        let open = String(decoding: Exposition.render(Self.families, as: .openMetrics), as: UTF8.self)
        #expect(!text.contains("# EOF") && open.hasSuffix("\n# EOF\n"))
        #expect(text.contains("# TYPE a_things_total counter\n") && open.contains("# TYPE a_things counter\n"))
        #expect(text.contains("\na_things_total 3\n") && open.contains("\na_things_total 3\n"))
        #expect(text.contains("le=\"1\"} 2\n") && open.contains("le=\"1.0\"} 2\n"))
        #expect(!text.contains("a_nothing"))
    }

    @Test("The catalogue keeps every convention")
    func catalogueIsClean() {
        #expect(MetricLint.problems(in: MetricCatalog.all) == [])
        #expect(MetricLint.problems(in: Self.families) == [])
    }

    @Test(
        "Each convention that is broken is named",
        arguments: [
            (MetricDefinition("aCamel", .gauge, help: "x"), "lower-case"),
            (MetricDefinition("a", .counter, help: "x"), "_total"),
            (MetricDefinition("a_total", .gauge, help: "x"), "_total"),
            (MetricDefinition("a", .gauge, help: ""), "help"),
            (MetricDefinition("a__b", .gauge, help: "x"), "empty word"),
            (MetricDefinition("a_minutes", .gauge, help: "x"), "base unit"),
            (MetricDefinition("a_sum", .gauge, help: "x"), "histogram"),
            (MetricDefinition("a", .gauge, labels: ["le"], help: "x"), "label"),
            (MetricDefinition("a", .gauge, labels: ["b", "b"], help: "x"), "twice"),
        ])
    func lint(definition: MetricDefinition, part: String) {
        #expect(MetricLint.problems(in: [definition]).contains { $0.contains(part) })
    }

    @Test("Two series with the same labels, or with too few, are named")
    func lintSeries() {
        let definition = MetricDefinition("a", .gauge, labels: ["b"], help: "x")
        let twice = MetricFamily(
            definition, [.init(labelValues: ["1"], value: .number(1)), .init(labelValues: ["1"], value: .number(2))])
        #expect(MetricLint.problems(in: [twice]).count == 1)
        let few = MetricFamily(definition, [.init(labelValues: [], value: .number(1))])
        #expect(MetricLint.problems(in: [few]).count == 1)
    }
}
