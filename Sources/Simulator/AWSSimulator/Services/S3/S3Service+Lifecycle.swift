internal import AWSWire

extension S3Service {
    /// How S3 treats objects too small to be worth a transition; the same for every bucket of this world.
    private static let minimumSize = (
        name: "x-amz-transition-default-minimum-object-size", value: "all_storage_classes_128K"
    )

    func lifecycle(_ settings: BucketSettings) throws(ServiceFault) -> ServiceReply {
        guard !settings.lifecycle.isEmpty else {
            throw ServiceFault(
                "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", status: 404)
        }
        return ServiceReply(
            headers: [Self.minimumSize], .xml([XMLNode("LifecycleConfiguration", settings.lifecycle)]))
    }

    func deleteLifecycle(_ settings: inout BucketSettings) -> ServiceReply {
        settings.lifecycle = []
        return ServiceReply(status: 204, .empty)
    }

    /// Replaces the lifecycle by the rules of a request, a thousand at most.
    func putLifecycle(_ request: ServiceRequest, _ settings: inout BucketSettings) throws(ServiceFault) -> ServiceReply
    {
        try checkIntegrity(of: request)
        let given = XMLNode("LifecycleConfiguration", tree: request.parameters).all("Rule")
        guard (1...1_000).contains(given.count) else { throw Self.malformed }
        var rules: [XMLNode] = []
        for (index, rule) in given.enumerated() {
            try Self.check(rule)
            // S3 names a rule that has no id.
            let id = rule["ID"] ?? XMLNode("ID", ResourceDetails(arn: "\(request.requestID)/\(index)").hex(48, "rule"))
            rules.append(XMLNode("Rule", [id] + rule.children.filter { $0.name != "ID" }))
        }
        let ids = rules.map { $0["ID"]?.text ?? "" }
        guard Set(ids).count == ids.count else {
            throw Self.invalid("Rule ID must be unique. Found same ID for more than one rule")
        }
        settings.lifecycle = rules
        return ServiceReply(headers: [Self.minimumSize], .empty)
    }

    private static let actions = [
        "Expiration", "Transition", "NoncurrentVersionTransition", "NoncurrentVersionExpiration",
        "AbortIncompleteMultipartUpload",
    ]
    private static let classes = [
        "GLACIER", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "DEEP_ARCHIVE", "GLACIER_IR",
    ]

    private static func check(_ rule: XMLNode) throws(ServiceFault) {
        guard ["Enabled", "Disabled"].contains(rule["Status"]?.text ?? ""),
            (rule["Filter"] == nil) != (rule["Prefix"] == nil)
        else { throw malformed }
        guard (rule["ID"]?.text ?? "").count <= 255 else {
            throw invalid("ID length should not exceed allowed limit of 255")
        }
        guard rule.children.contains(where: { actions.contains($0.name) }) else {
            throw ServiceFault("InvalidRequest", "At least one action needs to be specified in a rule.")
        }
        var latest = 0
        for transition in rule.all("Transition") {
            guard let name = transition["StorageClass"]?.text, classes.contains(name),
                (transition["Days"] == nil) != (transition["Date"] == nil)
            else { throw malformed }
            guard let text = transition["Days"]?.text else { continue }
            guard let days = Int(text), days >= 0 else { throw malformed }
            if name == "STANDARD_IA" || name == "ONEZONE_IA", days < 30 {
                throw invalid(
                    "'Days' in Transition action must be greater than or equal to 30 for storageClass '\(name)'")
            }
            latest = max(latest, days)
        }
        if let text = rule["Expiration"]?["Days"]?.text {
            guard let days = Int(text), days > 0 else {
                throw invalid("'Days' for Expiration action must be a positive integer")
            }
            guard days > latest else {
                throw invalid(
                    "'Days' in the Expiration action for filter '(prefix=)' must be greater than 'Days' in the "
                        + "Transition action")
            }
        }
    }

    static func invalid(_ message: String) -> ServiceFault { ServiceFault("InvalidArgument", message) }
}
