internal import AWSWire

extension BackupService {
    /// Plans: lists, documents and changes.
    static let planOperations: [BackupOperation] = [
        .read("GET", "/backup/plans", "ListBackupPlans", listPlans),
        .write("PUT", "/backup/plans", "CreateBackupPlan", createPlan),
        .read("GET", "/backup/plans/{backupPlanId}", "GetBackupPlan", getPlan),
        .write("POST", "/backup/plans/{backupPlanId}", "UpdateBackupPlan", updatePlan),
        .write("DELETE", "/backup/plans/{backupPlanId}", "DeleteBackupPlan", deletePlan),
        .read("GET", "/backup/plans/{backupPlanId}/versions", "ListBackupPlanVersions", listPlanVersions),
    ]

    /// The most plans an account has in a Region (AWS Backup quotas).
    private static let mostPlans = 300
    /// The most versions a plan has (AWS Backup quotas).
    private static let mostVersions = 2_000

    /// Lists the plans in the order of their creation, the deleted ones among them when asked for.
    static func listPlans(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let query = BackupQuery(request)
        let deleted = try query.flag("includeDeleted") ? region.backup.deletedPlans : []
        let plans = (region.backup.plans + deleted).sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
        let page = try query.page(plans)
        return .json(
            ("BackupPlansList", .array(page.items.map { .record(head(of: $0) + tail(of: $0)) })),
            ("NextToken", page.next))
    }

    /// Lists the versions of a plan, the current one first.
    static func listPlanVersions(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let id = request.labels["backupPlanId"] ?? ""
        let current = (region.backup.plans + region.backup.deletedPlans).filter { $0.id == id }
        guard !current.isEmpty else { throw notFound(id) }
        let versions = current + region.backup.earlierPlans.filter { $0.id == id }.reversed()
        let page = try BackupQuery(request).page(versions)
        return .json(
            ("BackupPlanVersionsList", .array(page.items.map { .record(head(of: $0) + tail(of: $0)) })),
            ("NextToken", page.next))
    }

    /// Gives a plan in its current or an earlier version, with its next runs when asked for.
    static func getPlan(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let query = BackupQuery(request)
        let runs = try query.number("MaxScheduledRunsPreview", 0...10) ?? 0
        let id = request.labels["backupPlanId"] ?? ""
        let known = region.backup.plans + region.backup.deletedPlans + region.backup.earlierPlans
        let version = query.text("versionId")
        guard let plan = known.first(where: { $0.id == id && (version == nil || $0.versionID == version) }) else {
            throw notFound(id)
        }
        let preview = runs > 0 ? scheduledRuns(of: plan, most: runs, after: request.now) : nil
        return ServiceReply(
            .json(
                .record(
                    [("BackupPlan", plan.document(withRuleIDs: true))]
                        + head(of: plan).filter {
                            $0.0 != "BackupPlanName"
                        } + tail(of: plan) + [("ScheduledRunsPreview", preview)])))
    }

    /// Creates a plan; the same request id gives the plan that is there, the same document is refused.
    static func createPlan(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let creator = try request.creatorRequestID()
        if let creator, let present = region.backup.plans.first(where: { $0.creatorRequestID == creator }) {
            return written(present)
        }
        var random = request.creation
        let tags = try tagSet(request.parameters["BackupPlanTags"], named: "BackupPlanTags")
        let reader = BackupPlanReader(backup: region.backup)
        let input = try reader.plan(request.parameters["BackupPlan"], keeping: [], &random)
        let id = random.uuid()
        let plan = BackupPlan(
            id: id, arn: "arn:aws:backup:\(region.scope.region):\(region.scope.account):backup-plan:\(id)",
            versionID: random.mixed(48), name: input.name, createdAt: request.now, updatedAt: request.now,
            creatorRequestID: creator, rules: input.rules, otherMembers: input.otherMembers, selections: [],
            tags: tags, lastExecution: nil)
        let document = plan.document(withRuleIDs: false)
        if let present = region.backup.plans.first(where: { $0.document(withRuleIDs: false) == document }) {
            throw BackupFault.exists(
                "Backup plan with the same plan document already exists", arn: present.arn,
                creatorRequestID: present.creatorRequestID)
        }
        guard region.backup.plans.count < mostPlans else {
            throw BackupFault.limit("An account may have at most \(mostPlans) backup plans in a Region")
        }
        region.backup.plans.append(plan)
        return written(plan)
    }

    /// Replaces a plan's document by a new version; rules keep their ids by their names.
    static func updatePlan(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let index = try planIndex(of: request, in: region)
        var plan = region.backup.plans[index]
        var random = request.creation
        let input: BackupPlanReader.Document
        do throws(ServiceFault) {
            let reader = BackupPlanReader(backup: region.backup)
            input = try reader.plan(request.parameters["BackupPlan"], keeping: plan.rules, &random)
        } catch {
            // This operation has no error of its own for quotas.
            throw error.code == "LimitExceededException" ? BackupFault.invalid(error.message) : error
        }
        let versions = region.backup.earlierPlans.count { $0.id == plan.id }
        guard versions + 1 < mostVersions else {
            throw BackupFault.invalid("A backup plan may have at most \(mostVersions) versions")
        }
        var earlier = plan
        earlier.selections = []
        region.backup.earlierPlans.append(earlier)
        plan.name = input.name
        plan.rules = input.rules
        plan.otherMembers = input.otherMembers
        plan.versionID = random.mixed(48)
        plan.updatedAt = request.now
        region.backup.plans[index] = plan
        let scan = plan.otherMembers.first { $0.name == "ScanSettings" }?.value
        return written(plan, more: [("ScanSettings", scan)])
    }

