internal import HoldfastModel
internal import HoldfastPolicy

/// The waivers of a policy, asked for one snapshot.
struct WaiverBook {
    let waivers: [Waiver]
    let account: Account
    let matcher: SelectorMatcher

    /// The first waiver in force that surely covers a control's finding on a subject.
    ///
    /// A waiver that ends now has ended. One that asks for a fact nobody read covers nothing.
    func waiver(for control: String, _ subject: SelectorSubject, now: Instant) -> Waiver? {
        waivers.first { waiver in
            waiver.isInForce(at: now) && Self.names(waiver, control) && answer(for: waiver.scope, subject).isTrue
        }
    }

    /// Whether each of the controls is waived for the resource.
    func covers(_ resource: Resource, everyOneOf controls: [String], now: Instant) -> Bool {
        let subject = SelectorSubject(
            arn: resource.arn.rawValue, resource: resource, account: account, region: resource.region)
        return !controls.isEmpty && controls.allSatisfy { waiver(for: $0, subject, now: now) != nil }
    }

    /// Whether a scope covers a subject; what one part needs and nobody read leaves it open, unless another decides.
    func answer(for scope: WaiverScope, _ subject: SelectorSubject) -> Truth {
        switch scope {
        case .resources(let selector): matcher.match(selector, subject).answer
        case .all(let scopes): Truth.all(scopes.map { answer(for: $0, subject) }, ofNone: "every part covers it")
        case .any(let scopes): Truth.any(scopes.map { answer(for: $0, subject) }, ofNone: "no part covers it")
        case .not(let scope): answer(for: scope, subject).negated
        }
    }

    private static func names(_ waiver: Waiver, _ control: String) -> Bool {
        waiver.controls.isEmpty || waiver.controls.contains { TextPattern($0).matches(control) }
    }
}
