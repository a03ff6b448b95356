internal import AWSWire

/// AWS Key Management Service: the keys, aliases, policies and grants of an account in a Region.
///
/// Source: AWS KMS API Reference, the pages of its operations, and "Key states of AWS KMS keys".
package struct KMSService: ServiceSimulator {
    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "kms", wireProtocol: .json(version: "1.1", targetPrefix: "TrentService"),
        operations: [
            "CreateGrant", "DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "ListAliases", "ListGrants",
            "ListKeys",
            "ListResourceTags",
        ])

    /// Makes the service.
    package init() {}

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let isKnown = world.options.regions.contains(request.region)
        let keys = isKnown ? SimulatedKey.all(in: request.scope, options: world.options, at: request.now) : []
        switch request.operation {
        case "ListKeys":
            return try list(keys, "Keys", request, standard: 100, most: 1_000) { key in
                .record(("KeyId", .string(key.id)), ("KeyArn", .string(key.arn)))
            }
        case "ListAliases": return try aliases(request, keys)
        case "DescribeKey": return .json(("KeyMetadata", try key(request, keys).metadata))
        case "GetKeyPolicy": return try policy(request, keys)
        case "GetKeyRotationStatus": return try rotation(request, keys)
        case "ListResourceTags":
            let key = try key(request, keys, takesAliases: false)
            return try list(key.tags.all, "Tags", request, standard: 50, most: 50) { tag in
                .record(("TagKey", .string(tag.key)), ("TagValue", .string(tag.value)))
            }
        default: return try grants(request, keys, in: &world)
        }
    }

    private func grants(
        _ request: ServiceRequest, _ keys: [SimulatedKey], in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let key = try key(request, keys, takesAliases: false)
        let seed = world.options.seed
        return try world.answer(request) { region throws(ServiceFault) in
            request.operation == "CreateGrant"
                ? try createGrant(request, on: key, in: &region, seed: seed)
                : try listGrants(request, on: key, in: region)
        }
    }

    private func aliases(_ request: ServiceRequest, _ keys: [SimulatedKey]) throws(ServiceFault) -> ServiceReply {
        let only = request.parameters["KeyId"] == nil ? nil : try key(request, keys, takesAliases: false)
        let chosen = keys.filter { only == nil || $0.id == only?.id }.sorted { $0.alias < $1.alias }
        return try list(chosen, "Aliases", request, standard: 50, most: 100) { key in
            .record(
                ("AliasName", .string(key.alias)), ("AliasArn", .string(key.aliasARN)),
                ("TargetKeyId", .string(key.id)),
                ("CreationDate", .time(key.createdAt)), ("LastUpdatedDate", .time(key.createdAt)))
        }
    }

    private func policy(_ request: ServiceRequest, _ keys: [SimulatedKey]) throws(ServiceFault) -> ServiceReply {
        let key = try key(request, keys, takesAliases: false)
        let name = request.parameters["PolicyName"]?.stringValue ?? "default"
        guard name == "default" else { throw ServiceFault("NotFoundException", "No such policy exists") }
        return .json(("Policy", .string(key.policy)), ("PolicyName", .string(name)))
    }

    private func rotation(_ request: ServiceRequest, _ keys: [SimulatedKey]) throws(ServiceFault) -> ServiceReply {
        let key = try key(request, keys, takesAliases: false)
        let rotates = key.rotates && key.state == .enabled
        let age = (request.now.day - key.createdAt.day) / 365
        return .json(
            ("KeyRotationEnabled", .bool(rotates)), ("KeyId", .string(key.id)),
            ("RotationPeriodInDays", rotates ? .integer(365) : nil),
            ("NextRotationDate", rotates ? .time(key.createdAt.adding(days: 365 * (age + 1))) : nil))
    }
}

extension KMSService {
    /// The key a request names by id, ARN, alias or alias ARN.
    func key(
        _ request: ServiceRequest, _ keys: [SimulatedKey], takesAliases: Bool = true
    ) throws(ServiceFault) -> SimulatedKey {
        var problems = ValidationProblems()
        problems.require(request.parameters["KeyId"], "keyId")
        let given = request.parameters["KeyId"]?.stringValue ?? ""
        problems.checkLength(request.parameters["KeyId"]?.stringValue, 1...2_048, "keyId")
        try Self.refuse(problems)
        if given.hasPrefix("arn:") { try checkARN(given, request) }
        let name = given.hasPrefix("arn:") ? String(given.split(separator: ":", maxSplits: 5).last ?? "") : given
        if name.hasPrefix("alias/") {
            let arn = "arn:aws:kms:\(request.region):\(request.account):\(name)"
            guard takesAliases else {
                throw ServiceFault("NotFoundException", "Invalid keyId '\(given)'")
            }
            guard let key = keys.first(where: { $0.alias == name }) else {
                throw ServiceFault("NotFoundException", "Alias \(arn) is not found.")
            }
            return key
        }
        let id = name.hasPrefix("key/") ? String(name.dropFirst("key/".count)) : name
        guard let key = keys.first(where: { $0.id == id }) else {
            guard Self.isKeyID(id) else { throw ServiceFault("NotFoundException", "Invalid keyId '\(id)'") }
            throw ServiceFault(
                "NotFoundException",
                "Key 'arn:aws:kms:\(request.region):\(request.account):key/\(id)' does not exist")
        }
        return key
    }

    /// Refuses ARNs that cannot mean a key here: of another service or Region, or of another account, whose keys let
    /// nobody else in.
    private func checkARN(_ arn: String, _ request: ServiceRequest) throws(ServiceFault) {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[2] == "kms", parts[5].hasPrefix("key/") || parts[5].hasPrefix("alias/") else {
            throw ServiceFault("InvalidArnException", "Invalid arn \(arn)")
        }
        guard parts[3] == request.region else {
            throw ServiceFault("NotFoundException", "Invalid arn \(parts[3])")
        }
        guard parts[4] == request.account else {
            throw ServiceFault(
                "AccessDeniedException",
                "User: \(request.principal.arn) is not authorized to perform: kms:\(request.operation) on resource: "
                    + "\(arn) because no resource-based policy allows the kms:\(request.operation) action")
        }
    }

    private static func isKeyID(_ text: String) -> Bool {
        text.utf8.count == 36 && text.allSatisfy { $0 == "-" || $0.isHexDigit }
    }

    static func refuse(_ problems: ValidationProblems) throws(ServiceFault) {
        if let message = problems.message { throw ServiceFault("ValidationException", message) }
    }

    /// One page of a list by marker, as every list of this service is cut.
    func list<Item>(
        _ items: [Item], _ member: String, _ request: ServiceRequest, standard: Int, most: Int64,
        _ value: (Item) -> WireValue
    ) throws(ServiceFault) -> ServiceReply {
        let limit = request.parameters["Limit"]?.integerValue
        var problems = ValidationProblems()
        problems.checkRange(limit, 1...most, "limit")
        try Self.refuse(problems)
        let purpose = [
            request.operation, request.account, request.region, request.parameters["KeyId"]?.stringValue ?? "",
        ]
        let page = try Paging(standard: standard, maximum: Int(most)).page(
            items, token: request.parameters["Marker"]?.stringValue, limit: limit.map(Int.init), purpose: purpose,
            badToken: ServiceFault("InvalidMarkerException", "The marker is not valid."))
        return .json(
            (member, .array(page.items.map(value))), ("NextMarker", .text(page.next)),
            ("Truncated", .bool(page.next != nil)))
    }
}
