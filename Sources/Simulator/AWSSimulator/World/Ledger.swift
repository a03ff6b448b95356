package import AWSWire

/// What the world holds, told by the world itself, for tests to compare a sweep with.
package enum Ledger {
    /// The accounts that are told at once, unless a page says otherwise; a larger world is told in pages.
    package static let mostAccounts = 256

    /// Which accounts to tell, by their places in the organization.
    package struct Page: Sendable, Hashable {
        /// The first of them.
        package var offset: Int
        /// How many of them at most.
        package var limit: Int

        /// Asks for a part of the accounts.
        package init(offset: Int, limit: Int) {
            self.offset = max(0, offset)
            self.limit = max(0, limit)
        }
    }

    /// The ledger: the organization, and each account's resources and flagged resources by Region.
    ///
    /// Without a page every account of a world of up to ``mostAccounts`` is told and none of a larger one's, whose
    /// ledger then has only sums and the place where its first page begins.
    ///
    /// - Parameters:
    ///   - detail: Whether every ARN is told too.
    ///   - page: The accounts to tell.
    package static func value(
        of world: inout SimulatedWorld, at now: Moment, detail: Bool, page: Page? = nil
    ) -> WireValue {
        let all = world.organization.accounts
        let whole = Page(offset: 0, limit: all.count <= mostAccounts ? all.count : 0)
        let asked = page ?? whole
        let chosen = all.dropFirst(asked.offset).prefix(asked.limit)
        let isWhole = chosen.count == all.count
        var total = 0
        var accounts: [WireValue] = []
        for account in chosen {
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
            ("regions", .texts(world.options.regions)),
            ("resources", .integer(Int64(isWhole ? total : world.options.resources))),
            ("accountsTotal", .integer(Int64(all.count))),
            (
                "next",
                isWhole || chosen.endIndex >= all.count && asked.limit > 0
                    ? nil : .integer(Int64(asked.limit == 0 ? asked.offset : chosen.endIndex))
            ),
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
