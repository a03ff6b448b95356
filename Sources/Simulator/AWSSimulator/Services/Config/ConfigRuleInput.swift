internal import AWSWire

/// The rule a `PutConfigRule` call describes, checked as its page of the API reference says.
struct ConfigRuleInput {
    let name: String?
    let id: String?
    let arn: String?
    let owner: String
    let sourceIdentifier: String
    /// The members the rule is described with again.
    let members: [WireValue.Member]
    let types: [String]
    let parameters: WireValue

    /// The managed rules that can be named: those the simulator evaluates and others about backup, which find nothing.
    static let managed: Set<String> = {
        let plans = [
            "AURORA", "DYNAMODB", "EBS", "EC2", "EFS", "FSX", "RDS", "S3", "STORAGEGATEWAY", "VIRTUALMACHINE",
        ].flatMap { ["\($0)_RESOURCES_PROTECTED_BY_BACKUP_PLAN", "\($0)_LAST_BACKUP_RECOVERY_POINT_CREATED"] }
        let legacy = ["DYNAMODB", "EBS", "EFS", "RDS"].map { "\($0)_IN_BACKUP_PLAN" }
        return Set(
            plans + legacy + [
                "BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK", "BACKUP_RECOVERY_POINT_ENCRYPTED",
                "BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED", "BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK",
                "DB_INSTANCE_BACKUP_ENABLED", "DYNAMODB_PITR_ENABLED", "REQUIRED_TAGS", "S3_BUCKET_VERSIONING_ENABLED",
            ])
    }()

    private static let described = [
        "Description", "Scope", "Source", "InputParameters", "MaximumExecutionFrequency",
    ]
    private static let frequencies = ["One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours"]

    init(_ request: WireValue) throws(ServiceFault) {
        let rule = request["ConfigRule"] ?? .object([])
        let source = rule["Source"] ?? .object([])
        name = rule["ConfigRuleName"]?.stringValue
        id = rule["ConfigRuleId"]?.stringValue
        arn = rule["ConfigRuleArn"]?.stringValue
        owner = source["Owner"]?.stringValue ?? ""
        sourceIdentifier = source["SourceIdentifier"]?.stringValue ?? ""
        types = rule["Scope"]?["ComplianceResourceTypes"]?.textsValue ?? []
        members = (rule.objectValue ?? []).filter { Self.described.contains($0.name) }
        try Self.validate(request, rule, source)
        try Self.checkSource(owner, sourceIdentifier, source)
        try Self.checkScope(rule["Scope"])
        guard let text = rule["InputParameters"]?.stringValue else {
            parameters = .object([])
            return
        }
        guard let parsed = try? WireValue(json: Array(text.utf8)), parsed.objectValue != nil else {
            throw ConfigService.invalid("The InputParameters are not a JSON object.")
        }
        parameters = parsed
        guard sourceIdentifier != "REQUIRED_TAGS" || parsed["tag1Key"]?.stringValue != nil else {
            throw ConfigService.invalid("The required parameter [tag1Key] is not present in the inputParameters.")
        }
    }

    private static func validate(_ request: WireValue, _ rule: WireValue, _ source: WireValue) throws(ServiceFault) {
        var problems = ValidationProblems()
        problems.require(request["ConfigRule"], "configRule")
        problems.require(rule["Source"], "configRule.source")
        problems.require(source["Owner"], "configRule.source.owner")
        problems.checkOneOf(
            source["Owner"]?.stringValue, ["CUSTOM_LAMBDA", "AWS", "CUSTOM_POLICY"], "configRule.source.owner")
        problems.checkLength(rule["ConfigRuleName"]?.stringValue, 1...128, "configRule.configRuleName")
        problems.checkLength(rule["Description"]?.stringValue, 0...256, "configRule.description")
        problems.checkLength(rule["InputParameters"]?.stringValue, 1...1_024, "configRule.inputParameters")
        problems.checkOneOf(
            rule["MaximumExecutionFrequency"]?.stringValue, frequencies, "configRule.maximumExecutionFrequency")
        try ConfigService.refuse(problems)
    }