    /// Deletes a plan that has no selections left; its versions can still be read.
    static func deletePlan(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let index = try planIndex(of: request, in: region)
        guard region.backup.plans[index].selections.isEmpty else {
            throw BackupFault.refused("Related backup plan selections must be deleted prior to backup plan deletion")
        }
        var plan = region.backup.plans.remove(at: index)
        plan.deletedAt = request.now
        region.backup.deletedPlans.append(plan)
        return .json(
            ("BackupPlanId", .string(plan.id)), ("BackupPlanArn", .string(plan.arn)),
            ("DeletionDate", .time(request.now)), ("VersionId", .string(plan.versionID)))
    }

    /// Where the plan a request's path names stands.
    static func planIndex(of request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> Int {
        let id = request.labels["backupPlanId"] ?? ""
        guard let index = region.backup.plans.firstIndex(where: { $0.id == id }) else { throw notFound(id) }
        return index
    }

    private static func notFound(_ id: String) -> ServiceFault {
        BackupFault.notFound("Cannot find Backup plan with ID \(id)")
    }

    private static func written(_ plan: BackupPlan, more: [(String, WireValue?)] = []) -> ServiceReply {
        let members: [(String, WireValue?)] = [
            ("BackupPlanId", .string(plan.id)), ("BackupPlanArn", .string(plan.arn)),
            ("CreationDate", .time(plan.createdAt)), ("VersionId", .string(plan.versionID)),
            ("AdvancedBackupSettings", plan.advancedSettings),
        ]
        return ServiceReply(.json(.record(members + more)))
    }

    private static func head(of plan: BackupPlan) -> [(String, WireValue?)] {
        [
            ("BackupPlanArn", .string(plan.arn)), ("BackupPlanId", .string(plan.id)),
            ("CreationDate", .time(plan.createdAt)), ("VersionId", .string(plan.versionID)),
            ("BackupPlanName", .string(plan.name)),
        ]
    }

    private static func tail(of plan: BackupPlan) -> [(String, WireValue?)] {
        [
            ("DeletionDate", plan.deletedAt.map { .time($0) }), ("CreatorRequestId", .text(plan.creatorRequestID)),
            ("LastExecutionDate", plan.lastExecution.map { .time($0) }),
            ("AdvancedBackupSettings", plan.advancedSettings),
        ]
    }

    private static func scheduledRuns(of plan: BackupPlan, most: Int, after now: Moment) -> WireValue {
        let runs = plan.rules.flatMap { rule in
            rule.parsedSchedule.next(most, after: now, anchor: plan.createdAt).map { (moment: $0, rule: rule) }
        }.sorted { ($0.moment, $0.rule.id) < ($1.moment, $1.rule.id) }
        return .array(
            runs.prefix(most).map { run in
                .record(
                    ("ExecutionTime", .time(run.moment)), ("RuleId", .string(run.rule.id)),
                    (
                        "RuleExecutionType",
                        .string(run.rule.isContinuous == true ? "CONTINUOUS_AND_SNAPSHOTS" : "SNAPSHOTS")
                    ))
            })
    }
}

extension BackupPlan {
    /// The advanced settings as they were given.
    fileprivate var advancedSettings: WireValue? {
        otherMembers.first { $0.name == "AdvancedBackupSettings" }?.value
    }

    /// The plan document as AWS gives it back.
    func document(withRuleIDs: Bool) -> WireValue {
        let rules = WireValue.array(self.rules.map { $0.value(withID: withRuleIDs) })
        return .record(
            [("BackupPlanName", .string(name)), ("Rules", rules)] + otherMembers.map { ($0.name, $0.value) })
    }
}

extension BackupRule {
    fileprivate func value(withID: Bool) -> WireValue {
        let copies = copyActions.map { action in
            WireValue.record(
                ("DestinationBackupVaultArn", .string(action.destinationVaultARN)),
                ("Lifecycle", action.lifecycle?.wireValue))
        }
        let members: [(String, WireValue?)] = [
            ("RuleName", .string(name)), ("RuleId", withID ? .string(id) : nil),
            ("TargetBackupVaultName", .string(vaultName)), ("ScheduleExpression", .string(schedule)),
            ("ScheduleExpressionTimezone", .string(timezone)), ("StartWindowMinutes", .integer(startWindowMinutes)),
            ("CompletionWindowMinutes", .integer(completionWindowMinutes)), ("Lifecycle", lifecycle?.wireValue),
            ("RecoveryPointTags", recoveryPointTags.isEmpty ? nil : .tagMap(recoveryPointTags)),
            ("CopyActions", copyActions.isEmpty ? nil : .array(copies)),
            ("EnableContinuousBackup", isContinuous.map { .bool($0) }),
        ]
        return .record(members + otherMembers.map { ($0.name, $0.value) })
    }
}
