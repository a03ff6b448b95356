package import AWSWire

/// What an organization's administrators decide about it: policies, delegated administrators, trusted services, tags.
///
/// Everything but the tree itself, which is fixed at birth.
package struct OrganizationGovernance: Sendable {
    /// A policy of a type that is merged down the tree.
    package struct Policy: Sendable, Hashable {
        /// The id, `p-…`.
        package let id: String
        /// The type, such as `BACKUP_POLICY`.
        package let type: String
        /// The name, one of a type.
        package var name: String
        /// The description, possibly empty.
        package var description: String
        /// The document as it was given.
        package var content: String
        /// The document as a tree.
        package var document: WireValue
        /// The tags.
        package var tags: TagSet
    }

    /// A policy attached to the root, a unit or an account.
    package struct Attachment: Sendable, Hashable {
        /// The policy's id.
        package let policyID: String
        /// The id of the root, unit or account.
        package let targetID: String
    }

    /// A service some account administers in the management account's place.
    package struct Delegation: Sendable, Hashable {
        /// The account.
        package let account: String
        /// The service, such as `backup.amazonaws.com`.
        package let service: String
        /// When it was made so.
        package let enabledAt: Moment
    }

    /// The policies, in the order they were made.
    package var policies: [Policy] = []
    /// What is attached where, in the order it was attached, which is the order of evaluation at one place.
    package var attachments: [Attachment] = []
    /// The types of policies enabled in the root, in the order they were enabled.
    package var enabledTypes: [String] = []
    /// The delegated administrators, in the order they were registered.
    package var delegations: [Delegation] = []
    /// The services that may act in the whole organization, and since when.
    package var trustedServices: [String: Moment]
    /// Tags of the root, units and accounts as writes left them, by id; others have those of their birth.
    package var tags: [String: TagSet] = [:]
    /// When the policies in force last changed; nothing before the first change.
    package var policiesChangedAt: Moment?
    /// Grows with every change of the policies in force.
    package var revision = 0

    /// Makes the governance of an organization at birth: AWS Backup and AWS Config act in all of it, no policy is there.
    package init(birth: Moment) {
        trustedServices = [
            "backup.amazonaws.com": birth.adding(days: -390), "config.amazonaws.com": birth.adding(days: -380),
            "config-multiaccountsetup.amazonaws.com": birth.adding(days: -380),
        ]
    }

    /// The policy of that id.
    package func policy(_ id: String) -> Policy? { policies.first { $0.id == id } }

    /// The policies of a type attached to one place, in the order they were attached.
    package func policies(of type: String, at target: String) -> [Policy] {
        attachments.filter { $0.targetID == target }.compactMap { policy($0.policyID) }.filter { $0.type == type }
    }

    /// Notes that the policies in force changed.
    package mutating func notePolicyChange(at now: Moment) {
        policiesChangedAt = now
        revision += 1
    }

    /// Whether an account administers a service.
    package func isDelegated(_ account: String, _ service: String) -> Bool {
        delegations.contains { $0.account == account && $0.service == service }
    }

    /// The policy in force for an account: those of every place above it merged, then its own.
    ///
    /// - Returns: The document without operators and the policies that have a part in it, or nothing where none is
    ///   attached.
    package func effectivePolicy(
        of type: String, for account: OrganizationAccount, in tree: OrganizationTree
    ) -> (document: WireValue, policies: [Policy])? {
        guard enabledTypes.contains(type) else { return nil }
        let levels = tree.lineage(of: account).map { policies(of: type, at: $0) }
        guard levels.contains(where: { !$0.isEmpty }) else { return nil }
        let merged = PolicyInheritance.effective(levels.map { $0.map(\.document) })
        return (merged, levels.flatMap { $0 })
    }
}

extension OrganizationTree {
    /// The ids from the root down to an account, both included.
    package func lineage(of account: OrganizationAccount) -> [String] {
        var ids = [account.id]
        var current = account.parentID
        while let unit = units.first(where: { $0.id == current }) {
            ids.append(unit.id)
            current = unit.parentID
        }
        return [rootID] + ids.reversed()
    }
}
