/// An answer of three values, with the reason it rests on.
///
/// `both` and `either` follow Kleene: an answer that is decided without the unknown part is decided.
package enum Truth: Hashable, Sendable {
    /// It is so.
    case holds(String)
    /// It is not so.
    case fails(String)
    /// What is needed to say was not read, or is not modelled.
    case unknown(String)

    /// The reason, whatever the answer.
    package var reason: String {
        switch self {
        case .holds(let reason), .fails(let reason), .unknown(let reason): reason
        }
    }

    /// Whether it is certainly so.
    package var isTrue: Bool { if case .holds = self { true } else { false } }
    /// Whether it is certainly not so.
    package var isFalse: Bool { if case .fails = self { true } else { false } }

    /// The opposite, for the same reason.
    package var negated: Truth {
        switch self {
        case .holds(let reason): .fails(reason)
        case .fails(let reason): .holds(reason)
        case .unknown: self
        }
    }

    /// Whether all are so: one that fails decides, then one that is unknown; with none, it is so for the reason given.
    package static func all(_ answers: [Truth], ofNone reason: String) -> Truth {
        if let failed = answers.first(where: \.isFalse) { return failed }
        if let open = answers.first(where: { !$0.isTrue }) { return open }
        return answers.isEmpty ? .holds(reason) : .holds(answers.map(\.reason).joined(separator: "; "))
    }

    /// Whether any is so: one that holds decides, then one that is unknown; with none, it fails for the reason given.
    package static func any(_ answers: [Truth], ofNone reason: String) -> Truth {
        if let held = answers.first(where: \.isTrue) { return held }
        if let open = answers.first(where: { !$0.isFalse }) { return open }
        return answers.isEmpty ? .fails(reason) : .fails(answers.map(\.reason).joined(separator: "; "))
    }
}
