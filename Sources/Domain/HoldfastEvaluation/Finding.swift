public import HoldfastModel

/// What one control says of one thing.
public struct Finding: Hashable, Sendable, Codable {
    /// The same for the same control and thing in every run: `<control>/<account>/<region>/<subject>`, hashed short.
    public let id: String
    /// The control, such as `HF-COV-01`.
    public let controlID: String
    /// What it says.
    public let verdict: Verdict
    /// How much it matters when it is not compliant.
    public let severity: Severity
    /// The account.
    public let accountID: AccountID
    /// The Region; nothing for a finding about the account as a whole.
    public let region: AWSRegion?
    /// The ARN of the thing judged: resource, vault, plan or account.
    public let resourceARN: String
    /// The kind of thing: AWS Backup's resource type, or `BackupVault`, `BackupPlan`, `BackupSelection`,
    /// `RecoveryPoint`, `Account`, `RegionSettings`.
    public let resourceType: String
    /// The tier the thing should meet, where one is assigned.
    public let tier: String?
    /// One sentence that says why, with the figures.
    public let message: String
    /// The facts the verdict rests on.
    public let evidence: [Evidence]
    /// The id of the waiver that covers it, for a waived finding.
    public let waiverID: String?

    /// Describes a finding.
    public init(
        id: String, controlID: String, verdict: Verdict, severity: Severity, accountID: AccountID, region: AWSRegion?,
        resourceARN: String, resourceType: String, tier: String? = nil, message: String, evidence: [Evidence] = [],
        waiverID: String? = nil
    ) {
        self.id = id
        self.controlID = controlID
        self.verdict = verdict
        self.severity = severity
        self.accountID = accountID
        self.region = region
        self.resourceARN = resourceARN
        self.resourceType = resourceType
        self.tier = tier
        self.message = message
        self.evidence = evidence
        self.waiverID = waiverID
    }

    private enum CodingKeys: String, CodingKey {
        case id, verdict, severity, region, resourceType, tier, message, evidence
        case controlID = "controlId"
        case accountID = "accountId"
        case resourceARN = "resourceArn"
        case waiverID = "waiverId"
    }
}

/// One fact a verdict rests on.
public struct Evidence: Hashable, Sendable, Codable {
    /// What is known, as name and value, such as `newestRecoveryPoint` and a time.
    public let name: String
    /// The value as text.
    public let value: String
    /// The IAM action of the call that said so, where one did.
    public let api: String?
    /// The request id of that call, when AWS gave one.
    public let requestID: String?
    /// When it was read.
    public let readAt: Instant?

    /// Describes a fact.
    public init(name: String, value: String, api: String? = nil, requestID: String? = nil, readAt: Instant? = nil) {
        self.name = name
        self.value = value
        self.api = api
        self.requestID = requestID
        self.readAt = readAt
    }

    private enum CodingKeys: String, CodingKey {
        case name, value, api, readAt
        case requestID = "requestId"
    }
}
