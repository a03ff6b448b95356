/// The settings of AWS Backup that only the management account changes.
package struct BackupGlobalSettings: Sendable, Hashable {
    /// Whether accounts may copy into each other's vaults.
    package var isCrossAccountBackupEnabled = false
    /// Whether vaults may need approval of several people.
    package var isMpaEnabled = false
    /// Whether delegated administrators may see other accounts' jobs.
    package var isDelegatedAdministratorEnabled = false
    /// When they were last changed.
    package var updatedAt: Moment?
}

extension SimulatedWorld {
    /// Where an account's copies may go, the vaults of other accounts its rules name among them.
    ///
    /// - Parameter more: Further vaults of other accounts to look up.
    mutating func copyDestinations(of state: AccountState, more: [String] = []) -> CopyDestinations {
        var destinations = CopyDestinations(options: options)
        let named = Set(Self.foreignVaults(of: state) + more)
        guard !named.isEmpty else { return destinations }
        destinations.isCrossAccountEnabled = backupSettings.isCrossAccountBackupEnabled
        for arn in named {
            guard let place = VaultARN(arn), place.scope.account != state.account.id,
                holdAccount(place.scope.account)
            else { continue }
            let region = accounts[place.scope.account]?.regions[place.scope.region]
            destinations.foreign[arn] =
                region?.backup.vault(named: place.name).map { .vault($0) } ?? .nothing(.vaultMissing)
        }
        return destinations
    }

    /// Puts a copy into the account it lands in.
    mutating func deliver(_ copy: BackupEngine.Delivery) {
        guard holdAccount(copy.scope.account) else { return }
        accounts[copy.scope.account]?.isWritten = true
        accounts[copy.scope.account]?.regions[copy.scope.region]?.backup.recoveryPoints.append(copy.point)
        accounts[copy.scope.account]?.regions[copy.scope.region]?.backup.recoveryPoints
            .sort { ($0.createdAt, $0.arn) < ($1.createdAt, $1.arn) }
    }

    /// Remembers into which accounts an account's rules copy.
    mutating func noteCopies(of state: AccountState) {
        for arn in Self.foreignVaults(of: state) {
            guard let account = VaultARN(arn)?.scope.account else { continue }
            exporters[account, default: []].insert(state.account.id)
        }
    }

    /// The vaults of other accounts an account's rules copy into.
    private static func foreignVaults(of state: AccountState) -> [String] {
        let own = ":\(state.account.id):backup-vault:"
        return state.regions.values.flatMap { region in
            region.backup.plans.flatMap { plan in
                plan.rules.flatMap { rule in rule.copyActions.map(\.destinationVaultARN) }
            }
        }.filter { !$0.contains(own) }
    }
}
