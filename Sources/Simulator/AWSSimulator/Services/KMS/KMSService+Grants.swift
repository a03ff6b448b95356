internal import AWSWire
internal import HoldfastCrypto

/// The grants on keys.
extension KMSService {
    /// What a grant can allow on a symmetric key.
    private static let operations: Set<String> = [
        "CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "GenerateDataKeyPair",
        "GenerateDataKeyPairWithoutPlaintext", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo",
        "RetireGrant",
    ]
    private static let mostGrants = 50_000

    func createGrant(
        _ request: ServiceRequest, on key: SimulatedKey, in region: inout RegionState, seed: UInt64
    ) throws(ServiceFault) -> ServiceReply {
        let (grantee, operations, name) = try checkedGrant(request)
        switch key.state {
        case .enabled: break
        case .disabled: throw ServiceFault("DisabledException", "\(key.arn) is disabled.")
        case .pendingDeletion: throw ServiceFault("KMSInvalidStateException", "\(key.arn) is pending deletion.")
        }
        let existing = region.grants.first { grant in
            name != nil && grant.name == name && grant.keyID == key.id && grant.grantee == grantee
                && grant.operations == operations
        }
        guard existing != nil || region.grants.count(where: { $0.keyID == key.id }) < Self.mostGrants else {
            throw ServiceFault("LimitExceededException", "The key has reached its number of grants.")
        }
        var random = SeededGenerator(seed, "grant", key.arn, request.requestID)
        let grant =
            existing
            ?? KeyGrant(
                id: random.hex(64), keyID: key.id, name: name, grantee: grantee,
                retiring: request.parameters["RetiringPrincipal"]?.stringValue, operations: operations,
                constraints: request.parameters["Constraints"], createdAt: request.now, issuer: request.account)
        if existing == nil { region.grants.append(grant) }
        let token = Base64.encode(Array(SHA256Digest(of: "\(key.arn)\u{0}\(grant.id)").hex.utf8))
        return .json(("GrantToken", .string(token)), ("GrantId", .string(grant.id)))
    }

    func listGrants(
        _ request: ServiceRequest, on key: SimulatedKey, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        guard key.state != .pendingDeletion else {
            throw ServiceFault("KMSInvalidStateException", "\(key.arn) is pending deletion.")
        }
        let (id, grantee) = (
            request.parameters["GrantId"]?.stringValue, request.parameters["GranteePrincipal"]?.stringValue
        )
        let chosen = region.grants.filter { grant in
            grant.keyID == key.id && (id == nil || grant.id == id) && (grantee == nil || grant.grantee == grantee)
        }
        guard id == nil || !chosen.isEmpty else {
            throw ServiceFault("InvalidGrantIdException", "The grant id is not valid for this key.")
        }
        return try list(chosen, "Grants", request, standard: 50, most: 100) { grant in
            .record(
                ("KeyId", .string(key.arn)), ("GrantId", .string(grant.id)), ("Name", .text(grant.name)),
                ("CreationDate", .time(grant.createdAt)), ("GranteePrincipal", .string(grant.grantee)),
                ("RetiringPrincipal", .text(grant.retiring)),
                ("IssuingAccount", .string("arn:aws:iam::\(grant.issuer):root")),
                ("Operations", .texts(grant.operations)), ("Constraints", grant.constraints))
        }
    }

    private func checkedGrant(
        _ request: ServiceRequest
    ) throws(ServiceFault) -> (grantee: String, operations: [String], name: String?) {
        var problems = ValidationProblems()
        problems.require(request.parameters["GranteePrincipal"], "granteePrincipal")
        problems.require(request.parameters["Operations"], "operations")
        let operations = request.parameters["Operations"]?.textsValue ?? []
        for operation in operations {
            problems.checkOneOf(operation, Self.operations.sorted(), "operations")
        }
        let name = request.parameters["Name"]?.stringValue
        problems.checkLength(name, 1...256, "name")
        try Self.refuse(problems)
        let grantee = request.parameters["GranteePrincipal"]?.stringValue ?? ""
        let isService = grantee.hasSuffix(".amazonaws.com")
        guard isService || grantee.hasPrefix("arn:aws:iam::") || grantee.hasPrefix("arn:aws:sts::") else {
            throw ServiceFault("InvalidArnException", "ARN does not refer to a valid principal: \(grantee)")
        }
        return (grantee, operations, name)
    }
}
