public import HoldfastModel

/// A rule Holdfast checks: what it is about, what it reads and how it judges.
///
/// A control never sees what a gap hides: for each fact it names, the evaluator answers `unknown` in its place, by the
/// effect the gap has. No control can forget that, for it is not asked.
public struct Control: Sendable {
    /// A fact a control reads, and what its absence does to the answer.
    public struct FactNeed: Hashable, Sendable {
        /// What a gap does.
        public enum GapEffect: Hashable, Sendable {
            /// Nothing can be said: the answer is unknown before the control is asked.
            case blocks
            /// What is hidden could only help: compliant stands, everything else is unknown.
            case couldHelp
            /// What is hidden could only harm: non-compliant stands, everything else is unknown.
            case couldHarm
        }

        /// The fact.
        public let fact: FactKind
        /// What a gap does to the answer.
        public let effect: GapEffect

        /// Names a fact.
        public init(_ fact: FactKind, _ effect: GapEffect = .blocks) {
            self.fact = fact
            self.effect = effect
        }
    }

    /// What a control is judged by, beside facts.
    public struct Parameter: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// Where the value comes from, or the value with its unit.
        public let value: String
        /// The number, where the control has one of its own.
        public let figure: Int?

        /// Names what the policy says.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
            figure = nil
        }

        /// Names a figure.
        public init(_ figure: Figure) {
            name = figure.name
            value = "\(figure.value) \(figure.unit)"
            self.figure = figure.value
        }
    }

    /// A number a control is judged by, whatever the policy says.
    public struct Figure: Hashable, Sendable {
        /// Its name, such as `orphan_days`.
        public let name: String
        /// The number.
        public let value: Int
        /// What is counted.
        public let unit: String

        /// Names a number.
        public init(_ name: String, _ value: Int, _ unit: String) {
            self.name = name
            self.value = value
            self.unit = unit
        }
    }

    /// Its id, such as `HF-COV-01`, which never changes its meaning.
    public let id: String
    /// What holds when it is compliant, a sentence.
    public let title: String
    /// How much it matters when it is not.
    public let severity: Severity
    /// What it is judged by, beside facts.
    public let parameters: [Parameter]
    /// The checks of other products that ask the same.
    public let replaces: [ReplacedCheck]
    /// The facts it reads.
    public let needs: [FactNeed]
    /// The facts without which the things it judges cannot be listed.
    public let listedBy: [FactKind]
    /// What to do about a finding, a sentence.
    public let remediation: String
    /// Whether the policy asks the question at all.
    let isAsked: @Sendable (JudgingContext) -> Bool
    /// The things it judges.
    let subjects: @Sendable (JudgingContext) -> [Subject]
    /// What it says of one.
    let judge: @Sendable (Subject, JudgingContext) -> Judgement

    /// What it is about, as its id says; nothing for an id of another form.
    public var family: ControlFamily? { ControlFamily(controlID: id) }

    /// The facts it reads, sorted.
    public var facts: [FactKind] { Set(needs.map(\.fact) + listedBy).sorted() }

    init(
        id: String, title: String, severity: Severity, parameters: [Parameter] = [], replaces: [ReplacedCheck] = [],
        needs: [FactNeed], listedBy: [FactKind], remediation: String,
        isAsked: @escaping @Sendable (JudgingContext) -> Bool = { _ in true },
        subjects: @escaping @Sendable (JudgingContext) -> [Subject],
        judge: @escaping @Sendable (Subject, JudgingContext) -> Judgement
    ) {
        self.id = id
        self.title = title
        self.severity = severity
        self.parameters = parameters
        self.replaces = replaces
        self.needs = needs
        self.listedBy = listedBy
        self.remediation = remediation
        self.isAsked = isAsked
        self.subjects = subjects
        self.judge = judge
    }
}

/// What a control says of one subject, before gaps and waivers.
struct Judgement {
    /// A fact the judgement rests on, by name and value, and the kind of reading it came from.
    struct Ground {
        let name: String
        let value: String
        let fact: FactKind
    }

    let verdict: Verdict
    let message: String
    var tier: String?
    var grounds: [Ground] = []

    init(_ verdict: Verdict, _ message: String, tier: String? = nil, grounds: [Ground] = []) {
        self.verdict = verdict
        self.message = message
        self.tier = tier
        self.grounds = grounds
    }

    /// The verdict of an answer: so is compliant, not so is not.
    init(_ truth: Truth, tier: String? = nil, grounds: [Ground] = []) {
        switch truth {
        case .holds(let reason): self.init(.compliant, reason, tier: tier, grounds: grounds)
        case .fails(let reason): self.init(.nonCompliant, reason, tier: tier, grounds: grounds)
        case .unknown(let reason): self.init(.unknown, "not known: \(reason)", tier: tier, grounds: grounds)
        }
    }
}
