public import HoldfastModel

/// The accounts of an organization, each with what is done with it.
public struct AccountListing: Hashable, Sendable {
    /// An account and its lot.
    public struct Entry: Hashable, Sendable {
        /// The account.
        public let account: Account
        /// Whether it is swept.
        public let decision: AccountScope.Decision

        /// Describes an entry.
        public init(account: Account, decision: AccountScope.Decision) {
            self.account = account
            self.decision = decision
        }
    }

    /// The accounts, sorted.
    public let entries: [Entry]
    /// What somebody should know about the listing, one sentence each.
    public let notices: [String]
    /// What of the organization could not be read; accounts may be missing where it says `inventory`.
    public let gaps: [ReadGap]
    /// Whether there is an organization that could be read.
    public let isOrganization: Bool

    /// Describes a listing.
    public init(entries: [Entry], notices: [String], gaps: [ReadGap], isOrganization: Bool) {
        self.entries = entries.sorted { $0.account.id < $1.account.id }
        self.notices = notices
        self.gaps = gaps
        self.isOrganization = isOrganization
    }

    /// The caller's own account and nothing else; with gaps where others could not be seen.
    public init(alone identity: CallerIdentity, notice: String, gaps: [ReadGap] = []) {
        let account = Account(id: identity.account, name: identity.account.rawValue, tags: nil)
        self.init(
            entries: [Entry(account: account, decision: .sweep(note: nil))], notices: [notice], gaps: gaps,
            isOrganization: false)
    }

    /// Whether no account can be missing.
    public var isWhole: Bool { gaps.isEmpty }

    /// The accounts to sweep.
    public var swept: [Account] {
        entries.compactMap { entry in
            if case .sweep = entry.decision { entry.account } else { nil }
        }
    }
}
