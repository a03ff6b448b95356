internal import AWSWire

/// Reads the documents of Backup Audit Manager and refuses what AWS refuses.
///
/// Source: AWS Backup Developer Guide, "AWS Backup Audit Manager controls and remediation", `ReportSetting`,
/// `ReportDeliveryChannel`.
enum AuditReader {
    /// The controls there are.
    private static let controlNames: Set<String> = [
        "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN", "BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK",
        "BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED", "BACKUP_RECOVERY_POINT_ENCRYPTED",
        "BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK", "BACKUP_RESOURCES_PROTECTED_BY_CROSS_REGION",
        "BACKUP_RESOURCES_PROTECTED_BY_CROSS_ACCOUNT", "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_VAULT_LOCK",
        "BACKUP_LAST_RECOVERY_POINT_CREATED", "RESTORE_TIME_FOR_RESOURCES_MEET_TARGET",
        "BACKUP_RESOURCES_PROTECTED_BY_LOGICALLY_AIR_GAPPED_VAULT",
        "BACKUP_RESOURCES_IN_LOGICALLY_AIR_GAPPED_VAULT",
    ]
    private static let templates = [
        "RESOURCE_COMPLIANCE_REPORT", "CONTROL_COMPLIANCE_REPORT", "BACKUP_JOB_REPORT", "COPY_JOB_REPORT",
        "RESTORE_JOB_REPORT", "SCAN_JOB_REPORT",
    ]

    /// A name of letters, digits and underscores that begins with a letter.
    static func name(_ text: String, _ member: String) throws(ServiceFault) -> String {
        let bytes = Array(text.utf8)
        func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }
        let isValid =
            (1...256).contains(bytes.count) && bytes.first.map(isLetter) == true
            && bytes.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_") }
        guard isValid else {
            throw BackupFault.invalid("\(member) must begin with a letter and hold letters, digits and underscores")
        }
        return text
    }

    /// A description of at most 1,024 characters that says something.
    static func summary(_ text: String?, _ member: String) throws(ServiceFault) -> String? {
        guard let text else { return nil }
        guard text.unicodeScalars.count <= 1_024, text.contains(where: { !$0.isWhitespace }) else {
            throw BackupFault.invalid("\(member) must have at most 1024 characters and not be blank")
        }
        return text
    }

    /// The controls of a framework, as they were given.
    static func controls(_ body: BackupBody) throws(ServiceFault) -> [WireValue] {
        let given = try body.structures("FrameworkControls") ?? []
        guard !given.isEmpty else { throw BackupFault.invalid("FrameworkControls must not be empty") }
        for control in given {
            let name = try control.requiredText("ControlName")
            guard controlNames.contains(name) else { throw BackupFault.invalid("There is no control \(name)") }
            for parameter in try control.structures("ControlInputParameters") ?? [] {
                _ = try parameter.text("ParameterName")
                _ = try parameter.text("ParameterValue")
            }
            guard let scope = try control.structure("ControlScope") else { continue }
            let ids = try scope.texts("ComplianceResourceIds") ?? []
            guard scope.raw("ComplianceResourceIds") == nil || (1...100).contains(ids.count) else {
                throw BackupFault.invalid("ControlScope may name 1 to 100 ComplianceResourceIds")
            }
            _ = try scope.texts("ComplianceResourceTypes")
            guard (try scope.map("Tags") ?? [:]).all.count <= 1 else {
                throw BackupFault.invalid("ControlScope may name at most one tag")
            }
        }
        return try body.list("FrameworkControls") ?? []
    }

    /// The bucket reports go to, as it was given with the format AWS adds.
    static func channel(_ body: BackupBody) throws(ServiceFault) -> WireValue {
        let channel = try body.requiredStructure("ReportDeliveryChannel")
        let bucket = try channel.requiredText("S3BucketName")
        let formats = try channel.texts("Formats") ?? ["CSV"]
        guard (3...63).contains(bucket.utf8.count) else {
            throw BackupFault.invalid("S3BucketName must be the name of a bucket")
        }
        guard !formats.isEmpty, formats.allSatisfy({ ["CSV", "JSON"].contains($0) }) else {
            throw BackupFault.invalid("Formats may hold CSV and JSON")
        }
        return .record(
            ("S3BucketName", .string(bucket)), ("S3KeyPrefix", .text(try channel.text("S3KeyPrefix"))),
            ("Formats", .texts(formats)))
    }

    /// What reports are of, as it was given.
    static func setting(_ body: BackupBody, in region: RegionState) throws(ServiceFault) -> WireValue {
        let setting = try body.requiredStructure("ReportSetting")
        let template = try setting.requiredText("ReportTemplate")
        guard templates.contains(template) else {
            throw BackupFault.invalid("ReportTemplate must be one of \(templates.joined(separator: ", "))")
        }
        let frameworks = try setting.texts("FrameworkArns") ?? []
        let isOfCompliance = template.hasSuffix("_COMPLIANCE_REPORT")
        guard frameworks.isEmpty || isOfCompliance else {
            throw BackupFault.invalid("\(template) takes no FrameworkArns")
        }
        guard !frameworks.isEmpty || !isOfCompliance else {
            throw BackupFault.invalid("\(template) needs FrameworkArns")
        }
        guard frameworks.allSatisfy({ arn in region.backup.frameworks.contains { $0.arn == arn } }) else {
            throw BackupFault.invalid("FrameworkArns names a framework that does not exist")
        }
        for account in try setting.texts("Accounts") ?? [] where account != "ROOT" && !BackupNames.isAccount(account) {
            throw BackupFault.invalid("Accounts must be ids of accounts or ROOT")
        }
        func list(_ name: String) throws(ServiceFault) -> WireValue? { try setting.texts(name).map { .texts($0) } }
        return .record(
            ("ReportTemplate", .string(template)), ("FrameworkArns", try list("FrameworkArns")),
            ("NumberOfFrameworks", frameworks.isEmpty ? nil : .integer(Int64(frameworks.count))),
            ("Accounts", try list("Accounts")), ("OrganizationUnits", try list("OrganizationUnits")),
            ("Regions", try list("Regions")))
    }
}
