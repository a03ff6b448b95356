internal import AWSWire

extension BackupService {
    /// Tells which types the Region opts in to and which AWS Backup manages fully.
    static func describeSettings(_ region: RegionState) -> ServiceReply {
        func map(_ settings: [BackupState.OptIn]) -> WireValue {
            .object(settings.map { WireValue.Member($0.type, .bool($0.isOn)) })
        }
        return .json(
            ("ResourceTypeOptInPreference", map(region.backup.optIn)),
            ("ResourceTypeManagementPreference", map(region.backup.management)))
    }

    /// Changes the settings of the types a request names and leaves the others.
    static func updateSettings(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let optIn = request.parameters["ResourceTypeOptInPreference"].flatMap { $0 == .null ? nil : $0 }
        let management = request.parameters["ResourceTypeManagementPreference"].flatMap { $0 == .null ? nil : $0 }
        guard optIn != nil || management != nil else {
            throw BackupFault.missing("ResourceTypeOptInPreference or ResourceTypeManagementPreference must be given")
        }
        let newOptIn = try changed(region.backup.optIn, by: optIn)
        let newManagement = try changed(region.backup.management, by: management)
        region.backup.optIn = newOptIn
        region.backup.management = newManagement
        return ServiceReply(.empty)
    }

    private static func changed(
        _ settings: [BackupState.OptIn], by value: WireValue?
    ) throws(ServiceFault) -> [BackupState.OptIn] {
        guard let value else { return settings }
        guard let members = value.objectValue else {
            throw BackupFault.invalid("A preference must map resource types to true or false")
        }
        var settings = settings
        for member in members {
            guard let isOn = member.value.boolValue else {
                throw BackupFault.invalid("The preference of \(member.name) must be true or false")
            }
            guard let index = settings.firstIndex(where: { $0.type == member.name }) else {
                throw BackupFault.invalid("Invalid resource type: \(member.name)")
            }
            settings[index].isOn = isOn
        }
        return settings
    }
}
