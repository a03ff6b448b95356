internal import HoldfastModel

/// Which gaps of a snapshot keep an answer about a subject open.
struct Coverage {
    private let gaps: [ReadGap]

    init(_ snapshot: RegionSnapshot) { gaps = snapshot.gaps }

    /// The gap that hides a whole fact, or the account itself, so that nothing can be asked of it.
    func wholeGap(in facts: [FactKind]) -> ReadGap? {
        gaps.first { ($0.fact == .session || facts.contains($0.fact)) && $0.scope == .everything }
            ?? gaps.first { $0.fact == .session }
    }

    /// The first gap in one of the facts that concerns the subject.
    func gap(in facts: [FactKind], concerning subject: Subject) -> ReadGap? {
        gaps.first { ($0.fact == .session || facts.contains($0.fact)) && Self.concerns($0.scope, subject) }
    }

    /// All gaps of the facts that are not whole, in the snapshot's order.
    func partialGaps(in facts: [FactKind]) -> [ReadGap] {
        gaps.filter { facts.contains($0.fact) && $0.scope != .everything }
    }

    /// Whether a gap of that scope may hide something about the resource.
    static func concerns(_ scope: ReadGap.Scope, _ resource: Resource) -> Bool {
        switch scope {
        case .resourceType(let type): type == resource.type
        case .resource(let arn): arn == resource.arn
        // A vault, plan, rule or Region that was not read may hold something about any resource.
        case .everything, .vault, .plan, .configRule, .region: true
        }
    }

    /// Whether a gap of that scope may hide something about the subject; where it cannot be told, it does.
    static func concerns(_ scope: ReadGap.Scope, _ subject: Subject) -> Bool {
        switch (subject, scope) {
        case (_, .everything): return true
        case (.resource(let resource), _): return concerns(scope, resource)
        case (.points(let points), .resourceType(let type)): return points.type == nil || points.type == type
        case (.points(let points), .resource(let arn)): return points.resourceARN == arn
        case (.points, .plan), (.points, .configRule): return false
        case (.jobs(let jobs), .resource(let arn)): return jobs.resourceARN == arn
        case (.database(let database), .resource(let arn)): return database.arn == arn
        case (.database(let database), .resourceType(let type)): return database.type == type
        case (.vault(let vault), .vault(let name)): return vault.name == name
        case (.vault, .resourceType), (.vault, .resource), (.vault, .plan), (.vault, .configRule): return false
        case (.plan(let plan), .plan(let id)): return plan.id == id
        case (.plan(let plan), .vault(let name)):
            return plan.rules?.contains { $0.targetVaultName == name } ?? true
        case (.plan, .configRule): return false
        case (.selection(let plan, _), .plan(let id)): return plan.id == id
        case (.optIn(let type), .resourceType(let hidden)): return type == hidden
        case (.optIn, .vault), (.optIn, .plan), (.optIn, .configRule), (.optIn, .resource): return false
        default: return true
        }
    }
}
