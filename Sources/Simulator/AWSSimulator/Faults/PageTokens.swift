internal import AWSWire

/// Where an operation keeps its page tokens, as botocore's `paginators-1.json` and the service models name them.
struct PageTokens: Sendable {
    /// The member or query parameter of the request.
    let input: String
    /// The member of the answer.
    let output: String
    /// Whether the request's token stands in the query string.
    let isInQuery: Bool

    /// Where that operation keeps them; nothing for one without pages.
    init?(service: String, operation: String) {
        guard operation.hasPrefix("List") || operation.hasPrefix("Describe") || Self.others.contains(operation),
            !Self.whole.contains(operation)
        else { return nil }
        switch service {
        case "backup": (input, output, isInQuery) = ("nextToken", "NextToken", true)
        case "config" where operation == "ListDiscoveredResources":
            (input, output, isInQuery) = ("nextToken", "nextToken", false)
        case "config", "organizations", "monitoring", "pricing":
            (input, output, isInQuery) = ("NextToken", "NextToken", false)
        case "ce": (input, output, isInQuery) = ("NextPageToken", "NextPageToken", false)
        case "kms": (input, output, isInQuery) = ("Marker", "NextMarker", false)
        case "tagging": (input, output, isInQuery) = ("PaginationToken", "PaginationToken", false)
        case "ec2": (input, output, isInQuery) = ("NextToken", "nextToken", false)
        case "iam", "rds": (input, output, isInQuery) = ("Marker", "Marker", false)
        case "dynamodb" where operation == "ListTables":
            (input, output, isInQuery) = ("ExclusiveStartTableName", "LastEvaluatedTableName", false)
        case "dynamodb" where operation == "ListBackups":
            (input, output, isInQuery) = ("ExclusiveStartBackupArn", "LastEvaluatedBackupArn", false)
        case "ebs": (input, output, isInQuery) = ("pageToken", "NextToken", true)
        case "fsx": (input, output, isInQuery) = ("NextToken", "NextToken", false)
        case "elasticfilesystem" where operation == "DescribeFileSystems":
            (input, output, isInQuery) = ("Marker", "NextMarker", true)
        default: return nil
        }
        if service == "backup", operation.hasPrefix("Describe") { return nil }
    }

    private static let others: Set<String> = [
        "SelectResourceConfig", "SelectAggregateResourceConfig", "GetResources", "GetTagKeys", "GetTagValues",
        "GetComplianceDetailsByConfigRule", "GetComplianceDetailsByResource",
        "GetAggregateComplianceDetailsByConfigRule", "GetAggregateConfigRuleComplianceSummary",
        "GetAggregateDiscoveredResourceCounts", "GetMetricData", "GetProducts", "GetAttributeValues",
        "GetCostAndUsage", "GetDimensionValues",
    ]

    /// Lists of the same services that come in one piece.
    private static let whole: Set<String> = [
        "DescribeConfigurationRecorders", "DescribeConfigurationRecorderStatus", "DescribeDeliveryChannels",
        "DescribeDeliveryChannelStatus", "DescribeOrganization",
    ]

    /// Whether a request asks for a page after the first.
    func areCarried(by call: RequestParser.Parsed) -> Bool {
        let token = isInQuery ? call.query.first { $0.name == input }?.value : call.parameters[input]?.stringValue
        return token.map { !$0.isEmpty } ?? false
    }

    /// The request for the first page.
    func stripped(from call: RequestParser.Parsed) -> RequestParser.Parsed {
        let members = (call.parameters.objectValue ?? []).filter { isInQuery || $0.name != input }
        let query = call.query.filter { !isInQuery || $0.name != input }
        return RequestParser.Parsed(
            operation: call.operation, parameters: .object(members), labels: call.labels, query: query)
    }

    /// The answer with a token that leads to the same page again.
    func repeated(in reply: ServiceReply) -> ServiceReply {
        var reply = reply
        let token = "c2FtZSBwYWdlIGFnYWlu"
        switch reply.body {
        case .json(let value):
            let members = (value.objectValue ?? []).filter { $0.name != output }
            reply.body = .json(.object(members + [WireValue.Member(output, .string(token))]))
        case .xml(let nodes): reply.body = .xml(nodes.filter { $0.name != output } + [XMLNode(output, token)])
        case .bytes, .empty: break
        }
        return reply
    }
}
