/// The IAM actions of every operation the simulator answers, by signing name and operation.
///
/// An operation without a row is refused to every role that is held to a policy, so a new operation needs one: add it to
/// the table of its service in this folder, with an empty list where AWS asks for no permission.
package enum ActionCatalog {
    /// The tables by signing name.
    package static let all: [String: [String: [RequiredAction]]] = [
        "backup": backup,
        "ce": costExplorer,
        "config": config,
        "dlm": lifecycleManager,
        "dynamodb": dynamoDB,
        "ebs": ebs,
        "ec2": ec2,
        "elasticfilesystem": elasticFileSystem,
        "fsx": fsx,
        "iam": iam,
        "kms": kms,
        "monitoring": monitoring,
        "organizations": organizations,
        "pricing": pricing,
        "rds": rds,
        "s3": s3,
        "sts": sts,
        "tagging": tagging,
    ]

    /// One table of several; of an operation in more than one the last counts.
    static func table(_ parts: [String: [RequiredAction]]...) -> [String: [RequiredAction]] {
        parts.reduce(into: [:]) { table, part in table.merge(part) { _, last in last } }
    }

    /// The actions of an operation; nothing where no table names it.
    package static func actions(service: String, operation: String) -> [RequiredAction]? { all[service]?[operation] }
}
