internal import AWSWire

extension BackupService {
    /// Plans as JSON text and from AWS's templates.
    static let planTemplateOperations: [BackupOperation] = [
        .read("GET", "/backup/plans/{backupPlanId}/toTemplate", "ExportBackupPlanTemplate", exportTemplate),
        .read("POST", "/backup/template/json/toPlan", "GetBackupPlanFromJSON", planFromJSON),
        .read("GET", "/backup/template/plans", "ListBackupPlanTemplates", listTemplates),
        .read("GET", "/backup/template/plans/{templateId}/toPlan", "GetBackupPlanFromTemplate", planFromTemplate),
    ]

    /// Gives a plan's document as JSON text.
    static func exportTemplate(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let plan = region.backup.plans[try planIndex(of: request, in: region)]
        let text = String(decoding: plan.document(withRuleIDs: false).jsonBytes(), as: UTF8.self)
        return .json(("BackupPlanTemplateJson", .string(text)))
    }

    /// Reads a plan's document from JSON text, which creates nothing.
    static func planFromJSON(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let text = try BackupBody(request).requiredText("BackupPlanTemplateJson")
        guard let value = try? WireValue(json: Array(text.utf8)), value.objectValue != nil else {
            throw BackupFault.refused("BackupPlanTemplateJson is not a JSON object")
        }
        return .json(("BackupPlan", try document(value, request, region)))
    }

    /// Lists AWS's templates.
    static func listTemplates(_ request: ServiceRequest, in _: RegionState) throws(ServiceFault) -> ServiceReply {
        let page = try BackupQuery(request).page(PlanTemplate.all)
        let list = page.items.map { template in
            WireValue.record(
                ("BackupPlanTemplateId", .string(template.id)), ("BackupPlanTemplateName", .string(template.name)))
        }
        return .json(("BackupPlanTemplatesList", .array(list)), ("NextToken", page.next))
    }

    /// Gives the document of one of AWS's templates.
    static func planFromTemplate(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let id = request.labels["templateId"] ?? ""
        guard let template = PlanTemplate.all.first(where: { $0.id == id }) else {
            throw BackupFault.notFound("Backup plan template \(id) does not exist")
        }
        return .json(("BackupPlanDocument", try document(template.document, request, region)))
    }

    private static func document(
        _ value: WireValue, _ request: ServiceRequest, _ region: RegionState
    ) throws(ServiceFault) -> WireValue {
        var random = request.creation
        let read = try BackupPlanReader(backup: region.backup).plan(value, keeping: [], &random)
        let plan = BackupPlan(
            id: "", arn: "", versionID: "", name: read.name, createdAt: request.now, updatedAt: request.now,
            creatorRequestID: nil, rules: read.rules, otherMembers: read.otherMembers, selections: [], tags: [:],
            lastExecution: nil)
        return plan.document(withRuleIDs: true)
    }
}

/// A plan AWS offers as a beginning (AWS Backup Developer Guide, "Create a backup plan").
private struct PlanTemplate: Sendable {
    let id: String
    let name: String
    /// A rule each: its name, schedule and the days after which points are cold and deleted.
    let rules: [(name: String, schedule: String, cold: Int64?, delete: Int64)]

    static let all: [PlanTemplate] = [
        PlanTemplate("Daily-35day-Retention", [daily]),
        PlanTemplate("Daily-Monthly-1yr-Retention", [daily, monthly(30, 365)]),
        PlanTemplate("Daily-Weekly-Monthly-5yr-Retention", [daily, weekly, monthly(90, 1_825)]),
        PlanTemplate("Daily-Weekly-Monthly-7yr-Retention", [daily, weekly, monthly(90, 2_555)]),
    ]

    private typealias Rule = (name: String, schedule: String, cold: Int64?, delete: Int64)
    private static let daily: Rule = ("DailyBackups", "cron(0 5 ? * * *)", nil, 35)
    private static let weekly: Rule = ("WeeklyBackups", "cron(0 5 ? * SAT *)", nil, 90)

    private static func monthly(_ cold: Int64, _ delete: Int64) -> Rule {
        ("MonthlyBackups", "cron(0 5 1 * ? *)", cold, delete)
    }

    private init(_ name: String, _ rules: [Rule]) {
        var random = SeededGenerator(0, "plan-template", name)
        id = random.uuid()
        self.name = name
        self.rules = rules
    }

    /// The document, with points going to the default vault.
    var document: WireValue {
        let rules = self.rules.map { rule in
            WireValue.record(
                ("RuleName", .string(rule.name)), ("TargetBackupVaultName", .string("Default")),
                ("ScheduleExpression", .string(rule.schedule)), ("StartWindowMinutes", .integer(480)),
                ("CompletionWindowMinutes", .integer(10_080)),
                (
                    "Lifecycle",
                    .record(
                        ("MoveToColdStorageAfterDays", rule.cold.map { .integer($0) }),
                        ("DeleteAfterDays", .integer(rule.delete)))
                ))
        }
        return .record(("BackupPlanName", .string(name)), ("Rules", .array(rules)))
    }
}
