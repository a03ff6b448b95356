internal import AWSConfigService
internal import AWSCore
internal import HoldfastModel

/// Reads what AWS Config rules found not compliant, for the rules the policy asks about.
struct ConfigRuleReader: FactReader {
    static let facts: Set<FactKind> = [.configFlags]
    static let iamActions = ["config:DescribeConfigRules", "config:GetComplianceDetailsByConfigRule"]

    /// The rules asked for, with their flags; a rule that could not be read to its end has a gap.
    ///
    /// Costs one call for every 25 rules, and one for every 100 flags of each rule asked for; nothing when the policy
    /// asks for none.
    func rules(in context: RegionContext, log: inout ReadLog) async -> [HoldfastModel.ConfigRule] {
        let patterns = context.scope.configRules.map(WildcardPattern.init)
        guard !patterns.isEmpty else { return [] }
        let api = "config:DescribeConfigRules"
        let service = ConfigAPI(context.caller)
        let rules = await log.pages(api, for: .configFlags) { token throws(AWSError) in
            let output = try await service.describeConfigRules(DescribeConfigRulesInput(nextToken: token))
            return Page(items: output.configRules, next: output.nextToken)
        }
        var result: [HoldfastModel.ConfigRule] = []
        for rule in rules {
            guard let name = rule.configRuleName.present else {
                log.addMalformed("a rule has no name", api: api, for: .configFlags)
                continue
            }
            let identifier = rule.source?.sourceIdentifier.present
            guard patterns.contains(where: { $0.matches(name) || identifier.map($0.matches) ?? false }) else {
                continue
            }
            let flags = await flags(of: name, service, log: &log)
            result.append(HoldfastModel.ConfigRule(name: name, sourceIdentifier: identifier, flags: flags))
        }
        return result.sorted { $0.name < $1.name }
    }

    private func flags(of rule: String, _ service: ConfigAPI, log: inout ReadLog) async -> [ConfigFlag] {
        let api = "config:GetComplianceDetailsByConfigRule"
        let scope = ReadGap.Scope.configRule(rule)
        let results = await log.pages(api, for: .configFlags, scope: scope) { token throws(AWSError) in
            let output = try await service.getComplianceDetailsByConfigRule(
                GetComplianceDetailsByConfigRuleInput(
                    configRuleName: rule, complianceTypes: [.nonCompliant], limit: 100, nextToken: token))
            return Page(items: output.evaluationResults, next: output.nextToken)
        }
        var flags: [ConfigFlag] = []
        // An endpoint that ignores the filter must not make a compliant resource look flagged.
        for result in results where result.complianceType.map({ $0 == .nonCompliant }) ?? true {
            let qualifier = result.evaluationResultIdentifier?.evaluationResultQualifier
            guard let type = qualifier?.resourceType.present, let id = qualifier?.resourceID.present else {
                log.addMalformed("a result names no resource", api: api, for: .configFlags, scope: scope)
                continue
            }
            flags.append(
                ConfigFlag(configType: type, resourceID: id, evaluatedAt: result.resultRecordedTime.instant))
        }
        return flags.sorted { ($0.configType, $0.resourceID) < ($1.configType, $1.resourceID) }
    }
}
