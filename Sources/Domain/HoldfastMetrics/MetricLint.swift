/// Looks for what Prometheus' conventions forbid, as `promtool check metrics` does, and for what would break a scrape.
public enum MetricLint {
    /// What is wrong with the families, a sentence each; nothing for good ones.
    public static func problems(in families: [MetricFamily]) -> [String] {
        var problems = self.problems(in: families.map(\.definition))
        for family in families {
            var seen: Set<[String]> = []
            let name = family.definition.name
            for sample in family.samples {
                if sample.labelValues.count != family.definition.labels.count {
                    problems.append("\(name): a series has \(sample.labelValues.count) label values")
                }
                if !seen.insert(sample.labelValues).inserted {
                    problems.append("\(name): two series have the labels \(sample.labelValues)")
                }
                if case .histogram = sample.value, family.definition.kind != .histogram {
                    problems.append("\(name): a series has buckets, the metric is a \(family.definition.kind.rawValue)")
                }
            }
        }
        return problems
    }

    /// What is wrong with the definitions.
    public static func problems(in definitions: [MetricDefinition]) -> [String] {
        var problems: [String] = []
        var names: Set<String> = []
        for definition in definitions {
            if !names.insert(definition.name).inserted {
                problems.append("\(definition.name): the name is taken twice")
            }
            problems += self.problems(in: definition).map { "\(definition.name): \($0)" }
        }
        return problems
    }

    private static let otherUnits = [
        "milliseconds", "microseconds", "minutes", "hours", "days", "kilobytes", "megabytes", "gigabytes", "percent",
    ]

    private static func problems(in definition: MetricDefinition) -> [String] {
        var problems: [String] = []
        let words = definition.name.split(separator: "_", omittingEmptySubsequences: false)
        if definition.help.isEmpty { problems.append("there is no help") }
        if !isName(definition.name) { problems.append("the name is not lower-case words with underscores") }
        if words.contains(where: \.isEmpty) { problems.append("the name has an empty word") }
        if (definition.kind == .counter) != (words.last == "total") {
            problems.append("counters, and only counters, end with _total")
        }
        if let last = words.last, ["count", "sum", "bucket"].contains(last) {
            problems.append("the ending _\(last) is a histogram's")
        }
        for unit in otherUnits where words.contains(Substring(unit)) { problems.append("\(unit) is no base unit") }
        for label in definition.labels where !isName(label) || label.hasPrefix("__") || label == "le" {
            problems.append("the label \(label) is not allowed")
        }
        if Set(definition.labels).count != definition.labels.count { problems.append("a label is named twice") }
        return problems
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x61...0x7A).contains(first) else { return false }
        return text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }
}
