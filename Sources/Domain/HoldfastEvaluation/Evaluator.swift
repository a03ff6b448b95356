public import HoldfastModel
public import HoldfastPolicy

/// Judges one account in one Region: policy and snapshot in, findings out.
///
/// The same policy, snapshot and moment give the same bytes. Gaps are dealt with here and nowhere else: whatever a gap
/// may hide is `unknown`, before a control could call it anything better, and no waiver changes that.
public struct Evaluator: Sendable {
    private let policy: ProtectionPolicy
    private let controls: [Control]
    private let twist: (@Sendable (Verdict) -> Verdict)?

    /// Judges by a policy with all controls.
    public init(policy: ProtectionPolicy) {
        self.init(policy: policy, controls: ControlCatalog.all)
    }

    /// Judges by a policy with some controls, each verdict of which is replaced by another: for tests that ask whether
    /// the tests would notice.
    package init(
        policy: ProtectionPolicy, controls: [Control], twist: (@Sendable (Verdict) -> Verdict)? = nil
    ) {
        self.policy = policy
        self.controls = controls
        self.twist = twist
    }

    /// Judges a snapshot.
    ///
    /// - Parameters:
    ///   - snapshot: What was read, and what was not.
    ///   - now: The moment to judge by, which is the snapshot's `takenAt` unless someone asks what was or will be.
    /// - Returns: Findings sorted by control and subject, and one judgement for each resource, sorted by ARN.
    public func evaluate(_ snapshot: RegionSnapshot, now: Instant) -> RegionEvaluation {
        let context = JudgingContext(snapshot, policy: policy, now: now)
        let book = WaiverBook(waivers: policy.waivers, account: snapshot.account, matcher: context.matcher)
        let protection = ProtectionJudge(context: context, waivers: book)
        let scribe = FindingScribe(snapshot: context.snapshot, book: book, now: now)
        var findings: [Finding] = []
        for control in controls where control.isAsked(context) {
            findings += self.findings(of: control, context, scribe)
        }
        findings.sort { ($0.controlID, $0.resourceARN, $0.id) < ($1.controlID, $1.resourceARN, $1.id) }
        let resources = context.snapshot.resources.map(protection.judgement).sorted {
            $0.resource.arn < $1.resource.arn
        }
        return RegionEvaluation(
            account: snapshot.account, region: snapshot.region, findings: findings, resources: resources)
    }

    private func findings(
        of control: Control, _ context: JudgingContext, _ scribe: FindingScribe
    ) -> [Finding] {
        let coverage = Coverage(context.snapshot)
        let entry = context.snapshot.gaps.filter { $0.fact == .session }
        let unlisted = twist?(.unknown) ?? .unknown
        if !entry.isEmpty { return [scribe.unlisted(control, entry, verdict: unlisted)] }
        var findings = control.subjects(context).map { subject in
            let judgement = Self.judgement(of: subject, by: control, context, coverage)
            return scribe.finding(control, subject, twist.map(judgement.twisted) ?? judgement)
        }
        let hidden = context.snapshot.gaps.filter { control.listedBy.contains($0.fact) }
        if !hidden.isEmpty { findings.append(scribe.unlisted(control, hidden, verdict: unlisted)) }
        return findings
    }

    /// Asks the control, unless a gap forbids; and keeps of its answer what the gaps let stand.
    private static func judgement(
        of subject: Subject, by control: Control, _ context: JudgingContext, _ coverage: Coverage
    ) -> Judgement {
        let blocking = control.needs.filter { $0.effect == .blocks }.map(\.fact)
        if let gap = coverage.gap(in: blocking, concerning: subject) { return .hidden(by: gap) }
        let judgement = control.judge(subject, context)
        for need in control.needs where need.effect != .blocks {
            let stands: Verdict = need.effect == .couldHelp ? .compliant : .nonCompliant
            guard judgement.verdict != stands, judgement.verdict != .notApplicable,
                let gap = coverage.gap(in: [need.fact], concerning: subject)
            else { continue }
            return .hidden(by: gap, tier: judgement.tier)
        }
        return judgement
    }
}

extension Judgement {
    /// The same with another verdict.
    fileprivate func twisted(_ twist: (Verdict) -> Verdict) -> Judgement {
        Judgement(twist(verdict), message, tier: tier, grounds: grounds)
    }

    /// The answer where a gap hides what is needed.
    static func hidden(by gap: ReadGap, tier: String? = nil) -> Judgement {
        Judgement(
            .unknown, "not known: \(gap.api) was not answered (\(gap.reason.rawValue) \(gap.code))", tier: tier,
            grounds: [])
    }
}
