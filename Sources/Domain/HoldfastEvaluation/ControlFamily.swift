/// What a group of controls is about, as the middle of their ids says it.
public enum ControlFamily: String, Hashable, Sendable, CaseIterable {
    /// Whether resources are covered.
    case coverage = "COV"
    /// Whether plans are what they should be.
    case plans = "PLN"
    /// Whether selections select what is meant.
    case selections = "SEL"
    /// How long recovery points are kept.
    case retention = "RET"
    /// When recovery points move and end.
    case lifecycle = "LIF"
    /// Whether copies are made, and where.
    case copies = "CPY"
    /// Whether vaults are what they should be.
    case vaults = "VLT"
    /// Whether vaults and points are locked.
    case locks = "LCK"
    /// Whether there is a copy that no administrator can reach.
    case airGap = "LAG"
    /// Whether backups are encrypted, and by whose key.
    case encryption = "ENC"
    /// Whether data can be restored to a moment.
    case continuous = "PIT"
    /// What became of jobs.
    case jobs = "JOB"
    /// Whether restores were tried.
    case restores = "RST"
    /// Whether single files can be found in backups.
    case indexes = "IDX"
    /// Whether backups were scanned for malware.
    case scans = "SCN"
    /// Whether the settings of the Region let backups happen.
    case settings = "SET"
    /// Whether somebody is told when backups fail.
    case notifications = "NTF"
    /// Whether the organization as a whole is governed.
    case organization = "ORG"
    /// Whether the services' own backups are on.
    case native = "NAT"
    /// What backups cost more than they must.
    case cost = "COST"
    /// Whether waivers are in order.
    case waivers = "WVR"
    /// Whether Holdfast itself is in order.
    case platform = "PLT"

    /// The family of a control's id, such as ``coverage`` of `HF-COV-01`.
    public init?(controlID: String) {
        let parts = controlID.split(separator: "-")
        guard parts.count == 3, let family = Self(rawValue: String(parts[1])) else { return nil }
        self = family
    }

    /// What it is about, as a heading.
    public var title: String {
        switch self {
        case .coverage: "Coverage"
        case .plans: "Plans"
        case .selections: "Selections"
        case .retention: "Retention"
        case .lifecycle: "Lifecycle"
        case .copies: "Copies"
        case .vaults: "Vaults"
        case .locks: "Locks"
        case .airGap: "Logically air-gapped vaults"
        case .encryption: "Encryption"
        case .continuous: "Point-in-time restore"
        case .jobs: "Jobs"
        case .restores: "Restores"
        case .indexes: "File search"
        case .scans: "Malware scans"
        case .settings: "Settings of the Region"
        case .notifications: "Notifications"
        case .organization: "Organization"
        case .native: "Backups by the services themselves"
        case .cost: "Cost"
        case .waivers: "Waivers"
        case .platform: "Holdfast itself"
        }
    }
}
