package import HoldfastEvaluation
internal import HoldfastModel

/// An evidence tree as people read it at a terminal.
///
/// Each call stands after its step, at a wide terminal in the same line where it fits, else below it.
package enum EvidenceText {
    /// The tree as text.
    package static func text(of tree: EvidenceTree, style: TableStyle) -> String {
        let width = max(40, style.width)
        var lines = wrapped("\(tree.arn)", first: "", rest: "", width: .max)
        lines += wrapped(
            "account \(tree.account.id) \(tree.account.name), \(tree.region), judged at \(tree.judgedAt)", first: "",
            rest: "", width: width)
        lines.append("")
        let word = coloured(status(of: tree.answer), mark(of: tree.answer), style)
        let rest = String(repeating: " ", count: 2)
        var verdict = wrapped("\(status(of: tree.answer)): \(tree.reason)", first: "", rest: rest, width: width)
        if style.isColoured, let first = verdict.first {
            verdict[0] = word + first.dropFirst(status(of: tree.answer).count)
        }
        lines += verdict + [""]
        for step in tree.steps { lines += self.lines(of: step, indent: "", branch: "", tree.judgedAt, style, width) }
        let told = tree.findings.filter { $0.verdict != .compliant && $0.verdict != .notApplicable }
        lines.append("")
        let quiet = tree.findings.count - told.count
        lines.append("Controls: \(told.count) to look at, \(quiet) compliant or not applicable")
        for finding in told {
            let head = "  \(finding.controlID)  \(finding.verdict.rawValue)  \(finding.severity.rawValue)  "
            lines += wrapped(
                PlainText.safe(finding.message), first: head, rest: String(repeating: " ", count: 6), width: width)
        }
        return lines.map(PlainText.trimmed).joined(separator: "\n") + "\n"
    }

    private static func lines(
        of node: EvidenceNode, indent: String, branch: String, _ now: Instant, _ style: TableStyle, _ width: Int
    ) -> [String] {
        let sign = sign(of: node.mark)
        let hasChildren = !node.children.isEmpty
        let below = indent + (branch.isEmpty ? "" : branch == "└─ " ? "   " : "│  ")
        let rest = below + (hasChildren ? "│ " : "  ")
        let start = indent + branch
        var lines = wrapped(PlainText.safe(node.text), first: "\(start)\(sign) ", rest: rest, width: width)
        if let source = node.source {
            let call = "[\(call(source, now))]"
            if let last = lines.last, last.count + 2 + call.count <= width {
                lines[lines.count - 1] = "\(last)  \(call)"
            } else {
                lines += wrapped(call, first: rest, rest: rest + " ", width: width)
            }
        }
        if style.isColoured {
            lines[0] = start + coloured(sign, node.mark, style) + lines[0].dropFirst(start.count + sign.count)
        }
        for (index, child) in node.children.enumerated() {
            let isLast = index == node.children.count - 1
            lines += self.lines(
                of: child, indent: below, branch: isLast ? "└─ " : "├─ ", now, style, width)
        }
        return lines
    }

    /// The call, its request id and how long ago it was answered.
    private static func call(_ source: FactSource, _ now: Instant) -> String {
        let request = source.requestID.map { "request \(PlainText.safe($0))" } ?? "no request id"
        return "\(source.api), \(request), \(age(source.readAt, now))"
    }

    private static func age(_ moment: Instant, _ now: Instant) -> String {
        let age = moment.duration(to: now)
        guard age >= .seconds(1) else { return "just now" }
        return age < .minutes(2) ? "\(age.wholeMilliseconds / 1_000) s ago" : "\(age.roughWords) ago"
    }

    private static func status(of answer: EvidenceTree.Answer) -> String {
        switch answer {
        case .status(let status): status.rawValue
        case .ignored: "left out"
        case .notFound: "not found"
        }
    }

    private static func mark(of answer: EvidenceTree.Answer) -> EvidenceNode.Mark {
        switch answer {
        case .status(.protected): .holds
        case .status(.unprotected): .fails
        case .status(.unknown), .notFound: .unknown
        case .status(.pending), .status(.waived), .ignored: .note
        }
    }

    private static func sign(of mark: EvidenceNode.Mark) -> String {
        switch mark {
        case .holds: "✓"
        case .fails: "✗"
        case .unknown: "?"
        case .note: "·"
        }
    }

    private static func coloured(_ text: String, _ mark: EvidenceNode.Mark, _ style: TableStyle) -> String {
        guard style.isColoured else { return text }
        let code =
            switch mark {
            case .holds: "32"
            case .fails: "31"
            case .unknown: "33"
            case .note: "2"
            }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    /// Text in lines of at most a width, broken between words; a longer word keeps a line of its own, whole, so that an
    /// ARN can be copied.
    private static func wrapped(_ text: String, first: String, rest: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = first
        var isEmpty = true
        for word in text.split(separator: " ") {
            if !isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                (line, isEmpty) = (rest, true)
            }
            line += isEmpty ? String(word) : " \(word)"
            isEmpty = false
        }
        return lines + [line]
    }
}
