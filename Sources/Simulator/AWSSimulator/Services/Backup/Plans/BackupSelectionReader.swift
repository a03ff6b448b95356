internal import AWSWire

/// Reads the document of a backup selection as AWS Backup takes it, and refuses what AWS refuses.
///
/// Source: AWS Backup Developer Guide, `BackupSelection`, `Condition`, `Conditions`, and its quotas.
enum BackupSelectionReader {
    private static let mostARNs = 500
    private static let mostPatterns = 30
    private static let mostConditions = 30

    /// Reads a document.
    static func selection(
        _ value: WireValue?, id: String, createdAt: Moment, creatorRequestID: String?
    ) throws(ServiceFault) -> BackupSelection {
        guard let value, value.objectValue != nil else {
            throw BackupFault.missing("BackupSelection must not be null")
        }
        guard let name = value["SelectionName"]?.stringValue else {
            throw BackupFault.missing("SelectionName must not be null")
        }
        guard BackupNames.isName(name) else { throw refusal("SelectionName is not valid") }
        guard let role = value["IamRoleArn"]?.stringValue else {
            throw BackupFault.missing("IamRoleArn must not be null")
        }
        guard BackupNames.isRoleARN(role) else { throw refusal("\(role) is not the ARN of an IAM role") }
        let typed = try typedConditions(value["Conditions"])
        let selection = BackupSelection(
            id: id, name: name, roleARN: role, createdAt: createdAt, creatorRequestID: creatorRequestID,
            resources: try arns(value["Resources"], "Resources"),
            notResources: try arns(value["NotResources"], "NotResources"), listOfTags: try tags(value["ListOfTags"]),
            stringEquals: typed["StringEquals"] ?? [], stringNotEquals: typed["StringNotEquals"] ?? [],
            stringLike: typed["StringLike"] ?? [], stringNotLike: typed["StringNotLike"] ?? [])
        if selection.resources.isEmpty, selection.listOfTags.isEmpty, selection.hasConditions {
            throw refusal("Either 'ListOfTags' or 'Resources' section must be non-empty.")
        }
        return selection
    }

    private static func arns(_ value: WireValue?, _ name: String) throws(ServiceFault) -> [String] {
        guard let value, value != .null else { return [] }
        guard let arns = value.textsValue else { throw refusal("\(name) must be a list of ARNs") }
        guard arns.count <= mostARNs, arns.count(where: { $0.contains("*") }) <= mostPatterns else {
            throw BackupFault.limit(
                "\(name) may hold at most \(mostARNs) ARNs, \(mostPatterns) of them with wildcards")
        }
        for arn in arns where arn != "*" {
            let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count >= 3, parts[0] == "arn", parts[1].hasPrefix("aws"), !parts[2].isEmpty else {
                throw refusal("\(arn) in \(name) is not an ARN")
            }
        }
        return arns
    }

    private static func tags(_ value: WireValue?) throws(ServiceFault) -> [BackupSelection.Condition] {
        guard let value, value != .null else { return [] }
        guard let elements = value.arrayValue else { throw refusal("ListOfTags must be a list of conditions") }
        guard elements.count <= mostConditions else {
            throw BackupFault.limit("ListOfTags may hold at most \(mostConditions) tags")
        }
        var conditions: [BackupSelection.Condition] = []
        for element in elements {
            guard let type = element["ConditionType"]?.stringValue else {
                throw BackupFault.missing("ConditionType must not be null")
            }
            guard type == "STRINGEQUALS" else { throw refusal("ConditionType \(type) is not valid in ListOfTags") }
            conditions.append(try condition(element))
        }
        return conditions
    }

    private static func typedConditions(
        _ value: WireValue?
    ) throws(ServiceFault) -> [String: [BackupSelection.Condition]] {
        guard let value, value != .null else { return [:] }
        guard let members = value.objectValue else { throw refusal("Conditions must be a structure") }
        var found: [String: [BackupSelection.Condition]] = [:]
        for member in members where member.value != .null {
            guard ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"].contains(member.name),
                let elements = member.value.arrayValue
            else { throw refusal("Conditions holds no list \(member.name)") }
            for element in elements { found[member.name, default: []].append(try condition(element)) }
        }
        guard found.values.reduce(0, { $0 + $1.count }) <= mostConditions else {
            throw BackupFault.limit("Conditions may hold at most \(mostConditions) conditions")
        }
        return found
    }

    private static func condition(_ element: WireValue) throws(ServiceFault) -> BackupSelection.Condition {
        guard let key = element["ConditionKey"]?.stringValue, let value = element["ConditionValue"]?.stringValue else {
            throw BackupFault.missing("ConditionKey and ConditionValue must not be null")
        }
        return BackupSelection.Condition(key: key, value: value)
    }

    private static func refusal(_ problem: String) -> ServiceFault {
        BackupFault.invalid("Invalid backup selection. \(problem)")
    }
}
