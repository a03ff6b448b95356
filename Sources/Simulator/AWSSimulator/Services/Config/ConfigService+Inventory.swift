internal import AWSWire

/// What the recorder of an account in a Region has taken down.
extension ConfigService {
    func select(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        var problems = ValidationProblems()
        problems.require(request.parameters["Expression"], "expression")
        try Self.refuse(problems)
        let text = request.parameters["Expression"]?.stringValue ?? ""
        let query = try SelectExpression(text)
        let limit = try Self.limit(of: request, standard: query.isAggregated ? 500 : 25)
        return try Self.answer(
            query, text, request, limit: limit, purpose: [request.operation, request.account, request.region, text],
            scopes: [region.scope]
        ) { _ in Self.items(in: region) }
    }

    /// The page of a query's results, each as JSON text.
    static func answer(
        _ query: SelectExpression, _ text: String, _ request: ServiceRequest, limit: Int, purpose: [String],
        scopes: [Scope], items: (Scope) -> [any QueryableItem]
    ) throws(ServiceFault) -> ServiceReply {
        let start = try PlacePages.Position(token: request.parameters["NextToken"]?.stringValue, purpose: purpose)
        let page = SelectRun(expression: query, limit: limit).page(from: start, scopes: scopes, items: items)
        let fields = query.properties.map { WireValue.record(("Name", .string($0))) }
        return .json(
            ("Results", .texts(page.results.map { String(decoding: $0.jsonBytes(), as: UTF8.self) })),
            ("QueryInfo", .record(("SelectFields", .array(fields)))),
            ("NextToken", .text(page.next?.token(purpose: purpose))))
    }

    /// Everything a query finds in an account in a Region; nothing without a recorder.
    static func items(in region: RegionState) -> [any QueryableItem] {
        guard region.config.recorderName != nil else { return [] }
        return ConfigItem.all(in: region) + ComplianceItem.all(in: region)
    }

    func discovered(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        var problems = ValidationProblems()
        problems.require(request.parameters["resourceType"], "resourceType")
        let type = request.parameters["resourceType"]?.stringValue ?? ""
        problems.check(type, "resourceType", pattern: "AWS::*", isMet: type.isEmpty || Self.isResourceType(type))
        try Self.refuse(problems)
        guard region.config.recorderName != nil else { throw Self.noRecorder }
        let ids = request.parameters["resourceIds"]?.textsValue ?? []
        let name = request.parameters["resourceName"]?.stringValue
        guard ids.count <= 20, ids.isEmpty || name == nil else {
            throw ServiceFault(
                "ValidationException", "Specify up to 20 resourceIds or a resourceName, but not both.")
        }
        let limit = try Self.limit(of: request, standard: 100, "limit")
        let chosen = ConfigItem.all(in: region).filter {
            $0.kind.configType == type && (ids.isEmpty || ids.contains($0.id)) && (name == nil || $0.name == name)
        }.sorted { $0.id < $1.id }
        let page = try Self.page(
            chosen, of: request, limit: limit, about: [type, name ?? ""] + ids, token: "nextToken")
        let list = page.items.map { item in
            WireValue.record(
                ("resourceType", .string(type)), ("resourceId", .string(item.id)), ("resourceName", .text(item.name)))
        }
        return .json(("resourceIdentifiers", .array(list)), ("nextToken", .text(page.next)))
    }

    func batchGet(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        var problems = ValidationProblems()
        let keys = request.parameters["resourceKeys"]?.arrayValue ?? []
        problems.require(request.parameters["resourceKeys"], "resourceKeys")
        for key in keys {
            problems.require(key["resourceType"], "resourceKeys.1.member.resourceType")
            problems.require(key["resourceId"], "resourceKeys.1.member.resourceId")
        }
        if request.parameters["resourceKeys"] != nil, !(1...100).contains(keys.count) {
            problems.add(
                "Value at 'resourceKeys' failed to satisfy constraint: Member must have length between 1 and 100")
        }
        try Self.refuse(problems)
        guard region.config.recorderName != nil else { throw Self.noRecorder }
        let items = ConfigItem.all(in: region)
        let found = keys.compactMap { key in
            items.first {
                $0.kind.configType == key["resourceType"]?.stringValue && $0.id == key["resourceId"]?.stringValue
            }
        }
        return .json(
            ("baseConfigurationItems", .array(found.map(\.baseValue))), ("unprocessedResourceKeys", .array([])))
    }

    /// Whether text has the form of a resource type.
    static func isResourceType(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 5 && parts[1].isEmpty && parts[3].isEmpty && !parts[0].isEmpty && !parts[4].isEmpty
    }
}
