internal import AWSWire

/// Amazon DynamoDB: tables and their tags.
///
/// Source: Amazon DynamoDB API Reference, the pages of its operations and "Error handling with DynamoDB".
package struct DynamoDBService: ServiceSimulator {
    /// Makes the service.
    package init() {}

    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "dynamodb", wireProtocol: .json(version: "1.0", targetPrefix: "DynamoDB_20120810"),
        operations: ["DescribeTable", "ListTables", "ListTagsOfResource", "TagResource"],
        errorNamespace: "com.amazonaws.dynamodb.v20120810#")

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        try world.answer(request) { region throws(ServiceFault) in
            switch request.operation {
            case "ListTables": try listTables(request, in: region)
            case "DescribeTable": try describeTable(request, in: region)
            case "ListTagsOfResource": try listTags(request, in: region)
            case "TagResource": try tag(request, in: &region)
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
        guard let given = request.parameters["TableName"]?.stringValue else {
            throw Self.invalid("Value null at 'tableName' failed to satisfy constraint: Member must not be null")
        }
        let name = given.hasPrefix("arn:") ? given.split(separator: "/").last.map(String.init) ?? given : given
        try Self.checkName(name, member: "tableName")
        guard let table = region.resources(.table).first(where: { $0.id == name }) else {
            throw ServiceFault("ResourceNotFoundException", "Requested resource not found: Table: \(name) not found")
        }
        return .json(("Table", Self.description(of: table)))
    }

    private static func description(of table: SimulatedResource) -> WireValue {
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
            ("TableStatus", .string("ACTIVE")), ("CreationDateTime", .time(table.createdAt)),
            (
                "ProvisionedThroughput",
                .record(
                    ("ReadCapacityUnits", .integer(0)),
                    ("WriteCapacityUnits", .integer(0)))
            ),
            ("TableSizeBytes", .integer(table.sizeInBytes)), ("ItemCount", .integer(table.sizeInBytes / 400)),
            ("TableArn", .string(table.arn)), ("TableId", .string(ResourceDetails(table).uuid("table"))),
            ("BillingModeSummary", .record(("BillingMode", .string("PAY_PER_REQUEST")))),
            ("SSEDescription", encryption), ("DeletionProtectionEnabled", .bool(false)))
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

    private static func checkName(_ name: String, member: String) throws(ServiceFault) {
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

    private static func invalid(_ message: String) -> ServiceFault { ServiceFault("ValidationException", message) }
}
