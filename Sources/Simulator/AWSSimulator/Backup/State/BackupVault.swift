/// A backup vault.
package struct BackupVault: Sendable, Hashable {
    /// The kinds of vault, by the names of `VaultType`.
    package enum Kind: String, Sendable {
        /// A standard vault.
        case standard = "BACKUP_VAULT"
        /// A vault that is locked from the start and takes copies.
        case airGapped = "LOGICALLY_AIR_GAPPED_BACKUP_VAULT"
    }

    /// The name.
    package let name: String
    /// The ARN.
    package let arn: String
    /// When it was created.
    package let createdAt: Moment
    /// The key recovery points are encrypted with.
    package let encryptionKeyARN: String
    /// Whether that key is the customer's and not AWS's own.
    package let hasCustomerKey: Bool
    /// The id of the request that created it.
    package let creatorRequestID: String?
    /// The tags.
    package var tags: TagSet
    /// The lock, when there is one.
    package var lock: Lock?
    /// The access policy as JSON text, when there is one.
    package var accessPolicy: String?
    /// The kind.
    package var kind = Kind.standard
    /// Whom it notifies of what, when it does.
    package var notifications: Notifications?

    /// A vault lock.
    package struct Lock: Sendable, Hashable {
        /// The shortest retention the vault takes, in days.
        package let minRetentionDays: Int?
        /// The longest retention the vault takes, in days.
        package let maxRetentionDays: Int?
        /// When a compliance lock becomes immutable; nothing for a governance lock.
        package let lockDate: Moment?

        /// Whether nobody can change or remove the lock any more.
        package func isImmutable(at now: Moment) -> Bool { lockDate.map { $0 <= now } ?? false }

        /// Why a retention is outside the lock's bounds, in AWS's words, or nothing.
        package func problem(ofRetention days: Int64?) -> String? {
            if let least = minRetentionDays, let days, days < Int64(least) {
                return "the retention is below the vault's minimum of \(least) days."
            }
            if let most = maxRetentionDays, days.map({ $0 > Int64(most) }) ?? true {
                return "the retention is above the vault's maximum of \(most) days."
            }
            return nil
        }
    }

    /// The topic a vault's events go to.
    package struct Notifications: Sendable, Hashable {
        /// The ARN of the SNS topic.
        package let topicARN: String
        /// The events, by the names of `BackupVaultEvent`.
        package let events: [String]
    }

    /// The lock's state as jobs tell it.
    package var lockState: String { lock == nil ? "UNLOCKED" : "LOCKED" }
}
