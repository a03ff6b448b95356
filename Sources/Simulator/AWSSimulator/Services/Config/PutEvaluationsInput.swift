internal import AWSWire
internal import HoldfastCrypto

/// One result a `PutEvaluations` call carries.
struct PutEvaluationsInput {
    private let type: String
    private let id: String
    private let compliance: String
    private let annotation: String?
    private let orderedAt: Moment
    /// The result as it was given.
    let given: WireValue
    /// Whether it cannot be taken down, since the moment it is about lies ahead.
    let isFailed: Bool

    /// Reads the token and the results of a call, 100 at most.
    static func read(_ request: ServiceRequest) throws(ServiceFault) -> (token: String, [PutEvaluationsInput]) {
        var problems = ValidationProblems()
        problems.require(request.parameters["ResultToken"], "resultToken")
        let list = request.parameters["Evaluations"]?.arrayValue ?? []
        if list.count > 100 {
            problems.add(
                "Value at 'evaluations' failed to satisfy constraint: Member must have length less than or equal to 100"
            )
        }
        for (index, item) in list.enumerated() {
            let path = "evaluations.\(index + 1).member"
            for (name, member) in [
                ("ComplianceResourceType", "complianceResourceType"), ("ComplianceResourceId", "complianceResourceId"),
                ("ComplianceType", "complianceType"), ("OrderingTimestamp", "orderingTimestamp"),
            ] {
                problems.require(item[name], "\(path).\(member)")
            }
            problems.checkOneOf(
                item["ComplianceType"]?.stringValue,
                ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE", "INSUFFICIENT_DATA"], "\(path).complianceType")
            problems.checkLength(item["Annotation"]?.stringValue, 1...256, "\(path).annotation")
        }
        try ConfigService.refuse(problems)
        var results: [PutEvaluationsInput] = []
        for item in list { results.append(try PutEvaluationsInput(item, at: request.now)) }
        return (request.parameters["ResultToken"]?.stringValue ?? "", results)
    }

    private init(_ item: WireValue, at now: Moment) throws(ServiceFault) {
        type = item["ComplianceResourceType"]?.stringValue ?? ""
        id = item["ComplianceResourceId"]?.stringValue ?? ""
        compliance = item["ComplianceType"]?.stringValue ?? ""
        annotation = item["Annotation"]?.stringValue
        let seconds = item["OrderingTimestamp"]?.doubleValue ?? 0
        orderedAt = Moment(milliseconds: Int64(max(0, min(seconds, 9e12)) * 1_000))
        guard compliance != "INSUFFICIENT_DATA" else {
            throw ConfigService.invalid("INSUFFICIENT_DATA is not accepted as the value for ComplianceType.")
        }
        isFailed = orderedAt > now.adding(minutes: 5)
        given = item
    }

    /// The result as the rule keeps it, and whether it ends the one before without another in its place.
    func evaluation(invokedAt: Moment, at now: Moment) -> (ConfigEvaluationResult, isDropped: Bool) {
        let result = ConfigEvaluationResult(
            resourceType: type, resourceID: id, compliance: compliance, annotation: annotation, orderedAt: orderedAt,
            invokedAt: invokedAt, recordedAt: now)
        return (result, compliance == "NOT_APPLICABLE")
    }
}

/// The invocation of a custom rule's function, which the token it is given stands for.
///
/// Nothing is stored: the token names rule and moment, under a mark only the world can make.
struct ConfigInvocation {
    let ruleName: String
    let moment: Moment

    /// The token of an invocation.
    static func token(rule: String, scope: Scope, at moment: Moment, seed: UInt64) -> String {
        let payload = "\(moment.milliseconds)/\(rule)"
        return Base64.encode(Array("\(mark(of: payload, scope, seed))/\(payload)".utf8))
    }

    /// Reads a token; nothing when it is none this world gave for that account and Region.
    init?(token: String, scope: Scope, seed: UInt64) {
        guard let bytes = Base64.decode(Array(token.utf8)) else { return nil }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: "/", maxSplits: 2).map(String.init)
        guard parts.count == 3, let milliseconds = Int64(parts[1]),
            parts[0] == Self.mark(of: "\(parts[1])/\(parts[2])", scope, seed)
        else { return nil }
        ruleName = parts[2]
        moment = Moment(milliseconds: milliseconds)
    }

    private static func mark(of payload: String, _ scope: Scope, _ seed: UInt64) -> String {
        let text = "\(seed)\u{0}\(scope.account)\u{0}\(scope.region)\u{0}\(payload)"
        return String(SHA256Digest(of: text).hex.prefix(32))
    }
}
