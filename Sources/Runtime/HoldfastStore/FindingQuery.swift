public import HoldfastEvaluation
public import HoldfastModel

/// Which findings are asked for, and from where on.
public struct FindingQuery: Sendable, Hashable {
    /// Only those of this account.
    public var accountID: AccountID?
    /// Only those of reports on this Region.
    public var region: AWSRegion?
    /// Only those of this control.
    public var controlID: String?
    /// Only those with this verdict.
    public var verdict: Verdict?
    /// Only those of this severity.
    public var severity: Severity?
    /// Only those after this place.
    public var after: FindingPosition?
    /// How many at most; at least one.
    public var limit: Int

    /// Asks for findings; what is left out does not restrict.
    public init(
        accountID: AccountID? = nil, region: AWSRegion? = nil, controlID: String? = nil, verdict: Verdict? = nil,
        severity: Severity? = nil, after: FindingPosition? = nil, limit: Int
    ) {
        self.accountID = accountID
        self.region = region
        self.controlID = controlID
        self.verdict = verdict
        self.severity = severity
        self.after = after
        self.limit = max(1, limit)
    }

    /// Whether a finding of a report on that Region is asked for, whatever its place.
    public func matches(_ finding: Finding, reportRegion: AWSRegion?) -> Bool {
        (accountID == nil || finding.accountID == accountID) && (region == nil || reportRegion == region)
            && (controlID == nil || finding.controlID == controlID) && (verdict == nil || finding.verdict == verdict)
            && (severity == nil || finding.severity == severity)
    }
}

/// The place of a finding in the order of all findings.
///
/// The Region is that of the report it stands in: a finding about the account as a whole has none of its own, and may stand
/// in the report of every Region.
public struct FindingPosition: Sendable, Hashable, Comparable, Codable {
    /// The account's digits.
    public let account: String
    /// The code of the report's Region, empty for none.
    public let region: String
    /// The control.
    public let control: String
    /// The ARN of the thing judged.
    public let resource: String
    /// The finding's id.
    public let id: String

    /// The place of that finding in a report on that Region.
    public init(_ finding: Finding, reportRegion: AWSRegion?) {
        account = finding.accountID.rawValue
        region = reportRegion?.rawValue ?? ""
        control = finding.controlID
        resource = finding.resourceARN
        id = finding.id
    }

    /// Orders by account, Region, control, resource and id, each by its UTF-8 bytes.
    public static func < (left: FindingPosition, right: FindingPosition) -> Bool {
        for (one, other) in zip(left.fields, right.fields) where one != other {
            return one.utf8.lexicographicallyPrecedes(other.utf8)
        }
        return false
    }

    /// The five fields in order.
    public var fields: [String] { [account, region, control, resource, id] }
}

/// Some of the findings asked for.
public struct FindingPage: Sendable, Hashable {
    /// The findings, in order.
    public let findings: [Finding]
    /// How many match on all pages together.
    public let total: Int
    /// The place to go on from; nothing on the last page.
    public let next: FindingPosition?

    /// Describes a page.
    public init(findings: [Finding], total: Int, next: FindingPosition?) {
        self.findings = findings
        self.total = total
        self.next = next
    }
}
