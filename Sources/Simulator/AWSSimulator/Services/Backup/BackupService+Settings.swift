internal import AWSWire

extension BackupService {
    /// What is set for a Region and for the organization, and the types there are.
    static let settingOperations: [BackupOperation] = [
        .read("GET", "/account-settings", "DescribeRegionSettings", describeSettings),
        .write("PUT", "/account-settings", "UpdateRegionSettings", updateSettings),
        .world("GET", "/global-settings", "DescribeGlobalSettings", describeGlobalSettings),
        .world("PUT", "/global-settings", "UpdateGlobalSettings", updateGlobalSettings),
        .read("GET", "/supported-resource-types", "GetSupportedResourceTypes", supportedTypes),
    ]

    /// Tells which types the Region opts in to and which AWS Backup manages fully.
    static func describeSettings(_: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        func map(_ settings: [BackupState.OptIn]) -> WireValue {
            .object(settings.map { WireValue.Member($0.type, .bool($0.isOn)) })
        }
        return .json(
            ("ResourceTypeOptInPreference", map(region.backup.optIn)),
            ("ResourceTypeManagementPreference", map(region.backup.management)))
    }

    /// Tells the types AWS Backup supports.
    static func supportedTypes(_: ServiceRequest, in _: RegionState) throws(ServiceFault) -> ServiceReply {
        .json(("ResourceTypes", .texts(BackupCapability.types)))
    }

    /// Tells what the organization's management account set.
    static func describeGlobalSettings(
        _ request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let settings = world.backupSettings
        func text(_ isOn: Bool) -> WireValue { .string(isOn ? "true" : "false") }
        return .json(
            (
                "GlobalSettings",
                .record(
                    ("isCrossAccountBackupEnabled", text(settings.isCrossAccountBackupEnabled)),
                    ("isMpaEnabled", text(settings.isMpaEnabled)),
                    ("isDelegatedAdministratorEnabled", text(settings.isDelegatedAdministratorEnabled)))
            ), ("LastUpdateTime", settings.updatedAt.map { .time($0) }))
    }

    /// Changes what is set for the organization; only its management account may.
    static func updateGlobalSettings(
        _ request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        guard request.account == world.organization.managementAccount.id else {
            throw BackupFault.refused("Only the management account of an organization can change global settings.")
        }
        let body = BackupBody(request)
        _ = try body.required("GlobalSettings")
        var settings = world.backupSettings
        for setting in (try body.map("GlobalSettings") ?? [:]).all {
            guard setting.value == "true" || setting.value == "false" else {
                throw BackupFault.invalid("\(setting.key) must be true or false")
            }
            let isOn = setting.value == "true"
            switch setting.key {
            case "isCrossAccountBackupEnabled": settings.isCrossAccountBackupEnabled = isOn
            case "isMpaEnabled": settings.isMpaEnabled = isOn
            case "isDelegatedAdministratorEnabled": settings.isDelegatedAdministratorEnabled = isOn
            default: throw BackupFault.invalid("There is no global setting \(setting.key)")
            }
        }
        settings.updatedAt = request.now
        world.backupSettings = settings
        return ServiceReply(.empty)
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
