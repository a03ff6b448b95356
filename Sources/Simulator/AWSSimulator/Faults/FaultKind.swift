/// The ways a call can be made to go wrong, by their names in a script.
public enum FaultKind: String, Sendable, Hashable, CaseIterable {
    /// The service asks for fewer calls, with the code its protocol uses.
    case throttling
    /// The caller may not do it.
    case accessDenied
    /// The service fails, with 500 unless the rule says 503.
    case serverError
    /// The caller's session is over.
    case expiredSession
    /// The service takes its own clock to be an hour ahead, refuses the signature for it, and says so in `Date`.
    case clockSkew
    /// The answer comes late.
    case latency
    /// The answer does not come at all.
    case hang
    /// The connection is closed without an answer after the service acted.
    case closed
    /// The connection is reset after the head and the first half of the body; an answer without a body does not come.
    case reset
    /// Only the first half of the answer's body comes.
    case truncatedBody
    /// The answer's body is not what its content type says.
    case garbledBody
    /// A proxy answers in the service's place, with its login page and status 200.
    case htmlPage
    /// A proxy answers in the service's place, with status 200 and no body.
    case emptyBody
    /// Every page gives the token that leads to the same page.
    case endlessPages

    /// Whether somebody else answers and the service never sees the call.
    var isOfProxy: Bool { self == .htmlPage || self == .emptyBody }

    /// Whether the refusal is of the session or signature, before the service sees the call.
    var isOfSession: Bool { self == .expiredSession || self == .clockSkew }
}
