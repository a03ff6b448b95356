package import HoldfastModel
internal import HoldfastPolicy

/// Writes findings: ids, evidence with its origin, waivers.
struct FindingScribe {
    let snapshot: RegionSnapshot
    let book: WaiverBook
    let now: Instant
    private let resources: [ResourceARN: Resource]

    init(snapshot: RegionSnapshot, book: WaiverBook, now: Instant) {
        self.snapshot = snapshot
        self.book = book
        self.now = now
        resources = Dictionary(snapshot.resources.map { ($0.arn, $0) }) { first, _ in first }
    }

    /// The finding of a control on a subject; a waiver in force turns what is not compliant, and nothing else.
    func finding(_ control: Control, _ subject: Subject, _ judgement: Judgement) -> Finding {
        let (arn, type) = subject.name(in: snapshot)
        var verdict = judgement.verdict
        var message = judgement.message
        var waiverID: String?
        if verdict == .nonCompliant {
            let question = SelectorSubject(
                arn: arn, resource: resource(of: subject), account: snapshot.account, region: snapshot.region)
            if let waiver = book.waiver(for: control.id, question, now: now) {
                verdict = .waived
                waiverID = waiver.id
                message += " (waived until \(waiver.expiresAt) by \(waiver.owner): \(waiver.reason))"
            }
        }
        let grounds =
            judgement.grounds.isEmpty
            ? hiddenFacts(control, subject, judgement.verdict) : judgement.grounds.map(evidence)
        return Finding(
            id: id(control, arn), controlID: control.id, verdict: verdict, severity: control.severity,
            accountID: snapshot.account.id, region: snapshot.region, resourceARN: arn, resourceType: type,
            tier: judgement.tier, message: message, evidence: grounds, waiverID: waiverID)
    }

    /// The finding that says that things a control judges could not be listed.
    func unlisted(_ control: Control, _ gaps: [ReadGap], verdict: Verdict) -> Finding {
        let (arn, type) = Subject.region.name(in: snapshot)
        let calls = Set(gaps.map { "\($0.api) (\($0.reason.rawValue) \($0.code))" }).sorted()
        return Finding(
            id: id(control, arn), controlID: control.id, verdict: verdict, severity: control.severity,
            accountID: snapshot.account.id, region: snapshot.region, resourceARN: arn, resourceType: type,
            message: "not known: what it judges could not be listed, for want of \(calls.joined(separator: ", "))",
            evidence: gaps.map(evidence))
    }

    private func id(_ control: Control, _ arn: String) -> String {
        FindingID.text(control: control.id, account: snapshot.account.id, region: snapshot.region, subject: arn)
    }

    /// The ground with the last call that brought its fact.
    private func evidence(_ ground: Judgement.Ground) -> Evidence {
        let source = snapshot.sources[ground.fact]?.last
        return Evidence(
            name: ground.name, value: ground.value, api: source?.api, requestID: source?.requestID,
            readAt: source?.readAt)
    }

    /// The resource of the inventory a waiver can ask about, where the subject is one.
    private func resource(of subject: Subject) -> Resource? {
        switch subject {
        case .resource(let resource): resource
        case .points(let group): resources[group.resourceARN]
        case .jobs(let group): resources[group.resourceARN]
        case .database(let database): resources[database.arn]
        default: nil
        }
    }

    private func hiddenFacts(_ control: Control, _ subject: Subject, _ verdict: Verdict) -> [Evidence] {
        guard verdict == .unknown else { return [] }
        let facts = Set(control.facts)
        return snapshot.gaps.filter { facts.contains($0.fact) && Coverage.concerns($0.scope, subject) }.map(evidence)
    }

    private func evidence(_ gap: ReadGap) -> Evidence {
        Evidence(
            name: "gap", value: "\(gap.fact.rawValue): \(gap.reason.rawValue) \(gap.code) \(gap.message)", api: gap.api,
            requestID: gap.requestID, readAt: nil)
    }
}

/// The ids of findings.
package enum FindingID {
    /// The same text for the same control and subject in every run, on every machine: 32 hexadecimal digits.
    package static func text(control: String, account: AccountID, region: AWSRegion?, subject: String) -> String {
        StableDigest([control, account.rawValue, region?.rawValue ?? "", subject]).hex
    }
}
