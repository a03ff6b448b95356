package import AWSWire
internal import HoldfastHTTP

/// Lets a session of the member role do only what the role's policies allow, and counts what it did.
///
/// Other principals, and every one where the world's options give the role no policy, may do everything.
package struct PermissionGate: Sendable {
    /// How often an action was asked for.
    package struct Count: Sendable, Hashable {
        /// How often it was granted.
        package var allowed = 0
        /// How often it was refused.
        package var refused = 0
    }

    /// What the gate says of a call.
    package struct Verdict: Sendable {
        /// The refusal, when the call is refused as a whole.
        package var refusal: ServiceFault?
        /// The resources that are refused where the rest of the call goes on.
        package var deniedResources: Set<String> = []
    }

    /// The policies of the member role; empty where it may do everything.
    package let policies: [PermissionPolicy]
    /// How often each action was asked for since the birth.
    package private(set) var counts: [String: Count] = [:]
    private let roleName: String
    private let organization: String

    /// Makes the gate of a world.
    ///
    /// - Parameter organization: The organization's id, for conditions.
    package init(options: WorldOptions, organization: String) {
        policies = options.rolePolicies
        roleName = options.memberRoleName
        self.organization = organization
    }

    /// Judges a call before its service sees it.
    package mutating func judge(_ request: ServiceRequest, of profile: ServiceProfile) -> Verdict {
        var verdict = Verdict()
        guard let evaluator = evaluator(for: request.principal) else { return verdict }
        let service = profile.signingName
        guard let needs = ActionCatalog.actions(service: service, operation: request.operation) else {
            verdict.refusal = refusal(
                request, profile, action: "\(service):\(request.operation)", resource: "*", .implicitDeny(.identity))
            return verdict
        }
        for need in needs where need.isNeeded(by: request) {
            let context = context(of: request, need)
            for resource in need.resources(of: request) {
                for action in need.actions(on: resource) {
                    let decision = evaluator.decision(
                        PermissionQuestion(action: action, resource: resource, context: context))
                    note(action, decision.isAllowed)
                    guard !decision.isAllowed else { continue }
                    if need.isPerResource {
                        verdict.deniedResources.insert(resource)
                    } else if verdict.refusal == nil {
                        verdict.refusal = refusal(request, profile, action: action, resource: resource, decision)
                    }
                }
            }
            if verdict.refusal != nil { break }
        }
        return verdict
    }

    /// The patterns of granted actions that no granted call has used, in the order of the policies.
    package var unusedActions: [String] {
        let used = counts.filter { $0.value.allowed > 0 }.keys.map { $0.lowercased() }
        return policies.flatMap(\.grantedActions).filter { pattern in
            let glob = GlobPattern(policy: pattern.lowercased())
            return !used.contains { glob.matches($0) }
        }
    }

    /// What was asked for, for `GET /_simulator/permissions`.
    package var report: WireValue {
        let actions = counts.sorted { $0.key < $1.key }.map { action, count in
            WireValue.record(
                ("action", .string(action)), ("allowed", .integer(Int64(count.allowed))),
                ("refused", .integer(Int64(count.refused))))
        }
        return .record(
            ("role", .string(roleName)), ("restricted", .bool(!policies.isEmpty)), ("actions", .array(actions)),
            ("unused", .texts(unusedActions)))
    }

    /// The evaluator of a principal; nothing for one that may do everything.
    private func evaluator(for principal: Principal) -> PermissionEvaluator? {
        let isHeld = principal.roleName == roleName && !policies.isEmpty
        guard isHeld || principal.sessionPolicies != nil else { return nil }
        return PermissionEvaluator(
            identity: isHeld ? policies : [.everything], session: principal.sessionPolicies,
            account: principal.account)
    }

    private mutating func note(_ action: String, _ isAllowed: Bool) {
        if isAllowed {
            counts[action, default: Count()].allowed += 1
        } else {
            counts[action, default: Count()].refused += 1
        }
    }

    private func context(of request: ServiceRequest, _ need: RequiredAction) -> [String: [String]] {
        let principal = request.principal
        var context: [String: [String]] = [
            "aws:principalaccount": [principal.account], "aws:principalorgid": [organization],
            "aws:principaltype": [principal.roleName == nil ? "User" : "AssumedRole"],
            "aws:principalarn": [
                principal.roleName.map { "arn:aws:iam::\(principal.account):role/\($0)" } ?? principal.arn
            ],
            "aws:requestedregion": [request.region], "aws:resourceaccount": [request.account],
            "aws:securetransport": [request.http.scheme == "https" ? "true" : "false"],
        ]
        for (key, value) in need.context { context[key] = [value] }
        let tags = need.tags.map { request.tags(at: $0) } ?? []
        for tag in tags { context["aws:requesttag/\(tag.key.lowercased())"] = [tag.value] }
        if !tags.isEmpty { context["aws:tagkeys"] = tags.map(\.key) }
        return context
    }
}

extension PermissionGate {
    /// The refusal in the words of the service's protocol.
    ///
    /// By "Troubleshoot access denied error messages" (AWS IAM User Guide) and, for EC2, "Error codes for the Amazon EC2
    /// API".
    private func refusal(
        _ request: ServiceRequest, _ profile: ServiceProfile, action: String, resource: String,
        _ decision: PermissionDecision
    ) -> ServiceFault {
        var words = "User: \(request.principal.arn) is not authorized to perform: \(action)"
        if resource != "*" { words += " on resource: \(resource)" }
        switch decision {
        case .allowed: break
        case .explicitDeny(let layer): words += " with an explicit deny in \(layer.article) \(layer.rawValue) policy"
        case .implicitDeny(let layer): words += " because no \(layer.rawValue) policy allows the \(action) action"
        }
        return switch profile.wireProtocol {
        case .json: ServiceFault("AccessDeniedException", words, status: 400)
        case .restJSON: ServiceFault("AccessDeniedException", words, status: 403)
        case .query, .restXML: ServiceFault("AccessDenied", words, status: 403)
        case .ec2:
            ServiceFault(
                "UnauthorizedOperation", "You are not authorized to perform this operation. \(words)", status: 403)
        }
    }
}

extension PermissionDecision.Layer {
    /// The article before it.
    fileprivate var article: String { self == .identity ? "an" : "a" }
}
