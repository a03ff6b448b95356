/// AWS Config's daily look at which resources a backup plan covers.
package enum ConfigEvaluation {
    /// Evaluates the rules when a day's evaluation has been due since the last one.
    ///
    /// A managed `…_PROTECTED_BY_BACKUP_PLAN` rule finds a resource not compliant that no selection means, and
    /// `REQUIRED_TAGS` one that does not carry the tag.
    package static func run(_ region: inout RegionState, at now: Moment) {
        let due = lastDue(region.scope, at: now)
        guard region.config.recorderName != nil, due > region.config.evaluatedAt else { return }
        for index in region.config.rules.indices { evaluate(index, in: &region, asOf: due) }
        region.config.evaluatedAt = due
    }

    /// Evaluates one managed rule now; a custom rule has only the results its function puts.
    package static func evaluate(_ index: Int, in region: inout RegionState, asOf moment: Moment) {
        let rule = region.config.rules[index]
        let resolver = SelectionResolver(region.backup)
        let selections = region.backup.plans.flatMap(\.selections)
        let judged = region.resources.filter {
            rule.kinds.contains($0.kind) && $0.createdAt <= moment && rule.judges($0)
        }
        let covered = judged.filter { resource in
            if let key = rule.requiredTag { return resource.tags[key] != nil }
            return selections.contains { resolver.includes(resource, $0) }
        }
        let arns = Set(covered.map(\.arn))
        region.config.rules[index].compliant = arns.sorted()
        region.config.rules[index].nonCompliant = judged.map(\.arn).filter { !arns.contains($0) }.sorted()
    }

    /// The last moment at which the rules of an account in a Region were due, once a day at a minute of its own.
    private static func lastDue(_ scope: Scope, at now: Moment) -> Moment {
        var random = SeededGenerator(0, "config", scope.account, scope.region)
        let minute = random.below(1_440)
        let today = Moment(day: now.day, minute: minute)
        return today <= now ? today : today.adding(days: -1)
    }
}
