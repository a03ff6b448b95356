/// How a job ends.
package struct JobOutcome: Sendable, Hashable {
    /// The last states of jobs, by AWS's names.
    package enum State: String, Sendable, CaseIterable {
        /// Done, perhaps with something to say.
        case completed = "COMPLETED"
        /// Part of a composite backup is missing.
        case partial = "PARTIAL"
        /// Not done.
        case failed = "FAILED"
        /// Stopped by somebody.
        case aborted = "ABORTED"
        /// Not begun or not done within its window.
        case expired = "EXPIRED"
    }

    /// The state.
    package let state: State
    /// What AWS says about it; a completed job with a message is what the console calls "completed with issues".
    package let message: String?
    /// The category of the message; nothing for failures AWS names no category for.
    package let category: String?

    /// Describes an end.
    package init(_ state: State, message: String? = nil, category: String? = nil) {
        self.state = state
        self.message = message
        self.category = category
    }

    /// Done, with nothing to say.
    package static let success = JobOutcome(.completed, category: "SUCCESS")

    /// Not done, and why.
    package static func failure(_ message: String) -> JobOutcome {
        JobOutcome(.failed, message: message, category: message.hasPrefix("IAM Role") ? "AccessDenied" : nil)
    }

    /// Whether there is a recovery point afterwards.
    package var makesPoint: Bool { state == .completed || state == .partial }
}

/// Why a copy fails.
package enum CopyFailure: String, Sendable, CaseIterable {
    /// The destination vault's access policy does not let the source account copy into it.
    case accessPolicy
    /// The point is encrypted with a key AWS manages, which other accounts cannot use.
    case awsManagedKey
    /// The destination vault is not there.
    case vaultMissing
    /// The destination Region is not enabled in the account.
    case regionNotEnabled
    /// The organization does not allow copies between accounts.
    case crossAccountDisabled
    /// The destination account is not of the organization.
    case outsideOrganization
    /// The destination's default vault takes no copies of other accounts.
    case defaultVault
    /// The destination's lock does not take that retention.
    case retention
    /// The type cannot be copied that way.
    case unsupported

    /// What AWS says, in words of our own where its documentation has none.
    package func outcome(destination: String) -> JobOutcome {
        switch self {
        case .accessPolicy:
            JobOutcome(
                .failed,
                message: "Access Denied trying to call AWS Backup service: the access policy of \(destination) does "
                    + "not allow backup:CopyIntoBackupVault", category: "AccessDenied")
        case .awsManagedKey:
            JobOutcome(
                .failed,
                message: "Copy job failed because the source snapshot KMS key does not exist, is not enabled or you "
                    + "do not have permissions to access it", category: "AccessDenied")
        case .vaultMissing: .failure("Copy job failed. Backup vault \(destination) does not exist.")
        case .regionNotEnabled: .failure("Copy job failed. The destination Region is not enabled for this account.")
        case .crossAccountDisabled:
            .failure("Copy job failed. Cross-account backup is not enabled for the organization.")
        case .outsideOrganization:
            .failure("Copy job failed. Both source and destination account must be a member of the same organization")
        case .defaultVault: .failure("Copy job failed. The default vault of another account cannot be copied into.")
        case .retention: .failure("Copy job failed because the retention is outside the bounds of \(destination).")
        case .unsupported: .failure("Copy job failed. This resource type cannot be copied to that destination.")
        }
    }
}
