internal import AWSWire

/// One filter of an EC2 request: a name and values of which one must match.
package struct EC2Filter: Sendable, Hashable {
    /// The name, such as `volume-id` or `tag:Name`.
    package let name: String
    /// The values; `*` stands for any characters and `?` for one, both literal after a backslash.
    package let values: [String]

    /// The filters of a request, refusing names the operation does not know.
    package static func filters(
        of request: ServiceRequest, known: Set<String>
    ) throws(ServiceFault) -> [EC2Filter] {
        var filters: [EC2Filter] = []
        for entry in request.parameters["Filter"]?.arrayValue ?? [] {
            guard let name = entry["Name"]?.stringValue else { throw EC2Fault.missing("filter.name") }
            guard known.contains(name) || (name.hasPrefix("tag:") && name.count > 4) else {
                throw ServiceFault("InvalidParameterValue", "The filter '\(name)' is invalid")
            }
            guard let values = entry["Value"]?.textsValue, !values.isEmpty else {
                throw ServiceFault("InvalidParameterValue", "The filter '\(name)' has no values")
            }
            filters.append(EC2Filter(name: name, values: values))
        }
        return filters
    }

    /// Whether one of the facts of that name is one of the values.
    package func matches(_ facts: (String) -> [String]) -> Bool {
        facts(name).contains { fact in values.contains { GlobPattern($0).matches(fact) } }
    }

    /// What `tag:…` and `tag-key` ask of a resource; nothing for other names.
    package static func tagFacts(_ name: String, of tags: TagSet) -> [String]? {
        if name == "tag-key" { return tags.all.map(\.key) }
        guard name.hasPrefix("tag:") else { return nil }
        return tags[String(name.dropFirst(4))].map { [$0] } ?? []
    }
}

/// A pattern in which `*` stands for any characters and `?` for one, both literal after a backslash.
package struct GlobPattern: Sendable {
    private enum Part: Sendable, Equatable {
        case any
        case one
        case literal(Character)
    }

    private let parts: [Part]

    /// Reads a pattern.
    package init(_ text: String) {
        var parts: [Part] = []
        var isEscaped = false
        for character in text {
            switch (character, isEscaped) {
            case ("\\", false):
                isEscaped = true
                continue
            case ("*", false): parts.append(.any)
            case ("?", false): parts.append(.one)
            default: parts.append(.literal(character))
            }
            isEscaped = false
        }
        if isEscaped { parts.append(.literal("\\")) }
        self.parts = parts
    }

    /// Whether the whole text fits the pattern, in time proportional to the product of their lengths.
    package func matches(_ text: String) -> Bool {
        let characters = Array(text)
        var part = 0
        var index = 0
        var retry: (part: Int, index: Int)?
        while index < characters.count {
            if part < parts.count, parts[part] == .any {
                retry = (part + 1, index)
                part += 1
            } else if part < parts.count, parts[part] == .one || parts[part] == .literal(characters[index]) {
                part += 1
                index += 1
            } else if let last = retry {
                part = last.part
                index = last.index + 1
                retry = (last.part, index)
            } else {
                return false
            }
        }
        return parts[part...].allSatisfy { $0 == .any }
    }
}

/// The errors several EC2 operations share.
package enum EC2Fault {
    /// A parameter that must be given is not.
    package static func missing(_ name: String) -> ServiceFault {
        ServiceFault("MissingParameter", "The request must contain the parameter \(name)")
    }

    /// Ids of no resource.
    package static func notFound(_ kind: ResourceKind, _ ids: [String]) -> ServiceFault {
        let list = ids.joined(separator: ", ")
        return kind == .volume
            ? ServiceFault("InvalidVolume.NotFound", "The volume '\(list)' does not exist.")
            : ServiceFault("InvalidInstanceID.NotFound", "The instance ID '\(list)' does not exist")
    }

    /// Text that is no id of that kind.
    package static func malformed(_ kind: ResourceKind, _ id: String) -> ServiceFault {
        kind == .volume
            ? ServiceFault("InvalidVolumeID.Malformed", "Invalid id: \"\(id)\" (expecting \"vol-...\")")
            : ServiceFault("InvalidInstanceID.Malformed", "Invalid id: \"\(id)\"")
    }

    /// Ids of no snapshot.
    package static func snapshotNotFound(_ ids: [String]) -> ServiceFault {
        ServiceFault("InvalidSnapshot.NotFound", "The snapshot '\(ids.joined(separator: ", "))' does not exist.")
    }

    /// Refuses text that is no id with that prefix; EC2's ids have 8 or 17 hexadecimal digits.
    package static func checkID(_ id: String, prefix: String, malformed: String) throws(ServiceFault) {
        let digits = id.dropFirst(prefix.count)
        guard id.hasPrefix(prefix), digits.count == 8 || digits.count == 17,
            digits.allSatisfy({ $0.isHexDigit && !$0.isUppercase })
        else { throw ServiceFault(malformed, "Invalid id: \"\(id)\" (expecting \"\(prefix)...\")") }
    }

    /// A value a parameter cannot have.
    package static func invalid(_ message: String) -> ServiceFault { ServiceFault("InvalidParameterValue", message) }
}

/// Pages as EC2 gives them.
package enum EC2Paging {
    /// The caller's `MaxResults`, refused outside the bounds.
    ///
    /// - Parameter clamps: Whether the operation takes a larger number for its bound, as some do.
    package static func limit(
        of request: ServiceRequest, within bounds: ClosedRange<Int>, clamps: Bool = false
    ) throws(ServiceFault) -> Int? {
        guard let text = request.parameters["MaxResults"]?.stringValue else { return nil }
        if clamps, let number = Int(text), number > bounds.upperBound { return bounds.upperBound }
        guard let number = Int(text), bounds.contains(number) else {
            let bound =
                (Int(text) ?? 0) < bounds.lowerBound
                ? "greater than or equal to \(bounds.lowerBound)" : "less than or equal to \(bounds.upperBound)"
            throw ServiceFault(
                "InvalidParameterValue",
                "Value ( \(text) ) for parameter maxResults is invalid. Expecting a value \(bound).")
        }
        return number
    }

    /// The page the request's token asks for.
    package static func page<Item>(
        _ items: [Item], of request: ServiceRequest, limit: Int?, filters: [EC2Filter]
    ) throws(ServiceFault) -> (items: ArraySlice<Item>, next: String?) {
        let purpose = [request.operation, request.account, request.region] + filters.map { "\($0)" }
        return try Paging(standard: 1_000, maximum: 1_000).page(
            items, token: request.parameters["NextToken"]?.stringValue, limit: limit, purpose: purpose,
            badToken: ServiceFault("InvalidNextToken", "The specified NextToken is not valid."))
    }

    /// Refuses page sizes and tokens beside a list of ids.
    package static func refuseWithIDs(_ request: ServiceRequest, _ name: String) throws(ServiceFault) {
        guard request.parameters["MaxResults"] == nil, request.parameters["NextToken"] == nil else {
            throw ServiceFault(
                "InvalidParameterCombination", "The parameter \(name) cannot be used with the parameter maxResults")
        }
    }
}
