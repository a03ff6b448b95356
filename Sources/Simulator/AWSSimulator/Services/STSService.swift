internal import AWSWire

/// AWS Security Token Service: `AssumeRole` and `GetCallerIdentity`.
package struct STSService: ServiceSimulator {
    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "sts", wireProtocol: .query(version: "2011-06-15"),
        xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/", operations: ["AssumeRole", "GetCallerIdentity"])

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        guard request.operation == "AssumeRole" else {
            return .xml(
                XMLNode("Arn", request.principal.arn), XMLNode("UserId", request.principal.userID),
                XMLNode("Account", request.account))
        }
        return try assumeRole(request, &world)
    }

    private func assumeRole(
        _ request: ServiceRequest, _ world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let input = try AssumeRoleInput(request.parameters)
        let role = try trustedRole(input, request, &world)
        let expiry = Moment(milliseconds: request.now.milliseconds / 1_000 * 1_000).adding(seconds: input.duration)
        let session = SessionAuthority.Session(
            account: input.account, roleName: role.name, roleID: role.id, name: input.sessionName, expiresAt: expiry,
            policies: input.policies)
        let credentials = request.authority.issue(session, request: request.requestID)
        return .xml(
            XMLNode(
                "AssumedRoleUser",
                [
                    XMLNode("AssumedRoleId", "\(role.id):\(input.sessionName)"),
                    XMLNode("Arn", "arn:aws:sts::\(input.account):assumed-role/\(role.name)/\(input.sessionName)"),
                ]),
            XMLNode(
                "Credentials",
                [
                    XMLNode("AccessKeyId", credentials.accessKeyID),
                    XMLNode("SecretAccessKey", credentials.secretAccessKey),
                    XMLNode("SessionToken", credentials.sessionToken), XMLNode("Expiration", expiry.iso8601Seconds),
                ]), input.packedSize.map { XMLNode("PackedPolicySize", $0) },
            XMLNode("SourceIdentity", input.sourceIdentity))
    }

    /// The role, when it exists and its trust policy lets the caller in; AWS says the same for every other case.
    private func trustedRole(
        _ input: AssumeRoleInput, _ request: ServiceRequest, _ world: inout SimulatedWorld
    ) throws(ServiceFault) -> SimulatedRole {
        let refusal = ServiceFault(
            "AccessDenied",
            "User: \(request.principal.arn) is not authorized to perform: sts:AssumeRole on resource: \(input.roleARN)",
            status: 403)
        let options = world.options
        guard let account = world.organization.account(input.account), account.state == .active,
            !world.deniedAccounts.contains(input.account),
            request.account == world.organization.managementAccount.id
        else { throw refusal }
        let roles = world.withAccount(input.account, at: request.now) { $0.roles } ?? []
        guard let role = roles.first(where: { $0.arn == input.roleARN && $0.deletedAt == nil }),
            role.name == options.memberRoleName, input.externalID == options.externalID
        else { throw refusal }
        return role
    }
}

/// The parameters of `AssumeRole`, checked against the bounds of the API reference.
struct AssumeRoleInput {
    let roleARN: String
    let account: String
    let sessionName: String
    let duration: Int64
    let externalID: String?
    let sourceIdentity: String?
    /// Set when the request carries what counts against the packed size.
    let packedSize: Int?
    /// The documents of the policies that limit the session.
    let policies: [String]

    init(_ parameters: WireValue) throws(ServiceFault) {
        var problems = ValidationProblems()
        roleARN = parameters["RoleArn"]?.stringValue ?? ""
        problems.require(parameters["RoleArn"], "roleArn")
        problems.checkLength(parameters["RoleArn"]?.stringValue, 20...2_048, "roleArn")
        sessionName = parameters["RoleSessionName"]?.stringValue ?? ""
        problems.require(parameters["RoleSessionName"], "roleSessionName")
        problems.checkLength(parameters["RoleSessionName"]?.stringValue, 2...64, "roleSessionName")
        problems.check(
            sessionName, "roleSessionName", pattern: #"[\w+=,.@-]*"#,
            isMet: sessionName.unicodeScalars.allSatisfy { Self.isNameScalar($0) })
        let seconds = parameters["DurationSeconds"]?.stringValue.map { Int64($0) ?? -1 } ?? 3_600
        problems.checkRange(seconds, 900...43_200, "durationSeconds")
        duration = seconds
        externalID = parameters["ExternalId"]?.stringValue
        problems.checkLength(externalID, 2...1_224, "externalId")
        sourceIdentity = parameters["SourceIdentity"]?.stringValue
        problems.checkLength(sourceIdentity, 2...64, "sourceIdentity")
        let tags = parameters["Tags"]?["member"]?.arrayValue ?? []
        if tags.count > 50 {
            problems.add(
                "Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50")
        }
        var bytes = 0
        for (index, tag) in tags.enumerated() {
            problems.checkLength(tag["Key"]?.stringValue ?? "", 1...128, "tags.\(index + 1).member.key")
            problems.checkLength(tag["Value"]?.stringValue, 0...256, "tags.\(index + 1).member.value")
            bytes += (tag["Key"]?.stringValue?.utf8.count ?? 0) + (tag["Value"]?.stringValue?.utf8.count ?? 0)
        }
        policies = try Self.policies(parameters)
        bytes += policies.map(\.utf8.count).reduce(0, +)
        packedSize = tags.isEmpty && policies.isEmpty ? nil : max(1, min(100, bytes * 100 / 4_096))
        if let message = problems.message { throw ServiceFault("ValidationError", message) }
        let parts = roleARN.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[2] == "iam", parts[5].hasPrefix("role/") else {
            throw ServiceFault("ValidationError", "\(roleARN) is invalid")
        }
        account = String(parts[4])
        guard duration <= 3_600 else {
            throw ServiceFault(
                "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
        }
        guard Set(tags.compactMap { $0["Key"]?.stringValue?.lowercased() }).count == tags.count else {
            throw ServiceFault(
                "InvalidParameterValue", "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
        }
    }

    /// The session policies, refused where they could not be evaluated later.
    private static func policies(_ parameters: WireValue) throws(ServiceFault) -> [String] {
        let arns = (parameters["PolicyArns"]?["member"]?.arrayValue ?? []).map { $0["arn"]?.stringValue ?? "" }
        guard arns.count <= 10 else {
            throw ServiceFault(
                "ValidationError",
                "1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have "
                    + "length less than or equal to 10")
        }
        var documents: [String] = []
        for arn in arns {
            guard let policy = PermissionPolicy.managed(arn) else {
                throw malformed("what \(arn) grants is not known to this organization")
            }
            documents.append(policy.document)
        }
        guard let text = parameters["Policy"]?.stringValue else { return documents }
        do throws(PermissionPolicyError) {
            documents.append(try PermissionPolicy(text: text, name: "Policy").document)
        } catch { throw malformed(error.description) }
        return documents
    }

    private static func malformed(_ words: String) -> ServiceFault {
        ServiceFault("MalformedPolicyDocument", words)
    }

    private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                || "_+=,.@-".unicodeScalars.contains(scalar))
    }
}
