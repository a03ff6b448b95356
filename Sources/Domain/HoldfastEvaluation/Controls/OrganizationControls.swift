public import HoldfastModel

/// How far one account was read in one Region, or as a whole.
public struct AccountSweep: Hashable, Sendable {
    /// What became of the attempt; the words of `coverage` in the report.
    public enum Outcome: String, Hashable, Sendable {
        /// All that was asked was read.
        case complete
        /// Some of it was read.
        case partial
        /// AWS refused entry.
        case denied
        /// AWS asked for fewer calls until our patience ended.
        case throttled
        /// The account does not work, by its own state.
        case suspended
        /// The configuration leaves the account out.
        case excluded
    }

    /// The account.
    public let accountID: AccountID
    /// The Region, or nothing for an account that was not entered.
    public let region: AWSRegion?
    /// What became of it.
    public let outcome: Outcome
    /// When it was tried.
    public let sweptAt: Instant

    /// Describes an attempt.
    public init(accountID: AccountID, region: AWSRegion?, outcome: Outcome, sweptAt: Instant) {
        self.accountID = accountID
        self.region = region
        self.outcome = outcome
        self.sweptAt = sweptAt
    }
}

/// Controls over the accounts of an organization: family ORG.
public enum OrganizationControls {
    /// The id of the control that finds dark accounts.
    public static let sweptID = "HF-ORG-05"
    /// How long ago the last sweep of an account may be.
    public static let maximumAge = Duration.hours(2)

    /// HF-ORG-05: every active account is swept, so that none is dark.
    ///
    /// An account that could not be entered, or was last entered more than two hours ago, is not compliant; one of which
    /// a part could not be read is unknown. Accounts that AWS suspended and that the configuration leaves out are not
    /// asked. Exactly two hours old passes.
    ///
    /// - Parameters:
    ///   - accounts: The accounts of the organization.
    ///   - coverage: The last attempt at each account and Region, in any order.
    ///   - now: The moment to judge by.
    /// - Returns: One finding for each account, sorted by account.
    public static func accountFindings(accounts: [Account], coverage: [AccountSweep], now: Instant) -> [Finding] {
        let attempts = Dictionary(grouping: coverage, by: \.accountID)
        return accounts.sorted { $0.id < $1.id }.map { account in
            let own = (attempts[account.id] ?? []).sorted { ($0.region?.rawValue ?? "") < ($1.region?.rawValue ?? "") }
            let (verdict, message) = judge(account, own, now)
            let partition = own.lazy.compactMap(\.region).first?.partition ?? .standard
            let arn = "arn:\(partition):iam::\(account.id):root"
            return Finding(
                id: FindingID.text(control: sweptID, account: account.id, region: nil, subject: account.id.rawValue),
                controlID: sweptID, verdict: verdict, severity: .critical, accountID: account.id, region: nil,
                resourceARN: arn, resourceType: "Account", message: message,
                evidence: own.map {
                    Evidence(
                        name: $0.region?.rawValue ?? "account", value: $0.outcome.rawValue, api: "sts:AssumeRole",
                        readAt: $0.sweptAt)
                })
        }
    }

    private static func judge(_ account: Account, _ own: [AccountSweep], _ now: Instant) -> (Verdict, String) {
        guard account.state == .active else {
            return (.notApplicable, "the account is \(account.state.rawValue.lowercased())")
        }
        guard !own.isEmpty else { return (.nonCompliant, "the account was not swept") }
        let asked = own.filter { $0.outcome != .excluded && $0.outcome != .suspended }
        guard !asked.isEmpty else { return (.notApplicable, "the configuration leaves the account out") }
        if let dark = asked.first(where: { $0.outcome == .denied || $0.outcome == .throttled }) {
            let place = dark.region.map { " in \($0)" } ?? ""
            return (.nonCompliant, "the account could not be read\(place): \(dark.outcome.rawValue)")
        }
        if let old = asked.first(where: { $0.sweptAt.duration(to: now) > maximumAge }) {
            let age = old.sweptAt.duration(to: now)
            return (.nonCompliant, "its last sweep is \(age.roughWords) old, \(maximumAge.words) are allowed")
        }
        if let partial = asked.first(where: { $0.outcome == .partial }) {
            return (.unknown, "not known: a part of it was not read\(partial.region.map { " in \($0)" } ?? "")")
        }
        return (.compliant, "the account was swept in \(asked.count) Regions")
    }
}
