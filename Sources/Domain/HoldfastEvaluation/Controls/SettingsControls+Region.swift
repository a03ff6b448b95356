internal import HoldfastModel

/// What the Region offers.
extension SettingsControls {
    /// The types whose backups AWS Backup manages only when told to.
    ///
    /// Source: AWS Backup API Reference, "UpdateRegionSettings", `ResourceTypeManagementPreference`.
    private static let managed: Set = ["DynamoDB", "EFS"]

    static let management = Control(
        id: "HF-SET-02", title: "AWS Backup fully manages the backups of types that let it choose", severity: .medium,
        parameters: [.init("types", "DynamoDB and EFS")], needs: [.init(.inventory), .init(.regionSettings)],
        listedBy: [.inventory],
        remediation: "Turn full management on: without it DynamoDB backups have no copies and no cold storage.",
        subjects: { context in
            Set(context.snapshot.resources.map(\.type)).filter { managed.contains($0.rawValue) }.sorted()
                .map(Subject.optIn)
        }
    ) { subject, context in
        guard case .optIn(let type) = subject else { return Judgement(.notApplicable, "not a type") }
        guard let settings = context.snapshot.regionSettings else {
            return Judgement(.unknown, "not known: the Region's settings")
        }
        let ground = Judgement.Ground(
            name: type.rawValue, value: settings.management[type.rawValue].map { "\($0)" } ?? "missing",
            fact: .regionSettings)
        switch settings.management[type.rawValue] {
        case true?: return Judgement(.compliant, "AWS Backup fully manages \(type) backups", grounds: [ground])
        case false?: return Judgement(.nonCompliant, "AWS Backup does not manage \(type) backups", grounds: [ground])
        case nil:
            return Judgement(.notApplicable, "the Region gives no choice for \(type)", grounds: [ground])
        }
    }

    static let supported = Control(
        id: "HF-SET-03", title: "AWS Backup knows the types of the resources in the Region", severity: .info,
        needs: [.init(.inventory), .init(.regionSettings)], listedBy: [.inventory],
        remediation: "Back the resource up by its own service, or move it to a Region where AWS Backup knows it.",
        subjects: { Set($0.snapshot.resources.map(\.type)).sorted().map(Subject.optIn) }
    ) { subject, context in
        guard case .optIn(let type) = subject else { return Judgement(.notApplicable, "not a type") }
        guard let settings = context.snapshot.regionSettings, !settings.optIn.isEmpty else {
            return Judgement(.unknown, "not known: the Region's settings")
        }
        let isKnown = settings.optIn[type.rawValue] != nil
        let ground = Judgement.Ground(name: type.rawValue, value: isKnown ? "known" : "missing", fact: .regionSettings)
        return Judgement(
            isKnown ? .compliant : .nonCompliant,
            isKnown ? "AWS Backup knows \(type) here" : "AWS Backup does not know \(type) here", grounds: [ground])
    }
}
