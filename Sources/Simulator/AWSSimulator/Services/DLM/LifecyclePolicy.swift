package import AWSWire

/// A policy of Amazon Data Lifecycle Manager.
package struct LifecyclePolicy: Sendable, Hashable {
    /// A span of time in which the policy was in force in one form.
    package struct Era: Sendable, Hashable {
        /// When it began.
        package let start: Moment
        /// When it ended; nothing while it lasts.
        package var end: Moment?
        /// What the policy did in it.
        package let plan: LifecyclePlan
    }

    /// The id, `policy-…`.
    package let id: String
    /// The ARN.
    package let arn: String
    /// What it is for, in words.
    package var description: String
    /// The role it acts through.
    package var roleARN: String
    /// Whether it is `ENABLED`.
    package var isEnabled: Bool
    /// When it was created.
    package let createdAt: Moment
    /// When it was last changed.
    package var modifiedAt: Moment
    /// The details as the caller gave them, completed as the service answers them.
    package var details: WireValue
    /// The tags.
    package var tags: TagSet
    /// Whether it is a default policy, and of volumes or instances.
    package let defaultPolicyType: String?
    /// When it was deleted; the snapshots it made stay.
    package var deletedAt: Moment?
    /// The spans in which it was in force, oldest first; the last eight of them.
    package var eras: [Era]

    /// Ends the span that lasts and begins another one when the policy is in force.
    package mutating func turn(at now: Moment, into plan: LifecyclePlan?) {
        if let last = eras.indices.last, eras[last].end == nil { eras[last].end = now }
        if let plan { eras.append(Era(start: now, end: nil, plan: plan)) }
        if eras.count > 8 { eras.removeFirst(eras.count - 8) }
    }
}

/// What Data Lifecycle Manager holds of one account in one Region.
package struct LifecycleState: Sendable {
    /// The policies, deleted ones among them, once somebody changed them; until then they follow from the place.
    package var policies: [LifecyclePolicy]?
    /// How many policies were made here, for the ids of new ones.
    package var madePolicies = 0
}

extension RegionState {
    /// The policies of Data Lifecycle Manager, deleted ones among them, in the order of their creation.
    ///
    /// Until somebody changes them, one place in five has a policy from before the world's birth: a daily snapshot of
    /// the volumes tagged `backup=daily`, the last seven kept, beside whatever AWS Backup does.
    package func lifecyclePolicies(birth: Moment) -> [LifecyclePolicy] {
        if let policies = lifecycle.policies { return policies }
        let place = ResourceDetails(arn: "\(scope.account)/\(scope.region)/dlm")
        guard !resources.isEmpty, place.number(below: 5, "has a policy") == 0 else { return [] }
        let id = "policy-0" + place.hex(16, "policy")
        let start = birth.adding(days: -200)
        let details = WireValue.record(
            ("PolicyType", .string("EBS_SNAPSHOT_MANAGEMENT")), ("ResourceTypes", .texts(["VOLUME"])),
            ("ResourceLocations", .texts(["CLOUD"])),
            (
                "TargetTags", .array([.record(("Key", .string("backup")), ("Value", .string("daily")))])
            ),
            (
                "Schedules",
                .array([
                    .record(
                        ("Name", .string("Daily")), ("CopyTags", .bool(true)),
                        (
                            "CreateRule",
                            .record(
                                ("Location", .string("CLOUD")), ("Interval", .integer(24)),
                                ("IntervalUnit", .string("HOURS")), ("Times", .texts(["03:00"])))
                        ),
                        ("RetainRule", .record(("Count", .integer(7)))))
                ])
            ), ("PolicyLanguage", .string("STANDARD")))
        let plan = (try? LifecyclePlan(details)).map { [LifecyclePolicy.Era(start: start, end: nil, plan: $0)] }
        return [
            LifecyclePolicy(
                id: id, arn: "arn:aws:dlm:\(scope.region):\(scope.account):policy/\(id)",
                description: "Daily snapshots of tagged volumes",
                roleARN: "arn:aws:iam::\(scope.account):role/service-role/AWSDataLifecycleManagerDefaultRole",
                isEnabled: true, createdAt: start, modifiedAt: start, details: details, tags: [:],
                defaultPolicyType: nil, deletedAt: nil, eras: plan ?? [])
        ]
    }
}
