/// One operation of AWS Backup: its route and how it is answered.
struct BackupOperation: Sendable {
    /// What an operation needs of the world.
    enum Answer: Sendable {
        /// The caller's account in the Region.
        case region(@Sendable (ServiceRequest, inout RegionState) throws(ServiceFault) -> ServiceReply)
        /// More than that: roles, other Regions, other accounts.
        case world(@Sendable (ServiceRequest, inout SimulatedWorld) throws(ServiceFault) -> ServiceReply)
    }

    /// The method of its requests.
    let method: String
    /// The template of its path.
    let path: String
    /// The name.
    let name: String
    /// How it is answered.
    let answer: Answer

    /// An operation that only reads one Region.
    static func read(
        _ method: String, _ path: String, _ name: String,
        _ answer: @escaping @Sendable (ServiceRequest, RegionState) throws(ServiceFault) -> ServiceReply
    ) -> BackupOperation {
        BackupOperation(
            method: method, path: path, name: name,
            answer: .region { (request, region) throws(ServiceFault) in try answer(request, region) })
    }

    /// An operation that changes one Region.
    static func write(
        _ method: String, _ path: String, _ name: String,
        _ answer: @escaping @Sendable (ServiceRequest, inout RegionState) throws(ServiceFault) -> ServiceReply
    ) -> BackupOperation {
        BackupOperation(method: method, path: path, name: name, answer: .region(answer))
    }

    /// An operation that needs more than one Region.
    static func world(
        _ method: String, _ path: String, _ name: String,
        _ answer: @escaping @Sendable (ServiceRequest, inout SimulatedWorld) throws(ServiceFault) -> ServiceReply
    ) -> BackupOperation {
        BackupOperation(method: method, path: path, name: name, answer: .world(answer))
    }
}
