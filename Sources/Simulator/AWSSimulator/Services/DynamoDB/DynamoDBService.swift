internal import AWSWire

/// Amazon DynamoDB's control plane: tables, their backups, point-in-time recovery and tags.
///
/// Source: Amazon DynamoDB API Reference, the pages of its operations and "Error handling with DynamoDB".
package struct DynamoDBService: ServiceSimulator {
    /// Makes the service.
    package init() {}

    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "dynamodb", wireProtocol: .json(version: "1.0", targetPrefix: "DynamoDB_20120810"),
        operations: [
            "CreateBackup", "DeleteBackup", "DescribeBackup", "DescribeContinuousBackups", "DescribeTable",
            "DescribeTimeToLive", "ListBackups", "ListTables", "ListTagsOfResource", "TagResource", "UntagResource",
            "UpdateContinuousBackups", "UpdateTable",
        ], errorNamespace: "com.amazonaws.dynamodb.v20120810#")

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        try world.answer(request) { region throws(ServiceFault) in
            switch request.operation {
            case "ListTables": try listTables(request, in: region)
            case "DescribeTable": try describeTable(request, in: region)
            case "UpdateTable": try updateTable(request, in: &region)
            case "DescribeTimeToLive": try timeToLive(request, in: region)
            case "DescribeContinuousBackups": try continuousBackups(request, in: region)
            case "UpdateContinuousBackups": try updateContinuousBackups(request, in: &region)
            case "ListBackups": try listBackups(request, in: region)
            case "CreateBackup": try createBackup(request, in: &region)
            case "DescribeBackup": try describeBackup(request, in: region)
            case "DeleteBackup": try deleteBackup(request, in: &region)
            case "ListTagsOfResource": try listTags(request, in: region)
            case "TagResource": try tag(request, in: &region)
            case "UntagResource": try untag(request, in: &region)
            default: throw ServiceFault("UnknownOperationException", "")
            }
        }
    }
}

extension DynamoDBService {
    private func listTables(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let limit = request.parameters["Limit"]?.integerValue ?? 100
        guard (1...100).contains(limit) else {
            let bound = limit < 1 ? "greater than or equal to 1" : "less than or equal to 100"
            throw Self.invalid(
                "Value '\(limit)' at 'limit' failed to satisfy constraint: Member must have value \(bound)")
        }
        let names = region.resources(.table).map(\.id).sorted()
        let start = request.parameters["ExclusiveStartTableName"]?.stringValue
        if let start { try Self.checkName(start, member: "exclusiveStartTableName") }
        let rest = names.filter { name in start.map { name > $0 } ?? true }
        let page = rest.prefix(Int(limit))
        return .json(
            ("TableNames", .texts(page)), ("LastEvaluatedTableName", page.count < rest.count ? .text(page.last) : nil))
    }

    private func describeTable(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let table = try Self.named(request, in: region)
        return .json(("Table", Self.description(of: table, region.settings(of: table), at: request.now)))
    }

    /// Changes the class of a table or its deletion protection; nothing else of a table is held.
    private func updateTable(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault)
        -> ServiceReply
    {
        let table = try Self.named(request, in: region)
        var settings = region.settings(of: table)
        guard !settings.isChanging(at: request.now) else {
            throw ServiceFault(
                "ResourceInUseException",
                "Attempt to change a resource which is still in use: Table is being updated: \(table.id)")
        }
        let wanted = request.parameters["TableClass"]?.stringValue
        let protects = request.parameters["DeletionProtectionEnabled"]?.boolValue
        guard wanted != nil || protects != nil else {
            throw Self.invalid(
                "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates "
                    + "or SSESpecification or ReplicaUpdates or TableClass or DeletionProtectionEnabled is required")
        }
        if let wanted {
            guard ["STANDARD", "STANDARD_INFREQUENT_ACCESS"].contains(wanted) else {
                throw Self.invalid(
                    "Value '\(wanted)' at 'tableClass' failed to satisfy constraint: Member must satisfy enum value "
                        + "set: [STANDARD, STANDARD_INFREQUENT_ACCESS]")
            }
            guard wanted != settings.tableClass ?? "STANDARD" else {
                throw Self.invalid("One or more parameter values were invalid: The table class is already \(wanted)")
            }
            // Amazon DynamoDB Developer Guide, "Considerations when choosing a table class": two changes in 30 days.
            guard settings.classChanges.filter({ $0.adding(days: 30) > request.now }).count < 2 else {
                throw ServiceFault(
                    "LimitExceededException", "The table class of \(table.id) was changed twice in the last 30 days")
            }
            settings.tableClass = wanted
            settings.classChanges = settings.classChanges.suffix(1) + [request.now]
        }
        if let protects { settings.isProtected = protects }
        region.tables.settings[table.arn] = settings
        return .json(("TableDescription", Self.description(of: table, settings, at: request.now)))
    }

    /// Tells whether items expire; in every fifth table they do.
    private func timeToLive(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let table = try Self.named(request, in: region)
        let isOn = ResourceDetails(table).number(below: 5, "time to live") == 0
        return .json(
            (
                "TimeToLiveDescription",
                .record(
                    ("TimeToLiveStatus", .string(isOn ? "ENABLED" : "DISABLED")),
                    ("AttributeName", isOn ? .string("expiresAt") : nil))
            ))
    }

