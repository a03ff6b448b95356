public import HoldfastModel

/// How much of an account in one Region could be read.
public enum CoverageStatus: String, Hashable, Sendable, Codable, CaseIterable {
    /// Everything.
    case complete
    /// Some of it; the gaps say what is missing.
    case partial
    /// Nothing, because AWS refused us.
    case denied
    /// Something is missing because AWS asked for fewer calls until our patience ended.
    case throttled
    /// The account cannot be worked in, so it was not looked at.
    case suspended
    /// Configuration leaves the account out, so it was not looked at.
    case excluded

    /// Whether something that should have been read was not; a sweep with any such ends with exit status 4.
    public var isIncomplete: Bool {
        switch self {
        case .partial, .denied, .throttled: true
        case .complete, .suspended, .excluded: false
        }
    }

    /// Whether it should have been read at all.
    public var isInScope: Bool { self == .complete || isIncomplete }
}

/// How much could be read, and what could not.
public struct Coverage: Hashable, Sendable, Codable {
    /// The sum of it.
    public let status: CoverageStatus
    /// What could not be read, sorted.
    public let gaps: [CoverageGap]

    /// Describes coverage.
    public init(status: CoverageStatus, gaps: [CoverageGap] = []) {
        self.status = status
        self.gaps = gaps.sorted()
    }

    /// Judges what was read by what was not.
    ///
    /// An account that could not be entered, or in which no call was answered, is `denied` when AWS refused or the
    /// credentials had ended; it is `throttled` when all that is missing fell to throttling; else it is `partial`.
    ///
    /// - Parameter sources: The calls that were answered, by fact.
    public init(gaps: [ReadGap], sources: [FactKind: [FactSource]]) {
        let refused: (ReadGap) -> Bool = { $0.reason == .denied || $0.reason == .expiredCredentials }
        let nothingRead = sources.allSatisfy { $0.key == .session || $0.value.isEmpty }
        let isRefused =
            gaps.contains { $0.fact == .session && refused($0) } || (nothingRead && gaps.contains(where: refused))
        let status: CoverageStatus =
            if gaps.isEmpty {
                .complete
            } else if isRefused {
                .denied
            } else if gaps.allSatisfy({ $0.reason == .throttled }) {
                .throttled
            } else {
                .partial
            }
        self.init(status: status, gaps: gaps.map(CoverageGap.init))
    }

    /// Whether the list of resources is whole, so that a count of zero means that there is none.
    public var knowsInventory: Bool {
        guard status.isInScope, status != .denied else { return false }
        return !gaps.contains { $0.fact == .session || $0.fact == .inventory }
    }

    /// Whether a fact was read without any gap.
    public func knows(_ fact: FactKind) -> Bool {
        status.isInScope && status != .denied && !gaps.contains { $0.fact == .session || $0.fact == fact }
    }
}

/// One thing that could not be read.
public struct CoverageGap: Hashable, Sendable, Codable, Comparable {
    /// The knowledge that is missing.
    public let fact: FactKind
    /// How much of it: `everything`, or kind and name, such as `vault:main`.
    public let scope: String
    /// The IAM action of the call, such as `backup:ListBackupVaults`.
    public let api: String
    /// Why.
    public let reason: ReadGap.Reason
    /// The code AWS gave.
    public let error: String
    /// The words AWS gave.
    public let message: String
    /// The request id AWS gave, when it gave one.
    public let requestID: String?

    /// Shortens a gap.
    public init(_ gap: ReadGap) {
        fact = gap.fact
        scope =
            switch gap.scope {
            case .everything: "everything"
            case .resourceType(let type): "resourceType:\(type)"
            case .resource(let arn): "resource:\(arn)"
            case .vault(let name): "vault:\(name)"
            case .plan(let id): "plan:\(id)"
            case .configRule(let name): "configRule:\(name)"
            case .region(let region): "region:\(region)"
            }
        api = gap.api
        reason = gap.reason
        error = gap.code
        message = gap.message
        requestID = gap.requestID
    }

    /// Orders by fact, scope and API.
    public static func < (left: CoverageGap, right: CoverageGap) -> Bool {
        (left.fact.rawValue, left.scope, left.api, left.error, left.message)
            < (right.fact.rawValue, right.scope, right.api, right.error, right.message)
    }

    private enum CodingKeys: String, CodingKey {
        case fact, scope, api, reason, error, message
        case requestID = "requestId"
    }
}

/// One line of an organization's coverage: an account, a Region and how much of it could be read.
public struct CoverageEntry: Hashable, Sendable, Codable {
    /// The account.
    public let accountID: AccountID
    /// Its name.
    public let accountName: String
    /// The Region; nothing for an account that is not swept at all.
    public let region: AWSRegion?
    /// How much could be read.
    public let status: CoverageStatus
    /// What could not be read.
    public let gaps: [CoverageGap]

    /// Describes a line.
    public init(
        accountID: AccountID, accountName: String, region: AWSRegion?, status: CoverageStatus, gaps: [CoverageGap]
    ) {
        self.accountID = accountID
        self.accountName = accountName
        self.region = region
        self.status = status
        self.gaps = gaps
    }

    private enum CodingKeys: String, CodingKey {
        case accountName, region, status, gaps
        case accountID = "accountId"
    }
}
