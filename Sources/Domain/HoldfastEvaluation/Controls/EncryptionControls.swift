internal import HoldfastModel

/// Whether backups are encrypted: family ENC.
enum EncryptionControls {
    static let all = [encrypted, copyKeys]

    static let encrypted = Control(
        id: "HF-ENC-01", title: "Recovery points are encrypted", severity: .high,
        replaces: [
            .auditManager("BACKUP_RECOVERY_POINT_ENCRYPTED"), .config("BACKUP_RECOVERY_POINT_ENCRYPTED"),
            .securityHub("Backup.1"), .prowler("backup_recovery_point_encrypted"),
        ],
        needs: [.init(.vaults, .couldHarm), .init(.recoveryPoints, .couldHarm)], listedBy: [.recoveryPoints, .vaults],
        remediation: "Encrypt the resource: EBS, RDS, Aurora and others keep the source's encryption in the backup.",
        subjects: { $0.pointGroups }
    ) { subject, _ in
        guard case .points(let group) = subject else { return Judgement(.notApplicable, "not recovery points") }
        let plain = group.points.filter { $0.isEncrypted == false }
        if let first = plain.min(by: { $0.arn < $1.arn }) {
            return Judgement(
                .nonCompliant, "\(plain.count) of \(group.points.count) recovery points are not encrypted",
                grounds: [.init(name: "recoveryPointArn", value: first.arn.rawValue, fact: .recoveryPoints)])
        }
        let untold = group.points.filter { $0.isEncrypted == nil }.count
        if untold > 0 { return Judgement(.unknown, "not known: AWS did not say so of \(untold) recovery points") }
        return Judgement(.compliant, "all \(group.points.count) recovery points are encrypted")
    }
}