    /// The table a request names by its name or ARN.
    static func named(
        _ request: ServiceRequest, in region: RegionState,
        missing: (String) -> ServiceFault = { name in
            ServiceFault("ResourceNotFoundException", "Requested resource not found: Table: \(name) not found")
        }
    ) throws(ServiceFault) -> SimulatedResource {
        guard let given = request.parameters["TableName"]?.stringValue else {
            throw invalid("Value null at 'tableName' failed to satisfy constraint: Member must not be null")
        }
        let name = given.hasPrefix("arn:") ? given.split(separator: "/").last.map(String.init) ?? given : given
        try checkName(name, member: "tableName")
        guard let table = region.resources(.table).first(where: { $0.id == name }) else { throw missing(name) }
        return table
    }

    private static func description(
        of table: SimulatedResource, _ settings: TableSettings, at now: Moment
    ) -> WireValue {
        let encryption: WireValue? = table.kmsKeyARN.map { key in
            .record(
                ("Status", .string("ENABLED")), ("SSEType", .string("KMS")), ("KMSMasterKeyArn", .string(key)))
        }
        return .record(
            (
                "AttributeDefinitions",
                .array([.record(("AttributeName", .string("id")), ("AttributeType", .string("S")))])
            ),
            ("TableName", .string(table.id)),
            ("KeySchema", .array([.record(("AttributeName", .string("id")), ("KeyType", .string("HASH")))])),
            ("TableStatus", .string(settings.isChanging(at: now) ? "UPDATING" : "ACTIVE")),
            ("CreationDateTime", .time(table.createdAt)),
            (
                "ProvisionedThroughput",
                .record(
                    ("NumberOfDecreasesToday", .integer(0)), ("ReadCapacityUnits", .integer(0)),
                    ("WriteCapacityUnits", .integer(0)))
            ),
            ("TableSizeBytes", .integer(table.sizeInBytes)), ("ItemCount", .integer(table.sizeInBytes / 400)),
            ("TableArn", .string(table.arn)), ("TableId", .string(ResourceDetails(table).uuid("table"))),
            ("BillingModeSummary", .record(("BillingMode", .string("PAY_PER_REQUEST")))),
            ("SSEDescription", encryption),
            (
                "TableClassSummary",
                settings.tableClass.map { name in
                    .record(
                        ("TableClass", .string(name)),
                        ("LastUpdateDateTime", settings.classChanges.last.map { .time($0) }))
                }
            ), ("DeletionProtectionEnabled", .bool(settings.isProtected ?? false)),
            // What a new table on demand can take at once (Developer Guide, "DynamoDB on-demand capacity mode").
            (
                "WarmThroughput",
                .record(
                    ("ReadUnitsPerSecond", .integer(12_000)), ("WriteUnitsPerSecond", .integer(4_000)),
                    ("Status", .string("ACTIVE")))
            ))
    }

    private func listTags(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let table = try Self.table(of: request, in: region)
        let page = try Paging(standard: 10, maximum: 10).page(
            table.tags.all, token: request.parameters["NextToken"]?.stringValue, limit: nil,
            purpose: [request.operation, table.arn], badToken: Self.invalid("Invalid NextToken"))
        return .json(
            ("Tags", .tagList(TagSet(page.items.map { ($0.key, $0.value) }))), ("NextToken", .text(page.next)))
    }

    private func tag(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let table = try Self.table(of: request, in: region)
        let pairs = (request.parameters["Tags"]?.arrayValue ?? []).map { tag in
            (key: tag["Key"]?.stringValue ?? "", value: tag["Value"]?.stringValue ?? "")
        }
        guard !pairs.isEmpty else { throw Self.invalid("Atleast one Tag Key is required") }
        if let problem = TagRules.problem(pairs) { throw Self.invalid(problem) }
        let tags = TagSet(pairs.map { ($0.key, $0.value) })
        guard !TagRules.exceedsLimit(table.tags, adding: tags) else {
            throw Self.invalid("One or more parameter values were invalid: Too many tags")
        }
        _ = region.tag(table.arn, setting: tags)
        return ServiceReply(.empty)
    }

    private func untag(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let table = try Self.table(of: request, in: region)
        guard let keys = request.parameters["TagKeys"]?.textsValue, !keys.isEmpty else {
            throw Self.invalid("Atleast one Tag Key is required")
        }
        _ = region.tag(table.arn, removing: keys)
        return ServiceReply(.empty)
    }

    private static func table(
        of request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> SimulatedResource {
        let arn = request.parameters["ResourceArn"]?.stringValue ?? ""
        let fields = arn.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 6, fields[2] == "dynamodb", fields[5].hasPrefix("table/") else {
            throw invalid("Invalid TableArn: Invalid ResourceArn provided as input \(arn)")
        }
        guard let table = region.resource(arn), table.kind == .table else {
            throw ServiceFault(
                "ResourceNotFoundException", "Requested resource not found: ResourcArn: \(arn) not found")
        }
        return table
    }

    static func checkName(_ name: String, member: String) throws(ServiceFault) {
        guard (3...255).contains(name.count) else {
            throw invalid(
                "Value '\(name)' at '\(member)' failed to satisfy constraint: Member must have length between 3 and 255"
            )
        }
        guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) }) else {
            throw invalid(
                "Value '\(name)' at '\(member)' failed to satisfy constraint: "
                    + "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+")
        }
    }

    static func invalid(_ message: String) -> ServiceFault { ServiceFault("ValidationException", message) }
}
