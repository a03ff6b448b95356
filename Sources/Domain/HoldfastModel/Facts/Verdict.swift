/// What a control says of a resource, vault, plan or account.
public enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
    /// The property holds.
    case compliant
    /// The property does not hold.
    case nonCompliant = "non_compliant"
    /// The thing cannot have the property, or is not asked to.
    case notApplicable = "not_applicable"
    /// The property does not hold, and somebody with a name accepted that until a date.
    case waived
    /// A fact that was needed could not be read; never green.
    case unknown
}

/// How much a finding matters.
public enum Severity: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// Worth knowing.
    case info
    /// Worth tidying.
    case low
    /// Worth planning.
    case medium
    /// Worth doing now.
    case high
    /// Data may be lost.
    case critical

    /// Orders from `info` up to `critical`.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// Whether data of a resource can be recovered as its tier promises; the words of `contract.md` section 4.
public enum ProtectionStatus: String, Hashable, Sendable, Codable, CaseIterable {
    /// A plan that meets the tier selects it, and its newest completed recovery point is within the tier's RPO.
    case protected
    /// It is selected and no run has been due since.
    case pending
    /// Neither.
    case unprotected
    /// A fact needed to say was not read.
    case unknown
    /// A waiver covers it.
    case waived
}
