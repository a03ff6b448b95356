internal import AWSConfigService
internal import AWSCore
internal import AWSWire
internal import HoldfastModel

/// Finds resources in AWS Config's inventory, for the types a running recorder records.
///
/// One query answers for all types with their tags, at one call for every 100 resources. What the recorder does not
/// record, and everything where none runs or the query fails, is left to the services' own lists. Source: AWS Config
/// Developer Guide, "Querying the current configuration state of AWS resources".
struct ConfigInventoryReader: FactReader {
    static let facts: Set<FactKind> = [.inventory, .tags]
    static let iamActions = [
        "config:DescribeConfigurationRecorders", "config:DescribeConfigurationRecorderStatus",
        "config:SelectResourceConfig",
    ]

    private static let api = "config:SelectResourceConfig"

    /// What Config knows: the types it answers for, and their resources.
    struct Answer: Sendable {
        /// The types whose list is whole; none of which Config knows nothing.
        var types: Set<HoldfastModel.ResourceType> = []
        /// Their resources.
        var resources: [Resource] = []
    }

    /// Asks Config; gives no types where it cannot answer, which is no gap, for the services' own lists are asked then.
    func inventory(in context: RegionContext, log: inout ReadLog) async -> Answer {
        guard context.scope.usesConfigInventory else { return Answer() }
        let service = ConfigAPI(context.caller)
        var attempt = log.fresh()
        guard let (types, knownAt) = await recordedTypes(context, service, log: &attempt), !types.isEmpty
        else { return Answer() }
        let names = types.compactMap(\.configName).sorted().map { "'\($0)'" }.joined(separator: ", ")
        let expression = """
            SELECT arn, resourceId, resourceType, resourceCreationTime, tags, configuration.state.name, \
            configuration.engine, configuration.dBClusterIdentifier \
            WHERE resourceType IN (\(names)) AND awsRegion = '\(context.region)'
            """
        let rows = await attempt.pages(Self.api, for: .inventory) { token throws(AWSError) in
            let output = try await service.selectResourceConfig(
                SelectResourceConfigInput(expression: expression, limit: 100, nextToken: token))
            return Page(items: output.results, next: output.nextToken)
        }
        var answer = Answer(types: types)
        for row in rows {
            guard let found = ConfigRow(json: row) else { return Answer() }
            guard found.isResource else { continue }
            answer.resources.append(found.resource(account: context.account, region: context.region))
        }
        guard attempt.gaps.isEmpty, !Task.isCancelled else { return Answer() }
        // That there is nothing of a type is asked of the type's own service: an answer without rows may be an empty one.
        answer.types = answer.types.filter { type in answer.resources.contains { $0.type == type } }
        log.merge(attempt)
        if let knownAt {
            log.note("config:DescribeConfigurationRecorderStatus", for: .inventory, requestID: nil, knownAt: knownAt)
        }
        return answer
    }

    /// The governed types a running recorder records, and when it last delivered; nothing when none runs.
    private func recordedTypes(
        _ context: RegionContext, _ service: ConfigAPI, log: inout ReadLog
    ) async -> (types: Set<HoldfastModel.ResourceType>, knownAt: Instant?)? {
        let status = await log.attempt("config:DescribeConfigurationRecorderStatus", for: .inventory) {
            () async throws(AWSError) in try await service.describeConfigurationRecorderStatus()
        }
        // A recorder whose last delivery failed may be days behind.
        let running = status?.configurationRecordersStatus?.first { recorder in
            recorder.recording == true && recorder.lastStatus?.rawValue.uppercased() != "FAILURE"
        }
        guard let running else { return nil }
        let recorders = await log.attempt("config:DescribeConfigurationRecorders", for: .inventory) {
            () async throws(AWSError) in try await service.describeConfigurationRecorders()
        }
        guard let recorder = recorders?.configurationRecorders?.first(where: { $0.name == running.name }),
            let group = recorder.recordingGroup
        else { return nil }
        let wanted = Set(context.scope.resourceTypes.filter { $0.configName != nil })
        let excluded = Set((group.exclusionByResourceTypes?.resourceTypes ?? []).map(\.rawValue))
        let named = Set((group.resourceTypes ?? []).map(\.rawValue))
        let isAll = group.allSupported == true || !excluded.isEmpty
        let types = wanted.filter { type in
            guard let name = type.configName else { return false }
            return isAll ? !excluded.contains(name) : named.contains(name)
        }
        // Multi-AZ clusters are of the type RDS and recorded as clusters, so one kind answers only with the other.
        let together: Set<HoldfastModel.ResourceType> = [.rds, .aurora]
        let isWhole = types.isSuperset(of: together.intersection(wanted))
        return (isWhole ? types : types.subtracting(together), running.lastStatusChangeTime.instant)
    }
}
