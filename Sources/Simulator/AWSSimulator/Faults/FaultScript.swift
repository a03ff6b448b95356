/// What goes wrong in a simulated organization: rules, of which the first that takes a call decides.
///
/// A YAML file, in which every key but `kind` may be left out:
///
/// ```yaml
/// faults:
///   - kind: throttling
///     account: "1*"
///     region: us-east-1
///     service: backup
///     operation: [ListBackupVaults, "List*Points*"]
///     page: next    # first or next: only calls without or with a page token
///     share: 25     # in percent of the calls that fit
///     after: 3      # the first three go well
///     times: 10     # and no more than ten go wrong
///   - {kind: throttling, service: backup, above: 10/20}   # past 10 a second in an account and Region, 20 at once
///   - {kind: serverError, status: 503}
///   - {kind: latency, delay: 5s}
/// ```
public struct FaultScript: Sendable, Hashable {
    /// The rules, in the order they are asked.
    public var rules: [FaultRule]

    /// Makes a script; nothing goes wrong without rules.
    public init(rules: [FaultRule] = []) { self.rules = rules }
}
