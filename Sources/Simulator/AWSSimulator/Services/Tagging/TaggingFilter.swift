package import AWSWire

/// Which resources a `GetResources` call asks for.
package struct TaggingFilter: Sendable {
    private let tags: [(key: String, values: [String])]
    private let types: [String]
    private let arns: Set<String>

    /// Reads the filters of a request, refusing what AWS refuses.
    package init(_ parameters: WireValue) throws(ServiceFault) {
        var tags: [(key: String, values: [String])] = []
        for filter in parameters["TagFilters"]?.arrayValue ?? [] {
            guard let key = filter["Key"]?.stringValue, (1...128).contains(key.count) else {
                throw Self.invalid("A tag filter needs a key of 1 to 128 characters")
            }
            let values = filter["Values"]?.textsValue ?? []
            guard values.count <= 20 else { throw Self.invalid("A tag filter takes at most 20 values") }
            tags.append((key, values))
        }
        guard tags.count <= 50 else { throw Self.invalid("TagFilters takes at most 50 filters") }
        types = parameters["ResourceTypeFilters"]?.textsValue ?? []
        let named = parameters["ResourceARNList"]?.textsValue ?? []
        guard types.count <= 100, named.count <= 100 else {
            throw Self.invalid("ResourceTypeFilters and ResourceARNList take at most 100 entries")
        }
        let hasOthers = !tags.isEmpty || !types.isEmpty || parameters["ResourcesPerPage"] != nil
        guard named.isEmpty || !hasOthers else {
            throw Self.invalid("ResourceARNList cannot be used with other filters or page sizes")
        }
        for arn in named { try Self.checkARN(arn) }
        arns = Set(named)
        self.tags = tags
    }

    /// Whether a resource is asked for: every tag filter by one of its values, and one of the types.
    package func matches(arn: String, type: String, tags present: TagSet) -> Bool {
        guard arns.isEmpty || arns.contains(arn) else { return false }
        // A type filter may leave the type out (`ec2`) or, for buckets, name it (`s3:bucket`).
        let names = [type, String(type.prefix { $0 != ":" })] + (type == "s3" ? ["s3:bucket"] : [])
        guard types.isEmpty || types.contains(where: names.contains) else { return false }
        return tags.allSatisfy { filter in
            present[filter.key].map { filter.values.isEmpty || filter.values.contains($0) } ?? false
        }
    }

    /// The filters as text, for tokens that must not be used with others.
    package var purpose: [String] { tags.map { "\($0.key)=\($0.values)" } + types + arns.sorted() }

    /// Refuses text that is no ARN.
    package static func checkARN(_ arn: String) throws(ServiceFault) {
        let fields = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard fields.count == 6, fields[0] == "arn", !fields[2].isEmpty, !fields[5].isEmpty else {
            throw invalid("\(arn) is not a valid ARN")
        }
    }

    /// The service's error for bad input.
    package static func invalid(_ message: String) -> ServiceFault {
        ServiceFault("InvalidParameterException", message)
    }
}
