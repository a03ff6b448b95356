public import HoldfastModel

/// An exception somebody with a name accepted until a date.
public struct Waiver: Hashable, Sendable {
    /// Its id, unique in the policy.
    public let id: String
    /// What it covers.
    public let scope: WaiverScope
    /// Ids of the controls it covers, such as `HF-COV-01`; all when there is none; patterns allowed.
    public let controls: [String]
    /// Why it was accepted.
    public let reason: String
    /// Who accepted it.
    public let owner: String
    /// Where it was discussed, when that was noted.
    public let ticket: String?
    /// When it was accepted, when that was noted.
    public let acceptedAt: Instant?
    /// The first moment at which it covers nothing any more.
    public let expiresAt: Instant

    /// Describes an exception.
    public init(
        id: String, scope: WaiverScope, controls: [String] = [], reason: String, owner: String, ticket: String? = nil,
        acceptedAt: Instant? = nil, expiresAt: Instant
    ) {
        self.id = id
        self.scope = scope
        self.controls = controls
        self.reason = reason
        self.owner = owner
        self.ticket = ticket
        self.acceptedAt = acceptedAt
        self.expiresAt = expiresAt
    }

    /// Describes an exception for a set of resources.
    public init(
        id: String, selector: Selector, controls: [String] = [], reason: String, owner: String, ticket: String? = nil,
        expiresAt: Instant
    ) {
        self.init(
            id: id, scope: .resources(selector), controls: controls, reason: reason, owner: owner, ticket: ticket,
            expiresAt: expiresAt)
    }

    /// Whether it is in force at a moment; at the moment it ends it no longer is.
    public func isInForce(at now: Instant) -> Bool { now < expiresAt }
}

/// What a waiver covers: a set of resources, or sets put together.
public indirect enum WaiverScope: Hashable, Sendable {
    /// What the criteria match.
    case resources(Selector)
    /// What every one of the scopes covers.
    case all([WaiverScope])
    /// What any of the scopes covers.
    case any([WaiverScope])
    /// What the scope does not cover.
    case not(WaiverScope)

    /// Every selector in it, wherever it stands.
    public var selectors: [Selector] {
        switch self {
        case .resources(let selector): [selector]
        case .all(let scopes), .any(let scopes): scopes.flatMap(\.selectors)
        case .not(let scope): scope.selectors
        }
    }
}
