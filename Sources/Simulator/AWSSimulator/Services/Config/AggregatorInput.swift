internal import AWSWire

/// The aggregator a `PutConfigurationAggregator` call describes, checked as its page of the API reference says.
struct AggregatorInput {
    let name: String
    let source: ConfigAggregator.Source
    let regions: [String]?
    let filters: WireValue?

    init(_ parameters: WireValue) throws(ServiceFault) {
        name = parameters["ConfigurationAggregatorName"]?.stringValue ?? ""
        filters = parameters["AggregatorFilters"]
        var problems = ValidationProblems()
        problems.require(parameters["ConfigurationAggregatorName"], "configurationAggregatorName")
        problems.checkLength(
            parameters["ConfigurationAggregatorName"]?.stringValue, 1...256, "configurationAggregatorName")
        problems.check(
            name, "configurationAggregatorName", pattern: #"[\w\-]+"#,
            isMet: name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") })
        try ConfigService.refuse(problems)
        let accounts = parameters["AccountAggregationSources"]?.arrayValue?.first
        let organization = parameters["OrganizationAggregationSource"]
        guard (accounts == nil) != (organization == nil) else {
            throw ConfigService.invalid(
                "Exactly one of AccountAggregationSources and OrganizationAggregationSource must be given.")
        }
        if let accounts {
            let ids = accounts["AccountIds"]?.textsValue ?? []
            guard !ids.isEmpty, ids.allSatisfy({ $0.utf8.count == 12 && $0.allSatisfy(\.isNumber) }) else {
                throw ConfigService.invalid("AccountIds must hold account ids of twelve digits.")
            }
            source = .accounts(ids.sorted())
        } else {
            let role = organization?["RoleArn"]?.stringValue ?? ""
            guard role.hasPrefix("arn:aws:iam::"), role.contains(":role/") else {
                throw ServiceFault("InvalidRoleException", "The RoleArn is not the ARN of a role.")
            }
            source = .organization(roleARN: role)
        }
        let given = accounts ?? organization
        regions = given?["AwsRegions"]?.textsValue
        let isAll = given?["AllAwsRegions"]?.boolValue ?? false
        guard isAll != (regions != nil), regions?.isEmpty != true else {
            throw ConfigService.invalid("Either AllAwsRegions must be true or AwsRegions must name Regions.")
        }
    }
}
