internal import AWSWire

/// Reads the lifecycle of a rule, a copy, a job or a recovery point, and refuses what AWS refuses.
///
/// Source: AWS Backup Developer Guide, `Lifecycle`: a point is deleted at least 90 days after going cold; continuous
/// backups live at most 35 days and never go cold.
enum LifecycleReader {
    private static let mostDays: Int64 = 36_500

    /// Reads a lifecycle; nothing when it is absent.
    ///
    /// - Parameter place: What stands before every refusal, such as `Error in rule daily : `.
    static func lifecycle(
        _ value: WireValue?, isContinuous: Bool, place: String = ""
    ) throws(ServiceFault) -> BackupLifecycle? {
        guard let value, value != .null else { return nil }
        func refusal(_ problem: String) -> ServiceFault {
            BackupFault.invalid("\(place)Invalid lifecycle. \(problem)")
        }
        func optional<Value>(
            _ name: String, _ read: (WireValue) -> Value?
        ) throws(ServiceFault) -> Value? {
            guard let member = value[name], member != .null else { return nil }
            guard let member = read(member) else {
                throw BackupFault.invalid("\(place)\(name) is not of the right type")
            }
            return member
        }
        guard value.objectValue != nil else { throw refusal("It must be a structure") }
        let cold = try optional("MoveToColdStorageAfterDays") { $0.integerValue }
        let delete = try optional("DeleteAfterDays") { $0.integerValue }
        let archive = try optional("OptInToArchiveForSupportedResources") { $0.boolValue }
        if let event = value["DeleteAfterEvent"], event != .null {
            throw refusal("DeleteAfterEvent is not valid as an input")
        }
        if isContinuous, cold != nil { throw refusal("MoveToColdStorageAfterDays is unavailable") }
        let most = isContinuous ? 35 : mostDays
        if let delete, !(1...most).contains(delete) {
            throw refusal("DeleteAfterDays cannot be less than 1 or more than \(most) days")
        }
        if let cold, !(0...mostDays).contains(cold) {
            throw refusal("MoveToColdStorageAfterDays cannot be less than 0 or more than \(mostDays) days")
        }
        if let cold, let delete, delete < cold + 90 {
            throw refusal("DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays")
        }
        return BackupLifecycle(moveToColdAfterDays: cold, deleteAfterDays: delete, optInToArchive: archive)
    }
}
