internal import AWSWire

/// What the rules of an account in a Region found.
extension ConfigService {
    func compliance(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let types = try Self.complianceTypes(
            of: request, allowed: ["COMPLIANT", "NON_COMPLIANT", "INSUFFICIENT_DATA"])
        let chosen = try named(request, in: region).filter { types.isEmpty || types.contains($0.compliance) }
        let page = try Self.page(chosen, of: request, limit: 25)
        let list = page.items.map { rule in
            WireValue.record(
                ("ConfigRuleName", .string(rule.name)),
                ("Compliance", Self.compliance(rule.compliance, contributors: rule.flaggedCount)))
        }
        return .json(("ComplianceByConfigRules", .array(list)), ("NextToken", .text(page.next)))
    }

    func details(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        var problems = ValidationProblems()
        problems.require(request.parameters["ConfigRuleName"], "configRuleName")
        problems.checkRange(request.parameters["Limit"]?.integerValue, 0...100, "limit")
        try Self.refuse(problems)
        let name = request.parameters["ConfigRuleName"]?.stringValue ?? ""
        guard let rule = region.config.rules.first(where: { $0.name == name }) else { throw Self.noSuchRule(name) }
        let types = try Self.complianceTypes(of: request, allowed: ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE"])
        let chosen = ConfigResult.all(of: rule, in: region).filter { types.isEmpty || types.contains($0.compliance) }
        let page = try Self.page(
            chosen, of: request, limit: try Self.checkedLimit(of: request, standard: 10), about: [name] + types)
        return .json(("EvaluationResults", .array(page.items.map { $0.value() })), ("NextToken", .text(page.next)))
    }

    func complianceByResource(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let types = try Self.complianceTypes(
            of: request, allowed: ["COMPLIANT", "NON_COMPLIANT", "INSUFFICIENT_DATA"])
        let limit = try Self.checkedLimit(of: request, standard: 10)
        let (type, id) = (
            request.parameters["ResourceType"]?.stringValue, request.parameters["ResourceId"]?.stringValue
        )
        guard id == nil || type != nil else { throw Self.invalid("ResourceId requires a ResourceType.") }
        var results: [ConfigResult.Subject: [String]] = [:]
        for result in ConfigResult.all(in: region) {
            results[result.subject, default: []].append(result.compliance)
        }
        let chosen = results.sorted { $0.key < $1.key }.filter { subject, verdicts in
            (type == nil || subject.type == type) && (id == nil || subject.id == id)
                && (types.isEmpty || types.contains(Self.whole(of: verdicts)))
        }
        let page = try Self.page(chosen, of: request, limit: limit, about: [type ?? "", id ?? ""] + types)
        let list = page.items.map { subject, verdicts in
            WireValue.record(
                ("ResourceType", .string(subject.type)), ("ResourceId", .string(subject.id)),
                (
                    "Compliance",
                    Self.compliance(
                        Self.whole(of: verdicts), contributors: verdicts.count { $0 == "NON_COMPLIANT" })
                ))
        }
        return .json(("ComplianceByResources", .array(list)), ("NextToken", .text(page.next)))
    }

    func detailsByResource(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        guard let type = request.parameters["ResourceType"]?.stringValue, !type.isEmpty,
            let id = request.parameters["ResourceId"]?.stringValue, !id.isEmpty
        else { throw Self.invalid("ResourceType and ResourceId must be given together.") }
        let types = try Self.complianceTypes(of: request, allowed: ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE"])
        let subject = ConfigResult.Subject(type: type, id: id)
        let chosen = ConfigResult.all(in: region).filter {
            $0.subject == subject && (types.isEmpty || types.contains($0.compliance))
        }
        let page: (items: ArraySlice<ConfigResult>, next: String?)
        do throws(ServiceFault) {
            page = try Self.page(chosen, of: request, limit: 10, about: [type, id] + types)
        } catch {
            throw Self.invalid("The specified next token is not valid.")
        }
        return .json(("EvaluationResults", .array(page.items.map { $0.value() })), ("NextToken", .text(page.next)))
    }

    func complianceSummary(in region: RegionState) -> ServiceReply {
        .json(("ComplianceSummary", Self.summary(of: region.config.rules, at: region.config.evaluatedAt)))
    }

    /// How many rules are kept and how many are not, up to 25 each.
    static func summary(of rules: [ConfigRule], at moment: Moment) -> WireValue {
        .record(
            ("CompliantResourceCount", count(rules.count { $0.compliance == "COMPLIANT" }, cap: 25)),
            ("NonCompliantResourceCount", count(rules.count { $0.compliance == "NON_COMPLIANT" }, cap: 25)),
            ("ComplianceSummaryTimestamp", .time(moment)))
    }

    /// A verdict with how many resources or rules make it so.
    static func compliance(_ type: String, contributors: Int) -> WireValue {
        .record(
            ("ComplianceType", .string(type)),
            ("ComplianceContributorCount", contributors > 0 ? count(contributors, cap: 25) : nil))
    }

    static func count(_ number: Int, cap: Int) -> WireValue {
        .record(("CappedCount", .integer(Int64(min(number, cap)))), ("CapExceeded", .bool(number > cap)))
    }

    private static func whole(of verdicts: [String]) -> String {
        if verdicts.contains("NON_COMPLIANT") { return "NON_COMPLIANT" }
        return verdicts.contains("COMPLIANT") ? "COMPLIANT" : "INSUFFICIENT_DATA"
    }
}
