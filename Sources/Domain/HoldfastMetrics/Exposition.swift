/// Writes metric families as Prometheus reads them.
public enum Exposition {
    /// The forms Prometheus knows.
    public enum Format: Hashable, Sendable, CaseIterable {
        /// The text format, version 0.0.4.
        case text
        /// OpenMetrics 1.0.0.
        case openMetrics

        /// The value of `Content-Type`.
        public var contentType: String {
            switch self {
            case .text: "text/plain; version=0.0.4; charset=utf-8"
            case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
            }
        }
    }

    /// Writes families in their order; a family without series is left out.
    public static func render(_ families: [MetricFamily], as format: Format) -> [UInt8] {
        var output: [UInt8] = []
        for family in families where !family.samples.isEmpty { append(family, as: format, to: &output) }
        if format == .openMetrics { output.append(contentsOf: "# EOF\n".utf8) }
        return output
    }

    private static func append(_ family: MetricFamily, as format: Format, to output: inout [UInt8]) {
        let definition = family.definition
        // OpenMetrics names the family of a counter without the ending its series have.
        let isBare = format == .openMetrics && definition.kind == .counter
        let familyName =
            isBare && definition.name.hasSuffix("_total") ? definition.name.dropLast(6) : definition.name[...]
        output.append(contentsOf: "# HELP \(familyName) ".utf8)
        appendEscaped(definition.help, quotes: format == .openMetrics, to: &output)
        output.append(contentsOf: "\n# TYPE \(familyName) \(definition.kind.rawValue)\n".utf8)
        for sample in family.samples {
            switch sample.value {
            case .number(let number):
                appendSeries(definition.name, definition.labels, sample.labelValues, number, to: &output)
            case .histogram(let buckets, let sum, let count):
                let labels = definition.labels + ["le"]
                for bucket in buckets {
                    let bound = bound(bucket.upperBound, as: format)
                    appendSeries(
                        definition.name + "_bucket", labels, sample.labelValues + [bound], Double(bucket.count),
                        to: &output)
                }
                appendSeries(
                    definition.name + "_bucket", labels, sample.labelValues + ["+Inf"], Double(count), to: &output)
                appendSeries(definition.name + "_sum", definition.labels, sample.labelValues, sum, to: &output)
                appendSeries(
                    definition.name + "_count", definition.labels, sample.labelValues, Double(count), to: &output)
            }
        }
    }

    private static func appendSeries(
        _ name: String, _ labels: [String], _ values: [String], _ number: Double, to output: inout [UInt8]
    ) {
        output.append(contentsOf: name.utf8)
        if !labels.isEmpty {
            var separator = UInt8(ascii: "{")
            for (label, value) in zip(labels, values) {
                output.append(separator)
                output.append(contentsOf: label.utf8)
                output.append(contentsOf: "=\"".utf8)
                appendEscaped(value, quotes: true, to: &output)
                output.append(UInt8(ascii: "\""))
                separator = UInt8(ascii: ",")
            }
            output.append(UInt8(ascii: "}"))
        }
        output.append(UInt8(ascii: " "))
        output.append(contentsOf: text(of: number).utf8)
        output.append(UInt8(ascii: "\n"))
    }

    private static func appendEscaped(_ text: String, quotes: Bool, to output: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): output.append(contentsOf: "\\\\".utf8)
            case UInt8(ascii: "\n"): output.append(contentsOf: "\\n".utf8)
            case UInt8(ascii: "\"") where quotes: output.append(contentsOf: "\\\"".utf8)
            default: output.append(byte)
            }
        }
    }

    /// A number as both forms read it; whole numbers without a fraction.
    static func text(of number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number > 0 ? "+Inf" : "-Inf" }
        if let whole = Int64(exactly: number), abs(whole) < 1 << 53 { return String(whole) }
        return "\(number)"
    }

    /// A bucket's bound: OpenMetrics writes whole numbers with a fraction, the text format without.
    private static func bound(_ bound: Double, as format: Format) -> String {
        format == .openMetrics ? "\(bound)" : text(of: bound)
    }
}
