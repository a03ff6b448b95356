package import AWSWire

/// What the world holds, told by the world itself, for tests to compare a sweep with.
package enum Ledger {
    /// The ledger: the organization, and each account's resources and flagged resources by Region.
    ///
    /// - Parameter detail: Whether every ARN is told too.
    package static func value(of world: inout SimulatedWorld, at now: Moment, detail: Bool) -> WireValue {
        var total = 0
        var accounts: [WireValue] = []
        for account in world.organization.accounts {
            let isDenied = world.deniedAccounts.contains(account.id)
            let regions = world.withAccount(account.id, at: now) { state in
                state.regions.values.sorted { $0.scope.region < $1.scope.region }
            }
            let told = (regions ?? []).map { region in
                total += region.resources.count
                return value(region, detail: detail)
            }
            accounts.append(
                .record(
                    ("accountId", .string(account.id)), ("name", .string(account.name)),
                    ("parentId", .string(account.parentID)), ("state", .string(account.state.rawValue)),
                    ("denied", .bool(isDenied)), ("regions", .array(told))))
        }
        return .record(
            ("now", .string(now.iso8601)), ("seed", .string(String(world.options.seed))),
            ("organizationId", .string(world.organization.id)),
            ("managementAccountId", .string(world.organization.managementAccount.id)),
            ("regions", .texts(world.options.regions)), ("resources", .integer(Int64(total))),
            ("writes", .integer(Int64(world.writes.count))), ("accounts", .array(accounts)))
    }

    private static func value(_ region: RegionState, detail: Bool) -> WireValue {
        let held = ResourceKind.further.filter { !region.resources($0).isEmpty }
        let counts = (ResourceKind.common + held).map { kind in
            WireValue.Member(kind.rawValue, .integer(Int64(region.resources(kind).count)))
        }
        let flagged = Set(region.config.rules.flatMap(\.nonCompliant)).sorted()
        return .record(
            ("region", .string(region.scope.region)), ("resources", .integer(Int64(region.resources.count))),
            ("byType", .object(counts)), ("flagged", .integer(Int64(flagged.count))),
            ("vaults", .integer(Int64(region.backup.vaults.count))),
            ("plans", .integer(Int64(region.backup.plans.count))),
            ("recoveryPoints", .integer(Int64(region.backup.recoveryPoints.count))),
            ("arns", detail ? .texts(region.resources.map(\.arn)) : nil),
            ("flaggedArns", detail ? .texts(flagged) : nil))
    }
}
