/// One rule of a script: which calls go wrong, how often, and how.
public struct FaultRule: Sendable, Hashable {
    /// The place of a call in a list that comes in pages.
    public enum Page: String, Sendable, Hashable, CaseIterable {
        /// The call carries no page token.
        case first
        /// The call carries the token an earlier page gave.
        case next
    }

    /// How the calls go wrong.
    public var kind: FaultKind
    /// Patterns of the caller's account ids, with `*` and `?`; empty for every account.
    public var accounts: [String] = []
    /// Patterns of Regions; empty for every Region.
    public var regions: [String] = []
    /// Patterns of services by signing name, such as `backup`; empty for every service.
    public var services: [String] = []
    /// Patterns of operations, such as `List*`; empty for every operation.
    public var operations: [String] = []
    /// Only calls for such a page; nothing for all calls.
    public var page: Page?
    /// How many of a hundred calls go wrong.
    public var share = 100
    /// How many of the calls that fit go well first.
    public var after = 0
    /// The rate past which calls go wrong, for each account and Region by itself; nothing for calls at any rate.
    public var above: RequestRate?
    /// How many go wrong at most; nothing for no limit.
    public var times: Int?
    /// The status of ``FaultKind/serverError``.
    public var status = 500
    /// How late the answer of ``FaultKind/latency`` comes, and how long a listener holds one that hangs.
    public var delay = Duration.seconds(1)

    /// Describes a rule that makes every call go wrong in that way.
    public init(kind: FaultKind) { self.kind = kind }

    /// Whether a call fits, before its share and turn are asked.
    func fits(_ call: FaultCall) -> Bool {
        guard Self.any(of: accounts, matches: call.account), Self.any(of: regions, matches: call.region),
            Self.any(of: services, matches: call.service), Self.any(of: operations, matches: call.operation)
        else { return false }
        switch page {
        case nil: break
        case .first: guard !call.carriesToken else { return false }
        case .next: guard call.carriesToken else { return false }
        }
        return kind != .endlessPages || call.isPaged
    }

    private static func any(of patterns: [String], matches text: String) -> Bool {
        patterns.isEmpty || patterns.contains { GlobPattern($0).matches(text) }
    }
}

/// What a rule asks of a call.
struct FaultCall: Sendable {
    let account: String
    let region: String
    let service: String
    let operation: String
    let carriesToken: Bool
    let isPaged: Bool
}
