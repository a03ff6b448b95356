/// Every control of this version.
public enum ControlCatalog {
    /// The controls, sorted by id; HF-ORG-05 judges accounts and stands in ``OrganizationControls``.
    public static let all: [Control] =
        [
            AirGapControls.all, ContinuousControls.all, CopyJobControls.all, CopyRuleControls.all,
            CoverageControls.all, EncryptionControls.all, IndexControls.all, JobAnomalyControls.all, JobControls.all,
            LifecycleControls.all, LockControls.all, NativeContinuousControls.all, NativeControls.all,
            NotificationControls.all, PlanControls.all, RetentionControls.all, SelectionControls.all,
            SettingsControls.all, VaultControls.all,
            VaultPolicyControls.all, WindowControls.all,
        ].flatMap { $0 }.sorted { $0.id < $1.id }
}
