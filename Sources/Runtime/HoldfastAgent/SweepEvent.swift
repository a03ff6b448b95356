public import HoldfastModel
public import HoldfastReport

/// What somebody who watches a sweep wants to hear.
public enum SweepEvent: Sendable, Hashable {
    /// The accounts are known and reading begins.
    case started(accounts: Int, regions: Int)
    /// One account in one Region was read and judged.
    case regionJudged(Account, AWSRegion, CoverageStatus, resources: Int, gaps: Int)
    /// All Regions of an account were judged, and its changes planned.
    case accountFinished(Account, changes: Int)
    /// An account is shown and not swept.
    case accountNotSwept(Account, CoverageStatus)
}
