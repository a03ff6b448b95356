internal import HoldfastModel
public import HoldfastReport

/// Decides what becomes of a report, given what is known of its account and Region.
///
/// Every store asks here, so that all of them decide alike.
public enum ReportAdmission: Sendable, Hashable {
    /// It is taken in.
    case store
    /// The same account, Region and run is there.
    case unchanged
    /// A newer one is there.
    case conflict

    /// What counts in the order of reports.
    public struct Standing: Sendable, Hashable {
        /// The run's id.
        public let runID: String
        /// When the report finished, in milliseconds since the epoch.
        public let finishedAt: Int64
        /// The number its agent gave it.
        public let sequence: Int64

        /// Describes a report's place in order.
        public init(runID: String, finishedAt: Int64, sequence: Int64) {
            self.runID = runID
            self.finishedAt = finishedAt
            self.sequence = sequence
        }

        /// Describes the place of a report.
        public init(_ report: AccountReport, sequence: Int64) {
            self.init(
                runID: report.run.id, finishedAt: report.run.finishedAt.millisecondsSinceEpoch, sequence: sequence)
        }
    }

    /// Decides by run, then by the moment it finished, then by sequence.
    public init(_ report: Standing, known: Standing?) {
        guard let known else {
            self = .store
            return
        }
        if known.runID == report.runID {
            self = .unchanged
        } else if (known.finishedAt, known.sequence) > (report.finishedAt, report.sequence) {
            self = .conflict
        } else {
            self = .store
        }
    }

    /// The error a store throws for a report that is too old.
    package static func tooOld(_ report: AccountReport) -> StoreError {
        let region = report.region.map { " in \($0)" } ?? ""
        return StoreError(
            code: .conflict,
            message: "a newer report on account \(report.account.accountID)\(region) is there than the one of run "
                + report.run.id)
    }
}
