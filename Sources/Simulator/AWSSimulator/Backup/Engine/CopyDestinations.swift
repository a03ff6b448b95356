/// Where copies may go: what one account's engine must know of other Regions and of the organization.
package struct CopyDestinations: Sendable {
    /// What an ARN of a vault leads to.
    package enum Found: Sendable, Hashable {
        /// A vault.
        case vault(BackupVault)
        /// Nothing, and why.
        case nothing(CopyFailure)
    }

    /// The vaults of other accounts that copies name, by ARN, or why there is none.
    package var foreign: [String: Found] = [:]
    /// Whether the organization lets accounts copy into each other's vaults.
    package var isCrossAccountEnabled = false

    private let options: WorldOptions

    /// Knows only the account itself.
    package init(options: WorldOptions) { self.options = options }

    /// The Regions an account has to enable before it can use them (AWS General Reference, "Managing Regions").
    private static let optInRegions: Set<String> = [
        "af-south-1", "ap-east-1", "ap-east-2", "ap-south-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
        "ap-southeast-6", "ap-southeast-7", "ca-west-1", "eu-central-2", "eu-south-1", "eu-south-2", "il-central-1",
        "me-central-1", "me-south-1", "mx-central-1",
    ]

    /// What a vault's ARN leads to at a moment, seen from an account.
    package func find(_ arn: String, from account: AccountState, at moment: Moment) -> Found {
        guard let place = VaultARN(arn) else { return .nothing(.vaultMissing) }
        let region = place.scope.region
        if Self.optInRegions.contains(region), !options.regions.contains(region) { return .nothing(.regionNotEnabled) }
        guard place.scope.account == account.account.id else {
            let found = foreign[arn] ?? .nothing(.outsideOrganization)
            guard case .vault(let vault) = found else { return found }
            guard isCrossAccountEnabled else { return .nothing(.crossAccountDisabled) }
            return vault.createdAt <= moment ? found : .nothing(.vaultMissing)
        }
        guard let vault = account.regions[region]?.backup.vault(named: place.name), vault.createdAt <= moment else {
            return .nothing(.vaultMissing)
        }
        return .vault(vault)
    }
}

/// The ARN of a vault, taken apart.
package struct VaultARN: Sendable, Hashable {
    /// The account and Region.
    package let scope: Scope
    /// The name.
    package let name: String

    /// Takes an ARN apart, or gives nothing when it is not that of a vault.
    package init?(_ arn: String) {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 7, parts[2] == "backup", parts[5] == "backup-vault" else { return nil }
        scope = Scope(account: parts[4], region: parts[3])
        name = parts[6]
    }
}
