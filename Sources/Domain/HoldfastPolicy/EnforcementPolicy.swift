/// Whether, and how far, Holdfast may change accounts.
public struct EnforcementPolicy: Hashable, Sendable {
    /// What is done with a change that would bring an account to policy.
    public enum Mode: String, Hashable, Sendable {
        /// It is planned and shown, never made.
        case observe
        /// It is made, within the guardrails.
        case enforce
    }

    /// The names of the changes Holdfast can make, which are those of `ChangeAction`.
    package static let actionNames = [
        "create-plan", "create-selection", "create-vault", "tag-resource", "tag-vault", "update-plan",
        "update-region-settings",
    ]

    /// The mode of every action the policy does not name.
    public let mode: Mode
    /// The mode of single actions, by the name of `ChangeAction`, such as `tag-resource`.
    public let actions: [String: Mode]
    /// The greatest number of changes to one account in one run.
    public let maximumChangesPerAccount: Int
    /// The greatest number of changes in one run.
    public let maximumChangesPerRun: Int

    /// Describes enforcement; nothing is changed unless asked for.
    public init(
        mode: Mode = .observe, actions: [String: Mode] = [:], maximumChangesPerAccount: Int = 100,
        maximumChangesPerRun: Int = 1_000
    ) {
        self.mode = mode
        self.actions = actions
        self.maximumChangesPerAccount = maximumChangesPerAccount
        self.maximumChangesPerRun = maximumChangesPerRun
    }
}
