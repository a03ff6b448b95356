/// The page of the reference that lists every metric, made from the catalogue.
public enum MetricReference {
    /// The page as Markdown.
    public static func markdown(for definitions: [MetricDefinition] = MetricCatalog.all) -> String {
        var text = """
            # Metrics

            What agent and aggregator serve on `/metrics`, in text format 0.0.4 or OpenMetrics 1.0.0 as the scraper asks.

            State metrics tell what the last sweeps found; they change when a sweep of an account and Region ends, not
            with the scrape, and `holdfast_sweep_last_completion_timestamp_seconds` tells how fresh they are. A count is
            zero only where it is known to be zero: what could not be read has no series, and shows in
            `holdfast_coverage`. Scrape with `honor_labels: true`.

            | Metric | Type | Labels | Stability | Meaning |
            |---|---|---|---|---|

            """
        for definition in definitions {
            let labels = definition.labels.map { "`\($0)`" }.joined(separator: ", ")
            text += "| `\(definition.name)` | \(definition.kind.rawValue) | \(labels) | "
            text += "\(definition.stability.rawValue) | \(definition.help) |\n"
        }
        return text
    }
}
