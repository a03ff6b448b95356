extension SimulatedWorld {
    /// Reads or changes the account and Region a request is about.
    ///
    /// A Region the world has no resources in is answered as AWS answers an account that has none there: with nothing.
    package mutating func answer(
        _ request: ServiceRequest, _ body: (inout RegionState) throws(ServiceFault) -> ServiceReply
    ) throws(ServiceFault) -> ServiceReply {
        let delay = options.consistencyDelay
        let answered = try withRegion(request.scope, at: request.now) { region throws(ServiceFault) in
            try Consistency.answer(request, in: &region, delay: delay, body)
        }
        if let answered { return answered }
        let config = ConfigState(recorderName: nil, rules: [], evaluatedAt: request.now)
        var empty = RegionState(scope: request.scope, resources: [], backup: BackupState(), config: config)
        return try body(&empty)
    }
}

/// Facts of a resource that nothing else depends on, so that the world need not hold them: a function of its ARN.
package struct ResourceDetails: Sendable {
    private let arn: String

    /// Describes a resource.
    package init(_ resource: SimulatedResource) { arn = resource.arn }

    /// Describes whatever has that name.
    package init(arn: String) { self.arn = arn }

    /// The generator of one fact of the resource.
    package func generator(_ fact: String) -> SeededGenerator { SeededGenerator(0, "details", fact, arn) }

    /// That many hexadecimal digits that stand for one fact.
    package func hex(_ count: Int, _ fact: String) -> String {
        var generator = generator(fact)
        return generator.hex(count)
    }

    /// A whole number below a bound that stands for one fact.
    package func number(below bound: Int, _ fact: String) -> Int {
        var generator = generator(fact)
        return generator.below(bound)
    }

    /// The UUID that stands for one fact.
    package func uuid(_ fact: String) -> String {
        var generator = generator(fact)
        return generator.uuid()
    }

    /// One of the first three availability zones of a Region.
    package func availabilityZone(in region: String) -> String {
        region + ["a", "b", "c"][number(below: 3, "zone")]
    }
}

/// What AWS allows as tags, the same in every service but for the error it answers with.
///
/// Source: AWS General Reference, "Tagging your AWS resources - Tag naming limits and requirements".
package enum TagRules {
    /// The most tags a resource may carry.
    package static let most = 50

    /// What is wrong with tags somebody wants to set, in words, or nothing.
    package static func problem(_ tags: [(key: String, value: String)]) -> String? {
        var seen: Set<String> = []
        for tag in tags {
            if tag.key.isEmpty || tag.key.count > 128 {
                return "The tag key '\(tag.key)' must have 1 to 128 characters"
            }
            if tag.value.count > 256 { return "The value of tag '\(tag.key)' must have at most 256 characters" }
            if tag.key.lowercased().hasPrefix("aws:") {
                return "The tag key '\(tag.key)' begins with aws:, which is reserved"
            }
            if !seen.insert(tag.key).inserted { return "The tag key '\(tag.key)' is given more than once" }
        }
        return nil
    }

    /// Whether a resource would carry too many tags.
    package static func exceedsLimit(_ present: TagSet, adding tags: TagSet) -> Bool {
        var all = present
        all.merge(tags)
        return all.all.count > most
    }
}
