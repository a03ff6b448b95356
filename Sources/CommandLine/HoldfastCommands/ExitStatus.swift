internal import HoldfastReport

/// How the program ends: the numbers of the outside contract, and which one wins when several apply.
public struct ExitStatus: RawRepresentable, Hashable, Sendable, Error {
    /// The number the process ends with.
    public let rawValue: Int32

    /// Takes a number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// Everything was read, nothing found above the threshold, nothing to change.
    public static let success = ExitStatus(rawValue: 0)
    /// The tool, its configuration or its credentials failed.
    public static let failure = ExitStatus(rawValue: 1)
    /// `plan --detailed-exitcode` has changes.
    public static let changes = ExitStatus(rawValue: 2)
    /// There are findings at or above `--fail-on`.
    public static let findings = ExitStatus(rawValue: 3)
    /// Some account, Region or API could not be read.
    public static let incompleteCoverage = ExitStatus(rawValue: 4)
    /// Some changes were not made; the journal knows which.
    public static let applyIncomplete = ExitStatus(rawValue: 5)
    /// The command line was not understood.
    public static let usage = ExitStatus(rawValue: 64)
    /// Ended by Ctrl-C, with the state saved.
    public static let interrupted = ExitStatus(rawValue: 130)
    /// Ended by SIGTERM, with the state saved.
    public static let terminated = ExitStatus(rawValue: 143)

    /// The status a decision comes to.
    init(_ decision: ExitDecision) { self.init(rawValue: decision.code) }
}
