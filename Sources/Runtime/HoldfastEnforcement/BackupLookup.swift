internal import AWSBackup
internal import AWSCore

/// Finds AWS Backup's things by their names, reading every page.
struct BackupLookup: Sendable {
    /// Makes the calls.
    let caller: any AWSCaller

    /// Whether a vault of that name exists.
    ///
    /// The list is asked, for `DescribeBackupVault` refuses access where the vault is missing.
    func vaultExists(named name: String) async throws(AWSError) -> Bool {
        try await first { token throws(AWSError) in
            let output = try await BackupAPI(caller).listBackupVaults(
                ListBackupVaultsInput(nextToken: token, maxResults: 1_000))
            guard let vaults = output.backupVaultList else { throw lacking("ListBackupVaults") }
            return (vaults.contains { $0.backupVaultName == name } ? [true] : [], output.nextToken)
        }.first ?? false
    }

    /// The ids of the plans of that name.
    func planIDs(named name: String) async throws(AWSError) -> [String] {
        try await all { token throws(AWSError) in
            let output = try await BackupAPI(caller).listBackupPlans(
                ListBackupPlansInput(nextToken: token, maxResults: 1_000))
            guard let plans = output.backupPlansList else { throw lacking("ListBackupPlans") }
            return (plans.filter { $0.backupPlanName == name }.compactMap(\.backupPlanID), output.nextToken)
        }
    }

    /// The ids of the selections of that name in a plan.
    func selectionIDs(named name: String, planID: String) async throws(AWSError) -> [String] {
        try await all { token throws(AWSError) in
            let output = try await BackupAPI(caller).listBackupSelections(
                ListBackupSelectionsInput(backupPlanID: planID, nextToken: token, maxResults: 1_000))
            guard let selections = output.backupSelectionsList else { throw lacking("ListBackupSelections") }
            return (selections.filter { $0.selectionName == name }.compactMap(\.selectionID), output.nextToken)
        }
    }

    private func first<Item: Sendable>(
        _ page: @Sendable (String?) async throws(AWSError) -> ([Item], String?)
    ) async throws(AWSError) -> [Item] { try await read(untilFound: true, page) }

    private func all<Item: Sendable>(
        _ page: @Sendable (String?) async throws(AWSError) -> ([Item], String?)
    ) async throws(AWSError) -> [Item] { try await read(untilFound: false, page) }

    private func read<Item: Sendable>(
        untilFound: Bool, _ page: @Sendable (String?) async throws(AWSError) -> ([Item], String?)
    ) async throws(AWSError) -> [Item] {
        var items: [Item] = []
        var token: String?
        repeat {
            let (more, next) = try await page(token)
            items += more
            if untilFound, !items.isEmpty { return items }
            // The same token again would go round for ever.
            guard let next, !next.isEmpty, next != token else { return items }
            token = next
        } while true
    }

    /// An answer without its list says nothing of what exists.
    private func lacking(_ operation: String) -> AWSError {
        AWSError(
            kind: .malformed, code: "MalformedAnswer", message: "the answer lacks the list asked for",
            context: AWSError.Context(service: "backup", operation: operation, region: ""))
    }
}
