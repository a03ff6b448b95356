internal import HoldfastModel

/// The page of the reference that lists every control, made from the catalogue.
public enum ControlReference {
    /// The page as Markdown.
    public static func markdown(for controls: [Control] = ControlCatalog.all) -> String {
        var text = """
            # Controls

            What a sweep judges: each control says of each thing it is about that it is `compliant`, `non_compliant`,
            `not_applicable` or, where a fact it reads could not be read, `unknown`; a waiver turns `non_compliant` into
            `waived` and nothing else. `couldHelp` and `couldHarm` mark facts of which a part may be missing while the
            answer stands: what is missing could then only make it better, or only worse.

            The checks a control replaces ask the same question, often with less knowledge.


            """
        let families = Dictionary(grouping: controls) { ControlFamily(controlID: $0.id) }
        for family in ControlFamily.allCases {
            let own = (families[family] ?? []).sorted { $0.id < $1.id }
            guard !own.isEmpty || family == .organization else { continue }
            text += "## \(family.title)\n\n"
            for control in own { text += section(of: control) }
            if family == .organization { text += swept }
        }
        return String(text.dropLast())
    }

    private static func section(of control: Control) -> String {
        var lines = ["### \(control.id)", "", "\(control.title). Severity: \(control.severity.rawValue).", ""]
        for parameter in control.parameters { lines.append("- Parameter `\(parameter.name)`: \(parameter.value)") }
        lines.append("- Reads: \(facts(of: control))")
        for check in control.replaces.sorted(by: { $0.product < $1.product }) {
            let names = check.names.map { "`\($0)`" }.joined(separator: ", ")
            lines.append("- Replaces in \(check.product.rawValue): \(names)")
        }
        lines.append("- What to do: \(control.remediation)")
        return lines.joined(separator: "\n") + "\n\n"
    }

    private static func facts(of control: Control) -> String {
        control.facts.map { fact in
            let effects = control.needs.filter { $0.fact == fact }.map(\.effect)
            let mark = effects.contains(.blocks) || effects.isEmpty ? "" : " (\(effects.map(word).joined()))"
            return "`\(fact.rawValue)`\(mark)"
        }.joined(separator: ", ")
    }

    private static func word(_ effect: Control.FactNeed.GapEffect) -> String {
        switch effect {
        case .blocks: "blocks"
        case .couldHelp: "couldHelp"
        case .couldHarm: "couldHarm"
        }
    }

    /// HF-ORG-05 judges accounts and not what is in one, so that it stands apart from the catalogue.
    private static let swept = """
        ### \(OrganizationControls.sweptID)

        Every active account is swept, so that none is dark. Severity: critical.

        - Parameter `max_age`: \(OrganizationControls.maximumAge.words)
        - Reads: what became of each account of the organization
        - What to do: Let Holdfast enter the account, or leave it out in the configuration.


        """
}
