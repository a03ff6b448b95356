/// One question to IAM: may this action be done to that resource, as things stand.
package struct PermissionQuestion: Sendable, Hashable {
    /// The action, such as `backup:ListBackupVaults`.
    package let action: String
    /// The ARN, or `*` for actions that know no resource.
    package let resource: String
    /// The values of the context by key, the keys in lowercase.
    package let context: [String: [String]]

    /// Asks a question.
    package init(action: String, resource: String, context: [String: [String]] = [:]) {
        self.action = action
        self.resource = resource
        self.context = context
    }
}

/// What IAM answers.
package enum PermissionDecision: Sendable, Hashable {
    /// The kind of policy that decided.
    package enum Layer: String, Sendable, Hashable {
        /// The policies of the role.
        case identity = "identity-based"
        /// The policies given when the session was made.
        case session = "session"
    }

    /// It may.
    case allowed
    /// A statement refuses.
    case explicitDeny(Layer)
    /// No statement grants.
    case implicitDeny(Layer)

    /// Whether it may.
    package var isAllowed: Bool { self == .allowed }
}

/// Answers questions by the policies of a role and of its session, as IAM does within one account.
///
/// A refusal of any policy decides; else the role's policies must grant, and the session's too where it has some.
package struct PermissionEvaluator: Sendable {
    private let identity: [PermissionPolicy]
    private let session: [PermissionPolicy]?
    private let account: String

    /// Makes the evaluator of a session.
    ///
    /// - Parameters:
    ///   - identity: The policies of the role.
    ///   - session: The policies of the session; nothing where it was made without.
    ///   - account: The twelve digits that take the place of ``PermissionPolicy/accountMark``.
    package init(identity: [PermissionPolicy], session: [PermissionPolicy]? = nil, account: String) {
        self.identity = identity
        self.session = session
        self.account = account
    }

    /// Answers a question.
    package func decision(_ question: PermissionQuestion) -> PermissionDecision {
        if fits(question, .deny, in: identity) { return .explicitDeny(.identity) }
        if let session, fits(question, .deny, in: session) { return .explicitDeny(.session) }
        guard fits(question, .allow, in: identity) else { return .implicitDeny(.identity) }
        guard let session else { return .allowed }
        return fits(question, .allow, in: session) ? .allowed : .implicitDeny(.session)
    }

    /// The names of the policies with a statement that fits a question, whatever it does.
    package func policies(deciding question: PermissionQuestion) -> [String] {
        identity.filter { fits(question, .deny, in: [$0]) || fits(question, .allow, in: [$0]) }.map(\.name)
    }

    private func fits(
        _ question: PermissionQuestion, _ effect: PermissionPolicy.Effect, in policies: [PermissionPolicy]
    ) -> Bool {
        policies.contains { policy in
            policy.statements.contains { statement in
                statement.effect == effect && means(statement.actions, question.action.lowercased(), isAction: true)
                    && means(statement.resources, question.resource, isAction: false)
                    && statement.conditions.allSatisfy { $0.holds(for: question.context[$0.key]) }
            }
        }
    }

    private func means(_ extent: PermissionPolicy.Extent, _ text: String, isAction: Bool) -> Bool {
        let fits = extent.patterns.contains { pattern in
            if pattern == "*" { return true }
            let own = isAction ? pattern.lowercased() : pattern.replacing(PermissionPolicy.accountMark, with: account)
            return GlobPattern(policy: own).matches(text)
        }
        if case .only = extent { return fits }
        return !fits
    }
}
