internal import AWSCore
internal import AWSDynamoDB
internal import HoldfastModel

/// Lists DynamoDB tables.
struct DynamoDBTableReader: ResourceReader {
    static let type = ResourceType.dynamoDB
    static let iamActions = ["dynamodb:ListTables", "dynamodb:ListTagsOfResource", "tag:GetResources"]

    func resources(in context: RegionContext, log: inout ReadLog) async -> [Resource] {
        let api = "dynamodb:ListTables"
        let scope = ReadGap.Scope.resourceType(Self.type)
        let service = DynamoDBAPI(context.caller)
        let names = await log.pages(api, for: .inventory, scope: scope) { token throws(AWSError) in
            let output = try await service.listTables(ListTablesInput(exclusiveStartTableName: token, limit: 100))
            return Page(items: output.tableNames, next: output.lastEvaluatedTableName)
        }
        var arns: [ResourceARN] = []
        for name in names {
            guard !name.isEmpty, let arn = context.arn("dynamodb", "table/\(name)") else {
                log.addMalformed("a table has no name", api: api, for: .inventory, scope: scope)
                continue
            }
            arns.append(arn)
        }
        let tags = await TagReader().tags(
            of: arns, filter: "dynamodb:table", type: Self.type, context: context, log: &log
        ) { arns, log in
            await TagReader.each(arns, type: Self.type, api: "dynamodb:ListTagsOfResource", log: &log) {
                arn throws(AWSError) in try await Self.tags(of: arn, service)
            }
        }
        return arns.map { arn in
            Resource(
                arn: arn, type: Self.type, accountID: context.account, region: context.region, tags: tags[arn])
        }
    }

    /// Every page of a table's tags; nothing when an answer lacks them, or a page token comes twice.
    static func tags(of arn: ResourceARN, _ service: DynamoDBAPI) async throws(AWSError) -> [String: String]? {
        var tags: [String: String] = [:]
        var token: String?
        var seen: Set<String> = []
        repeat {
            let output = try await service.listTagsOfResource(
                ListTagsOfResourceInput(resourceARN: arn.rawValue, nextToken: token))
            guard let page = output.tags else { return nil }
            tags.merge(TagReader.dictionary(page, key: \.key, value: \.value)) { $1 }
            token = output.nextToken.present
            if let token, !seen.insert(token).inserted { return nil }
        } while token != nil
        return tags
    }
}
