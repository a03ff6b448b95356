internal import HoldfastModel

/// Whether the Region's settings let backups happen: family SET.
enum SettingsControls {
    static let all = [optedIn, management, supported]

    static let optedIn = Control(
        id: "HF-SET-01", title: "Every type of resource that has a tier is opted in for AWS Backup", severity: .high,
        needs: [.init(.inventory), .init(.tags), .init(.regionSettings)], listedBy: [.inventory],
        remediation: "Opt the type in, in each account and Region, as the change plan proposes.",
        subjects: { context in
            let types = context.snapshot.resources.filter { resource in
                switch context.assignments[resource.arn] ?? .unassigned {
                case .tier, .unknown: true
                case .ignored, .unassigned: false
                }
            }.map(\.type)
            return Set(types).sorted().map(Subject.optIn)
        }
    ) { subject, context in
        guard case .optIn(let type) = subject else { return Judgement(.notApplicable, "not a type") }
        guard let settings = context.snapshot.regionSettings else {
            return Judgement(.unknown, "not known: the Region's settings")
        }
        let assigned = context.snapshot.resources.contains {
            $0.type == type && context.assignments[$0.arn]?.tierName != nil
        }
        let ground = Judgement.Ground(
            name: type.rawValue, value: settings.optIn[type.rawValue].map { "\($0)" } ?? "missing",
            fact: .regionSettings)
        switch settings.optIn[type.rawValue] {
        case true?: return Judgement(.compliant, "\(type) is opted in", grounds: [ground])
        case let answer where !assigned:
            return Judgement(
                .unknown, "not known: whether a \(type) resource has a tier; its opt-in is \(answer ?? false)",
                grounds: [ground])
        case false?: return Judgement(.nonCompliant, "\(type) is not opted in", grounds: [ground])
        case nil:
            return Judgement(.nonCompliant, "AWS Backup offers no opt-in for \(type) here", grounds: [ground])
        }
    }
}
