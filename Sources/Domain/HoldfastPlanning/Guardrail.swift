/// Holds back changes beyond a number, and says so of each.
///
/// Only changes that are to be made count; those that are only shown harm nobody. A change that waits for one held back
/// is held back with it, so that what is left can be made.
struct Guardrail {
    private let limit: Int
    private let scope: String
    private var admitted = 0

    init(limit: Int, scope: String) {
        self.limit = limit
        self.scope = scope
    }

    /// The same plan with the excess refused.
    mutating func admit(_ plan: AccountChangePlan) -> AccountChangePlan {
        var kept: [Change] = []
        var held: Set<String> = []
        var refusals = plan.refusals
        for change in plan.changes {
            let waitsForHeld = change.dependsOn.contains(where: held.contains)
            if waitsForHeld || (change.isEnforced && admitted >= limit) {
                held.insert(change.id)
                let why = waitsForHeld ? "it waits for a change that was held back" : "the policy allows \(limit)"
                refusals.append(
                    ChangeRefusal(
                        code: RefusalCode.guardrailExceeded.rawValue,
                        message: "\(change.action.rawValue) is one change too many for one \(scope): \(why)",
                        region: change.region, target: change.target))
                continue
            }
            if change.isEnforced { admitted += 1 }
            kept.append(change)
        }
        return AccountChangePlan(
            accountID: plan.accountID, accountName: plan.accountName, changes: kept, refusals: refusals)
    }
}
