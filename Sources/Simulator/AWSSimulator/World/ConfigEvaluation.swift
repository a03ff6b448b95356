/// AWS Config's daily look at which resources a backup plan covers.
package enum ConfigEvaluation {
    /// Evaluates the rules when a day's evaluation has been due since the last one.
    ///
    /// The rules are the managed `…_PROTECTED_BY_BACKUP_PLAN` ones: a resource no selection means is not compliant.
    package static func run(_ region: inout RegionState, at now: Moment) {
        let due = lastDue(region.scope, at: now)
        guard region.config.recorderName != nil, due > region.config.evaluatedAt else { return }
        let resolver = SelectionResolver(region.backup)
        let selections = region.backup.plans.flatMap(\.selections)
        for index in region.config.rules.indices {
            let judged = region.resources(region.config.rules[index].kind).filter { $0.createdAt <= due }
            let covered = judged.filter { resource in selections.contains { resolver.includes(resource, $0) } }
            let arns = Set(covered.map(\.arn))
            region.config.rules[index].compliant = arns.sorted()
            region.config.rules[index].nonCompliant = judged.map(\.arn).filter { !arns.contains($0) }.sorted()
        }
        region.config.evaluatedAt = due
    }

    /// The last moment at which the rules of an account in a Region were due, once a day at a minute of its own.
    private static func lastDue(_ scope: Scope, at now: Moment) -> Moment {
        var random = SeededGenerator(0, "config", scope.account, scope.region)
        let minute = random.below(1_440)
        let today = Moment(day: now.day, minute: minute)
        return today <= now ? today : today.adding(days: -1)
    }
}
