internal import AWSWire

/// The access policy of a vault, as far as it decides about copies into it and deletions in it.
///
/// Source: AWS Backup Developer Guide, "Vault access policies"; IAM User Guide, "Policy evaluation logic". Conditions are
/// compared by their values for the organization, account and ARN of the caller; an operator or key it does not know
/// makes a statement that allows not apply, and one that denies apply.
package struct VaultPolicy: Sendable {
    /// Something somebody wants to do.
    package struct Call: Sendable {
        /// The action, such as `backup:DeleteRecoveryPoint`.
        package let action: String
        /// The ARNs of what it is done to: a recovery point and the vault it lies in, or the vault alone.
        package let resources: [String]
        /// The ARN of who does it.
        package let principalARN: String
        /// The account of who does it.
        package let account: String

        /// Describes a call.
        package init(action: String, resources: [String], principalARN: String, account: String) {
            self.action = action
            self.resources = resources
            self.principalARN = principalARN
            self.account = account
        }
    }

    private let statements: [WireValue]

    /// Reads a policy; nothing is a policy without statements.
    package init(_ text: String?) {
        let document = text.flatMap { try? WireValue(json: Array($0.utf8)) }
        statements = document?["Statement"]?.arrayValue ?? document?["Statement"].map { [$0] } ?? []
    }

    /// What is wrong with a document as the policy of a vault, in words, or nothing.
    package static func problem(_ text: String) -> String? {
        guard let document = try? WireValue(json: Array(text.utf8)), document.objectValue != nil else {
            return "the policy is not a JSON object"
        }
        let statements = VaultPolicy(text).statements
        guard !statements.isEmpty else { return "the policy has no Statement" }
        for statement in statements {
            guard ["Allow", "Deny"].contains(statement["Effect"]?.stringValue ?? "") else {
                return "a statement's Effect is neither Allow nor Deny"
            }
            guard statement["Principal"] != nil || statement["NotPrincipal"] != nil else {
                return "a statement has no Principal"
            }
            let actions = texts(statement["Action"] ?? statement["NotAction"])
            guard !actions.isEmpty, actions.allSatisfy({ $0 == "*" || $0.lowercased().hasPrefix("backup:") }) else {
                return "a statement's Action names none of AWS Backup"
            }
        }
        return nil
    }

    /// Whether a statement denies a call.
    package func denies(_ call: Call) -> Bool { statements.contains { Self.applies($0, "Deny", to: call) } }

    /// Whether a statement allows a call and none denies it.
    package func allows(_ call: Call) -> Bool {
        statements.contains { Self.applies($0, "Allow", to: call) } && !denies(call)
    }

    private static func applies(_ statement: WireValue, _ effect: String, to call: Call) -> Bool {
        guard statement["Effect"]?.stringValue == effect else { return false }
        func matches(_ member: String, _ text: String) -> Bool {
            texts(statement[member]).contains { SelectionResolver.like(text.lowercased(), $0.lowercased()) }
        }
        let acts = statement["NotAction"] == nil ? matches("Action", call.action) : !matches("NotAction", call.action)
        let isMeant =
            statement["NotPrincipal"] == nil
            ? names(statement["Principal"], call) : !names(statement["NotPrincipal"], call)
        let isThere = statement["Resource"] == nil || call.resources.contains { matches("Resource", $0) }
        return acts && isMeant && isThere && conditionsHold(statement["Condition"], call, isDeny: effect == "Deny")
    }

    private static func names(_ principal: WireValue?, _ call: Call) -> Bool {
        let listed = principal?.stringValue.map { [$0] } ?? texts(principal?["AWS"])
        return listed.contains { name in
            name == "*" || name == call.account || name == "arn:aws:iam::\(call.account):root"
                || name == call.principalARN
        }
    }

    private static func conditionsHold(_ condition: WireValue?, _ call: Call, isDeny: Bool) -> Bool {
        for comparison in condition?.objectValue ?? [] {
            let isNegated = comparison.name.contains("Not")
            for key in comparison.value.objectValue ?? [] {
                let value: String
                switch key.name.lowercased() {
                case "aws:principalaccount", "aws:sourceaccount": value = call.account
                case "aws:principalarn", "aws:userarn": value = call.principalARN
                // Every caller of this world is of the one organization there is.
                case "aws:principalorgid", "aws:principalorgpaths":
                    if isNegated { return false }
                    continue
                default: return isDeny
                }
                guard ["String", "Arn"].contains(where: { comparison.name.hasPrefix($0) }) else { return isDeny }
                let isEqual = texts(key.value).contains { SelectionResolver.like(value, $0) }
                if isEqual == isNegated { return false }
            }
        }
        return true
    }

    private static func texts(_ value: WireValue?) -> [String] {
        value?.stringValue.map { [$0] } ?? value?.textsValue ?? []
    }
}
