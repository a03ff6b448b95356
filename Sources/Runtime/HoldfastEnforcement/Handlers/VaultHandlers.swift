internal import AWSBackup
internal import AWSCore
internal import HoldfastModel
package import HoldfastPlanning

/// Makes a backup vault.
package struct CreateVaultHandler: ChangeHandler {
    package static let action = ChangeAction.createVault
    package static let iamActions = [
        "backup-storage:MountCapsule", "backup:CreateBackupVault", "backup:TagResource", "kms:CreateGrant",
        "kms:DescribeKey", "kms:GenerateDataKey", "kms:Decrypt", "kms:RetireGrant",
    ]

    func make(
        _ call: ChangeCall, name: String, encryptionKeyARN: String?, tags: [String: String]
    ) async throws(ChangeFailure) -> MadeChange {
        let input = CreateBackupVaultInput(
            backupVaultName: name, backupVaultTags: tags.isEmpty ? nil : tags, encryptionKeyARN: encryptionKeyARN,
            creatorRequestID: call.token)
        do throws(AWSError) {
            let output = try await call.trace.follow { () async throws(AWSError) in
                try await BackupAPI(call.caller).createBackupVault(input)
            }
            return MadeChange(createdID: output.backupVaultARN)
        } catch  where call.isResumed && error.code == "AlreadyExistsException" {
            // The run that was interrupted made it.
            return MadeChange()
        } catch {
            throw ChangeFailure(error)
        }
    }
}

/// Puts tags on a backup vault.
package struct TagVaultHandler: ChangeHandler {
    package static let action = ChangeAction.tagVault
    package static let iamActions = ["backup:TagResource"]

    func make(
        _ call: ChangeCall, arn: ResourceARN, tags: [String: String]
    ) async throws(ChangeFailure) -> MadeChange {
        _ = try await call.attempt { () async throws(AWSError) in
            try await BackupAPI(call.caller).tagResource(TagResourceInput(resourceARN: arn.rawValue, tags: tags))
        }
        return MadeChange()
    }
}

/// Opts resource types in for AWS Backup.
package struct UpdateRegionSettingsHandler: ChangeHandler {
    package static let action = ChangeAction.updateRegionSettings
    package static let iamActions = ["backup:DescribeRegionSettings", "backup:UpdateRegionSettings"]

    /// Sends every preference the Region has, those asked for changed: AWS Backup takes the map as a whole.
    func make(_ call: ChangeCall, optIn: [String: Bool]) async throws(ChangeFailure) -> MadeChange {
        let service = BackupAPI(call.caller)
        let current = try await call.attempt { () async throws(AWSError) in try await service.describeRegionSettings() }
        guard let preferences = current.resourceTypeOptInPreference else {
            throw ChangeFailure(code: "MalformedAnswer", message: "the Region's preferences could not be read")
        }
        let merged = preferences.merging(optIn) { $1 }
        _ = try await call.attempt { () async throws(AWSError) in
            try await service.updateRegionSettings(
                UpdateRegionSettingsInput(resourceTypeOptInPreference: merged))
        }
        return MadeChange()
    }
}
