/// Every metric of Holdfast, each name once.
///
/// State metrics are rebuilt from the last published report, not by the scrape; process metrics count as things happen.
public enum MetricCatalog {
    /// Version and build of the program.
    public static let buildInfo = MetricDefinition(
        "holdfast_build_info", .gauge, labels: ["version", "revision", "swift_version"],
        help: "Always 1; the labels name the version of this program.")
    /// Names to join with.
    public static let accountInfo = MetricDefinition(
        "holdfast_account_info", .gauge, labels: ["account_id", "account_name", "ou_path"],
        help: "Always 1; the labels name an account of the organization, to join with account_id.")
    /// Accounts by state.
    public static let accounts = MetricDefinition(
        "holdfast_accounts", .gauge, labels: ["state"],
        help: "Accounts by the worst coverage among their Regions, as of their last sweep; ok means all complete.")
    /// Whether all accounts are known.
    public static let accountListingSuccess = MetricDefinition(
        "holdfast_account_listing_success", .gauge,
        help: "Whether the last sweep of this agent could list every account; where not, those it could not see keep "
            + "their last state.")
    /// Coverage of one account and Region.
    public static let coverage = MetricDefinition(
        "holdfast_coverage", .gauge, labels: ["account_id", "region", "status"],
        help: "1 for the coverage status the last sweep of the account and Region had, 0 for the others.")
    /// Whether everything was read.
    public static let sweepSuccess = MetricDefinition(
        "holdfast_sweep_success", .gauge, labels: ["account_id", "region"],
        help: "Whether the last sweep could read everything in the account and Region.")
    /// How long a sweep took.
    public static let sweepDuration = MetricDefinition(
        "holdfast_sweep_duration_seconds", .gauge, labels: ["account_id", "region"],
        help: "Seconds the last sweep of the account and Region took, from its first call to its verdicts.")
    /// When a sweep last read everything.
    public static let sweepLastSuccess = MetricDefinition(
        "holdfast_sweep_last_success_timestamp_seconds", .gauge, labels: ["account_id", "region"],
        help:
            "When the last sweep that could read everything in the account and Region ended; missing before the first.")
    /// When a sweep last ended.
    public static let sweepLastCompletion = MetricDefinition(
        "holdfast_sweep_last_completion_timestamp_seconds", .gauge, labels: ["account_id", "region"],
        help: "When the last sweep of the account and Region ended, whatever it could read.")
    /// Resources by status.
    public static let resources = MetricDefinition(
        "holdfast_resources", .gauge, labels: ["account_id", "region", "resource_type", "policy", "status"],
        help:
            "Resources seen by the last sweep, by the tier they must meet and their status; the statuses sum up to all."
    )
    /// What the policy leaves out by name.
    public static let resourcesIgnored = MetricDefinition(
        "holdfast_resources_ignored", .gauge, labels: ["account_id", "region"],
        help: "Resources seen by the last sweep that an assignment of the policy ignores; they are in no other count.")
    /// The promise on the age of data.
    public static let policyRPO = MetricDefinition(
        "holdfast_policy_rpo_seconds", .gauge, labels: ["policy"],
        help: "The recovery point objective of the tier: the greatest age its newest backups may have.")
    /// The age of the worst resource.
    public static let oldestNewestRecoveryPoint = MetricDefinition(
        "holdfast_oldest_newest_recovery_point_timestamp_seconds", .gauge,
        labels: ["account_id", "region", "resource_type", "policy"],
        help: "When the newest usable recovery point of the worst resource was whole, as of the last sweep; "
            + "0 if one has never been backed up, and missing if no age is known.")
    /// Resources with data that is too old.
    public static let resourcesRPOBreached = MetricDefinition(
        "holdfast_resources_rpo_breached", .gauge, labels: ["account_id", "region", "policy"],
        help: "Resources whose newest usable recovery point was older than the objective at the last sweep.")
    /// Resources without any backup.
    public static let resourcesNeverBackedUp = MetricDefinition(
        "holdfast_resources_never_backed_up", .gauge, labels: ["account_id", "region", "policy"],
        help: "Resources with a tier that had no usable recovery point at the last sweep.")
    /// Findings by control.
    public static let findings = MetricDefinition(
        "holdfast_findings", .gauge, labels: ["account_id", "region", "control", "severity", "verdict"],
        help: "Findings of the last sweep, by control, severity and verdict.")
    /// Recovery points by vault.
    public static let recoveryPoints = MetricDefinition(
        "holdfast_recovery_points", .gauge, labels: ["account_id", "region", "vault", "storage_class", "status"],
        help: "Recovery points seen by the last sweep.")
    /// Size of recovery points.
    public static let recoveryPointsBytes = MetricDefinition(
        "holdfast_recovery_points_bytes", .gauge,
        labels: ["account_id", "region", "vault", "storage_class", "status"],
        help: "Sum of the backup sizes AWS gave for the recovery points seen by the last sweep.")
    /// Vault locks.
    public static let vaultLocked = MetricDefinition(
        "holdfast_vault_locked", .gauge, labels: ["account_id", "region", "vault"],
        help: "Whether a vault lock is on, as of the last sweep; missing if AWS did not say.")
    /// Drift.
    public static let planPendingChanges = MetricDefinition(
        "holdfast_plan_pending_changes", .gauge, labels: ["account_id", "region", "action"],
        help: "Changes that would bring the account and Region to policy, as of the last sweep.")
    /// Accepted exceptions.
    public static let waivers = MetricDefinition(
        "holdfast_waivers", .gauge, labels: ["state"],
        help: "Waivers of the policy by whether they have expired.")
    /// When a report came to the aggregator.
    public static let reportReceived = MetricDefinition(
        "holdfast_report_received_timestamp_seconds", .gauge, labels: ["account_id", "region"],
        help: "When the aggregator took in the last report on the account and Region.")
    /// What became of reports.
    public static let reportsReceived = MetricDefinition(
        "holdfast_reports_received_total", .counter, labels: ["outcome"],
        help: "Reports agents sent since the aggregator started, by what became of them.")
    /// Calls to AWS.
    public static let awsAPIRequests = MetricDefinition(
        "holdfast_aws_api_requests_total", .counter, labels: ["service", "operation"],
        help: "Requests sent to AWS since the process started, retries included.")
    /// Failed calls to AWS.
    public static let awsAPIErrors = MetricDefinition(
        "holdfast_aws_api_errors_total", .counter, labels: ["service", "operation"],
        help: "Calls to AWS that ended in an error after all their attempts.")
    /// Throttled calls.
    public static let awsAPIThrottles = MetricDefinition(
        "holdfast_aws_api_throttles_total", .counter, labels: ["service", "operation"],
        help: "Requests AWS answered by asking for fewer.")
    /// Durations of calls.
    public static let awsAPIRequestDuration = MetricDefinition(
        "holdfast_aws_api_request_duration_seconds", .histogram, labels: ["service", "operation"],
        help: "Seconds a call to AWS took, with all its attempts and the waits between them.")
    /// Whether the last reload worked.
    public static let configReloadSuccessful = MetricDefinition(
        "holdfast_config_last_reload_successful", .gauge,
        help: "Whether the last attempt to load the configuration worked.")
    /// When the configuration was last loaded.
    public static let configReloadSuccessTime = MetricDefinition(
        "holdfast_config_last_reload_success_timestamp_seconds", .gauge,
        help: "When the configuration that is in use was loaded.")
    /// Scrapes by status.
    public static let handlerRequests = MetricDefinition(
        "holdfast_metric_handler_requests_total", .counter, labels: ["code"],
        help: "Scrapes answered, by HTTP status code.")
    /// Scrapes in progress.
    public static let handlerInFlight = MetricDefinition(
        "holdfast_metric_handler_requests_in_flight", .gauge, help: "Scrapes being answered.")
    /// Processor time.
    public static let processCPU = MetricDefinition(
        "process_cpu_seconds_total", .counter, help: "User and system processor time used, in seconds.")
    /// Memory in use.
    public static let processResidentMemory = MetricDefinition(
        "process_resident_memory_bytes", .gauge, help: "Resident memory size in bytes.")
    /// Address space in use.
    public static let processVirtualMemory = MetricDefinition(
        "process_virtual_memory_bytes", .gauge, help: "Virtual memory size in bytes.")
    /// Open files.
    public static let processOpenFiles = MetricDefinition(
        "process_open_fds", .gauge, help: "Number of open file descriptors.")
    /// Limit of open files.
    public static let processMaxFiles = MetricDefinition(
        "process_max_fds", .gauge, help: "Maximum number of open file descriptors.")
    /// Start of the process.
    public static let processStart = MetricDefinition(
        "process_start_time_seconds", .gauge, help: "Start time of the process since the epoch in seconds.")

    /// All of them, in the order they are written.
    public static let all: [MetricDefinition] = [
        buildInfo, accountInfo, accounts, accountListingSuccess, coverage, sweepSuccess, sweepDuration,
        sweepLastSuccess, sweepLastCompletion,
        resources, resourcesIgnored, policyRPO, oldestNewestRecoveryPoint, resourcesRPOBreached, resourcesNeverBackedUp,
        findings,
        recoveryPoints, recoveryPointsBytes, vaultLocked, planPendingChanges, waivers, reportReceived, reportsReceived,
        awsAPIRequests, awsAPIErrors, awsAPIThrottles, awsAPIRequestDuration, configReloadSuccessful,
        configReloadSuccessTime, handlerRequests, handlerInFlight, processCPU, processResidentMemory,
        processVirtualMemory, processOpenFiles, processMaxFiles, processStart,
    ]
}