    private static func checkSource(
        _ owner: String, _ identifier: String, _ source: WireValue
    ) throws(ServiceFault) {
        switch owner {
        case "AWS":
            guard managed.contains(identifier) else {
                throw ConfigService.invalid(
                    "The sourceIdentifier \(identifier) is invalid. Please refer to the documentation for a list of "
                        + "valid sourceIdentifiers that can be used when AWS is the Owner.")
            }
        case "CUSTOM_LAMBDA":
            guard identifier.hasPrefix("arn:aws:lambda:") else {
                throw ConfigService.invalid("The sourceIdentifier must be the ARN of a Lambda function.")
            }
            guard !(source["SourceDetails"]?.arrayValue ?? []).isEmpty else {
                throw ConfigService.invalid("SourceDetails must be given when CUSTOM_LAMBDA is the Owner.")
            }
        default:
            guard source["CustomPolicyDetails"]?["PolicyText"]?.stringValue != nil else {
                throw ConfigService.invalid("CustomPolicyDetails must be given when CUSTOM_POLICY is the Owner.")
            }
        }
    }

    private static func checkScope(_ scope: WireValue?) throws(ServiceFault) {
        let types = scope?["ComplianceResourceTypes"]?.textsValue ?? []
        guard scope?["TagValue"] == nil || scope?["TagKey"] != nil else {
            throw ConfigService.invalid("A scope with a TagValue needs a TagKey.")
        }
        guard scope?["TagKey"] == nil || types.isEmpty else {
            throw ConfigService.invalid("A scope names resource types or a tag, not both.")
        }
        guard scope?["ComplianceResourceId"] == nil || types.count == 1 else {
            throw ConfigService.invalid("A scope with a ComplianceResourceId needs one resource type.")
        }
        for type in types where !ConfigService.isResourceType(type) {
            throw ConfigService.invalid("The resource type \(type) is not supported.")
        }
    }

    /// The types of the world's resources the rule judges.
    var kinds: [ResourceKind] {
        let named: [ResourceKind]
        switch sourceIdentifier {
        case "REQUIRED_TAGS": named = ResourceKind.allCases.filter(\.isRecordedByConfig)
        case _
        where sourceIdentifier.hasSuffix("_PROTECTED_BY_BACKUP_PLAN") || sourceIdentifier.hasSuffix("_IN_BACKUP_PLAN"):
            let service = sourceIdentifier.prefix { $0 != "_" }
            named = ResourceKind.allCases.filter { WorldGenerator.configNames[$0] == "\(service)_RESOURCES" }
        default: named = []
        }
        return types.isEmpty ? named : named.filter { types.contains($0.configType) }
    }
}

extension ConfigRule {
    /// Takes over what a caller says of the rule; results of an earlier definition are gone.
    mutating func apply(_ input: ConfigRuleInput, createdAt: Moment?) {
        sourceIdentifier = input.sourceIdentifier
        kinds = input.owner == "AWS" ? input.kinds : []
        requiredTag = input.sourceIdentifier == "REQUIRED_TAGS" ? input.parameters["tag1Key"]?.stringValue : nil
        (compliant, nonCompliant, evaluations) = ([], [], [])
        definition = ConfigRuleDefinition(
            members: input.members, owner: input.owner, createdAt: createdAt ?? Moment(milliseconds: 0))
    }

    /// Takes down a result of a custom rule's function in place of the one before for the same resource.
    mutating func take(_ result: ConfigEvaluationResult, isDropped: Bool) {
        let index = evaluations.firstIndex {
            $0.resourceType == result.resourceType && $0.resourceID == result.resourceID
        }
        if let index {
            guard evaluations[index].orderedAt <= result.orderedAt else { return }
            evaluations.remove(at: index)
        }
        if !isDropped { evaluations.append(result) }
    }

    /// Whether the scope a caller gave lets the rule judge a resource.
    func judges(_ resource: SimulatedResource) -> Bool {
        let scope = definition?.members.first { $0.name == "Scope" }?.value
        if let id = scope?["ComplianceResourceId"]?.stringValue, id != ConfigItem.id(of: resource) { return false }
        guard let key = scope?["TagKey"]?.stringValue else { return true }
        guard let value = resource.tags[key] else { return false }
        return scope?["TagValue"]?.stringValue.map { $0 == value } ?? true
    }
}
