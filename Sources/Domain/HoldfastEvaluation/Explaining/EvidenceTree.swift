public import HoldfastModel

/// Why one resource has the status it has: what was asked, in order, with each answer and the call it came from.
public struct EvidenceTree: Hashable, Sendable {
    /// The resource that was asked about.
    public let arn: ResourceARN
    /// Its type, where it was found.
    public let type: ResourceType?
    /// The account that was read.
    public let account: Account
    /// The Region that was read.
    public let region: AWSRegion
    /// The moment it is judged by.
    public let judgedAt: Instant
    /// What became of the question.
    public let answer: Answer
    /// The sentence that says why.
    public let reason: String
    /// The steps, in the order they decide.
    public let steps: [EvidenceNode]
    /// What the controls say of the resource, sorted by control.
    public let findings: [Finding]

    /// What can be said of the resource.
    public enum Answer: Hashable, Sendable {
        /// It has that status.
        case status(ProtectionStatus)
        /// An assignment of the policy leaves it out, so that it has none.
        case ignored
        /// There is no such resource in the account and Region.
        case notFound
    }

    /// Whether a fact was missing that could change the answer or what a control says.
    public var isIncomplete: Bool {
        answer == .status(.unknown) || findings.contains { $0.verdict == .unknown }
    }
}

/// One step of an evidence tree.
public struct EvidenceNode: Hashable, Sendable {
    /// What a step says.
    public enum Mark: String, Hashable, Sendable {
        /// What is asked is so.
        case holds
        /// It is not.
        case fails
        /// It is not known.
        case unknown
        /// Nothing is asked: a fact, or a heading.
        case note
    }

    /// What it says.
    public let mark: Mark
    /// In words.
    public let text: String
    /// The call that told; nothing for a step that rests on those below it, or on the policy alone.
    public let source: FactSource?
    /// The steps it rests on.
    public let children: [EvidenceNode]

    /// Describes a step.
    public init(_ mark: Mark, _ text: String, source: FactSource? = nil, children: [EvidenceNode] = []) {
        self.mark = mark
        self.text = text
        self.source = source
        self.children = children
    }

    /// The step an answer makes.
    init(_ truth: Truth, _ text: String? = nil, source: FactSource? = nil, children: [EvidenceNode] = []) {
        let mark: Mark =
            switch truth {
            case .holds: .holds
            case .fails: .fails
            case .unknown: .unknown
            }
        self.init(mark, text ?? truth.reason, source: source, children: children)
    }
}
