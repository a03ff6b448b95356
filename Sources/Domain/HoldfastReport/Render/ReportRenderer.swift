public import HoldfastEvaluation

/// The forms a report can be printed in.
public enum ReportFormat: String, Hashable, Sendable, CaseIterable {
    /// For people at a terminal.
    case table
    /// One document, as `contract.md` section 4 has it.
    case json
    /// One object a line.
    case ndjson
    /// Findings for a spreadsheet.
    case csv
    /// For issues and wikis.
    case markdown
}

/// How tables look.
public struct TableStyle: Hashable, Sendable {
    /// How many columns the terminal has.
    public let width: Int
    /// Whether ANSI colours are used.
    public let isColoured: Bool

    /// Describes a look; fewer than 40 columns count as 40.
    public init(width: Int = 120, isColoured: Bool = false) {
        self.width = max(40, width)
        self.isColoured = isColoured
    }
}

/// Prints an organization's report piece by piece, so that its findings need never be in memory together.
///
/// Call `begin` once, `findings` any number of times in the order of accounts and Regions, then `end` once.
public struct ReportRenderer: Sendable {
    private let format: ReportFormat
    private let style: TableStyle
    private var overview: OrganizationOverview?
    private var isFirst = true

    /// Prepares to print.
    public init(format: ReportFormat, style: TableStyle = TableStyle()) {
        self.format = format
        self.style = style
    }

    /// Prints a whole report that is in memory.
    public static func render(
        _ report: OrganizationReport, as format: ReportFormat, style: TableStyle = TableStyle()
    ) throws(ReportError) -> [UInt8] {
        var renderer = ReportRenderer(format: format, style: style)
        return try renderer.begin(report.overview) + renderer.findings(report.findings) + renderer.end()
    }

    /// What stands before the findings.
    public mutating func begin(_ overview: OrganizationOverview) throws(ReportError) -> [UInt8] {
        self.overview = overview
        switch format {
        case .table: return Array(TableText.head(overview, style: style).utf8)
        case .markdown: return Array(MarkdownText.head(overview).utf8)
        case .csv: return Array(CSVText.head.utf8)
        case .json:
            var bytes = Array("{\"schemaVersion\":\(AccountReport.currentSchemaVersion),\"run\":".utf8)
            bytes += try ReportCoding.encode(overview.run) + Array(",\"coverage\":".utf8)
            bytes += try ReportCoding.encode(overview.coverage) + Array(",\"findings\":[".utf8)
            return bytes
        case .ndjson:
            var bytes = try line("run", overview.run)
            for entry in overview.coverage { bytes += try line("coverage", entry) }
            return bytes
        }
    }

    /// Some of the findings.
    public mutating func findings(_ findings: [Finding]) throws(ReportError) -> [UInt8] {
        var bytes: [UInt8] = []
        for finding in findings {
            switch format {
            case .table: bytes += Array(TableText.row(finding, style: style, isFirst: &isFirst).utf8)
            case .markdown: bytes += Array(MarkdownText.row(finding, isFirst: &isFirst).utf8)
            case .csv: bytes += Array(CSVText.row(finding).utf8)
            case .json:
                if !isFirst { bytes.append(UInt8(ascii: ",")) }
                isFirst = false
                bytes += try ReportCoding.encode(finding)
            case .ndjson: bytes += try line("finding", finding)
            }
        }
        return bytes
    }

    /// What stands after the findings.
    public mutating func end() throws(ReportError) -> [UInt8] {
        guard let overview else { return [] }
        switch format {
        case .csv: return []
        case .table: return Array(TableText.tail(overview, style: style).utf8)
        case .markdown: return Array(MarkdownText.tail(overview).utf8)
        case .json:
            var bytes = Array("],\"summary\":".utf8)
            bytes += try ReportCoding.encode(overview.summary) + Array(",\"apiCalls\":".utf8)
            bytes += try ReportCoding.encode(overview.apiCalls) + Array("}\n".utf8)
            return bytes
        case .ndjson: return try line("summary", overview.summary) + line("apiCalls", overview.apiCalls)
        }
    }

    private func line(_ name: String, _ value: some Encodable) throws(ReportError) -> [UInt8] {
        try Array("{\"\(name)\":".utf8) + ReportCoding.encode(value) + Array("}\n".utf8)
    }
}
