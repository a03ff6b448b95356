/// An organizational unit.
package struct OrganizationalUnit: Sendable, Hashable {
    /// The id, `ou-…`.
    package let id: String
    /// The name.
    package let name: String
    /// The id of the unit or root above it.
    package let parentID: String
}

/// An account of the organization as AWS Organizations knows it.
package struct OrganizationAccount: Sendable, Hashable {
    /// The states an account can be in, by the names of `Account.State`.
    package enum State: String, Sendable {
        /// In use.
        case active = "ACTIVE"
        /// Closed or suspended by AWS; its roles cannot be assumed.
        case suspended = "SUSPENDED"
    }

    /// The twelve digits.
    package let id: String
    /// The name.
    package let name: String
    /// The mail address of its root user.
    package let email: String
    /// The id of the unit or root above it.
    package let parentID: String
    /// Its state.
    package let state: State
    /// When it joined.
    package let joinedAt: Moment
    /// Whether it was created in the organization rather than invited.
    package let wasCreated: Bool
    /// Its tags.
    package let tags: TagSet
    /// How its backups were set up before the world's birth, one style for each of the world's Regions.
    package let styles: [ProtectionStyle]
}

/// The organization: its root, units and accounts, fixed at birth.
package struct OrganizationTree: Sendable {
    /// The id, `o-…`.
    package let id: String
    /// The id of the root, `r-…`.
    package let rootID: String
    /// Every unit, parents before children.
    package let units: [OrganizationalUnit]
    /// Every account, the management account first.
    package let accounts: [OrganizationAccount]
    /// Where an account stands in `accounts`, by id.
    package let indices: [String: Int]

    /// The account everything is governed from.
    package let managementAccount: OrganizationAccount

    /// The account of that id.
    package func account(_ id: String) -> OrganizationAccount? { indices[id].map { accounts[$0] } }

    /// The ARN of an account.
    package func arn(of account: OrganizationAccount) -> String {
        "arn:aws:organizations::\(managementAccount.id):account/\(id)/\(account.id)"
    }

    /// The ARN of a unit.
    package func arn(of unit: OrganizationalUnit) -> String {
        "arn:aws:organizations::\(managementAccount.id):ou/\(id)/\(unit.id)"
    }

    /// The ARN of the root.
    package var rootARN: String { "arn:aws:organizations::\(managementAccount.id):root/\(id)/\(rootID)" }

    /// The unit of that id.
    package func unit(_ id: String) -> OrganizationalUnit? { units.first { $0.id == id } }

    /// Whether the root, a unit or an account has that id.
    package func holds(_ id: String) -> Bool { id == rootID || account(id) != nil || unit(id) != nil }
}

/// How the backups of an account in a Region were set up before the world's birth.
package enum ProtectionStyle: String, Sendable, CaseIterable {
    /// A locked, encrypted vault, daily backups kept 35 days, typed conditions.
    case protected
    /// No vault but the default one, no plan.
    case none
    /// A plan whose vault was deleted, so that every job fails.
    case vaultMissing
    /// Daily backups kept three days only.
    case shortRetention
    /// One backup a week where a day is asked for.
    case wrongInterval
    /// A selection by a tag no resource carries.
    case emptySelection
    /// Backups that worked until the role was deleted twelve days before the birth.
    case stale
    /// Sound backups in a vault without a key of the customer, of resources that are partly unencrypted.
    case unencrypted
    /// A selection by tag of types the Region does not opt in to.
    case optedOut
    /// Several tags in `ListOfTags`, meant as AND, which AWS reads as OR.
    case anyTag
}
