internal import AWSWire

extension BackupService {
    /// Report plans of Backup Audit Manager and their jobs.
    static let reportOperations: [BackupOperation] = [
        .write("POST", "/audit/report-plans", "CreateReportPlan", createReportPlan),
        .read("GET", "/audit/report-plans", "ListReportPlans", listReportPlans),
        .read("GET", "/audit/report-plans/{reportPlanName}", "DescribeReportPlan", describeReportPlan),
        .write("PUT", "/audit/report-plans/{reportPlanName}", "UpdateReportPlan", updateReportPlan),
        .write("DELETE", "/audit/report-plans/{reportPlanName}", "DeleteReportPlan", deleteReportPlan),
        .write("POST", "/audit/report-jobs/{reportPlanName}", "StartReportJob", startReportJob),
        .read("GET", "/audit/report-jobs", "ListReportJobs", listReportJobs),
        .read("GET", "/audit/report-jobs/{reportJobId}", "DescribeReportJob", describeReportJob),
    ]

    /// The most report plans an account has in a Region (AWS Backup quotas).
    private static let mostReportPlans = 20

    /// Creates a report plan; the same token gives the one that is there.
    static func createReportPlan(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let body = BackupBody(request)
        let name = try AuditReader.name(try body.requiredText("ReportPlanName"), "ReportPlanName")
        let token = try body.text("IdempotencyToken")
        let summary = try AuditReader.summary(try body.text("ReportPlanDescription"), "ReportPlanDescription")
        let channel = try AuditReader.channel(body)
        let setting = try AuditReader.setting(body, in: region)
        let tags = try body.tags("ReportPlanTags")
        if let present = region.backup.reportPlans.first(where: { $0.name == name }) {
            guard token != nil, token == present.idempotencyToken else {
                throw BackupFault.exists(
                    "Report plan with the same name already exists", arn: present.arn, creatorRequestID: nil)
            }
            return written(present)
        }
        guard region.backup.reportPlans.count < mostReportPlans else {
            throw BackupFault.limit("An account may have at most \(mostReportPlans) report plans in a Region")
        }
        var random = request.creation
        let plan = ReportPlan(
            name: name,
            arn: "arn:aws:backup:\(request.region):\(request.account):report-plan:\(name)-\(random.uuid())",
            createdAt: request.now, summary: summary, channel: channel, setting: setting, idempotencyToken: token,
            tags: tags, deployedAt: request.now.adding(seconds: 30))
        let index = region.backup.reportPlans.firstIndex { $0.name > name } ?? region.backup.reportPlans.endIndex
        region.backup.reportPlans.insert(plan, at: index)
        return written(plan)
    }

    /// Lists the report plans, sorted by name.
    static func listReportPlans(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let page = try BackupQuery(request).page(region.backup.reportPlans, limitedBy: "MaxResults", from: "NextToken")
        return .json(
            ("ReportPlans", .array(page.items.map { value(of: $0, in: region, at: request.now) })),
            ("NextToken", page.next))
    }

    /// Describes a report plan.
    static func describeReportPlan(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let plan = region.backup.reportPlans[try reportPlanIndex(of: request, in: region)]
        return .json(("ReportPlan", value(of: plan, in: region, at: request.now)))
    }

    /// Changes what a request names of a report plan and leaves the rest.
    static func updateReportPlan(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let index = try reportPlanIndex(of: request, in: region)
        let body = BackupBody(request)
        var plan = region.backup.reportPlans[index]
        if let summary = try AuditReader.summary(try body.text("ReportPlanDescription"), "ReportPlanDescription") {
            plan.summary = summary
        }
        if body.raw("ReportDeliveryChannel") != nil { plan.channel = try AuditReader.channel(body) }
        if body.raw("ReportSetting") != nil { plan.setting = try AuditReader.setting(body, in: region) }
        try refuseChange(of: plan, at: request.now)
        plan.isNew = false
        plan.deployedAt = request.now.adding(seconds: 30)
        region.backup.reportPlans[index] = plan
        return written(plan)
    }

    /// Deletes a report plan.
    static func deleteReportPlan(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let index = try reportPlanIndex(of: request, in: region)
        try refuseChange(of: region.backup.reportPlans[index], at: request.now)
        region.backup.reportPlans.remove(at: index)
        return ServiceReply(.empty)
    }

    /// Makes a report now; the same token gives the job that is there.
    static func startReportJob(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let plan = region.backup.reportPlans[try reportPlanIndex(of: request, in: region)]
        let token = try BackupBody(request).text("IdempotencyToken")
        if let token, let known = region.backup.reportJobs.first(where: { $0.idempotencyToken == token }) {
            return .json(("ReportJobId", .string(known.id)))
        }
        var random = request.creation
        let startsAt = request.now.adding(seconds: Int64(random.within(10...60)))
        let date = CalendarFields(request.now)
        let folder =
            (plan.channel["S3KeyPrefix"]?.stringValue.map { "\($0)/" } ?? "")
            + "Backup/\(request.account)/\(request.region)/\(date.year.padded(4))/\(date.month.padded(2))/"
            + "\(date.day.padded(2))/\(plan.name)/"
        let formats = plan.channel["Formats"]?.textsValue ?? []
        let job = ReportJob(
            id: random.uuid(), planName: plan.name, planARN: plan.arn, template: plan.template,
            createdAt: request.now, startsAt: startsAt,
            endsAt: startsAt.adding(seconds: Int64(random.within(30...300))),
            bucket: plan.channel["S3BucketName"]?.stringValue ?? "",
            keys: formats.map {
                "\(folder)\(plan.template.lowercased())_\(request.now.basicISO8601).\($0.lowercased())"
            },
            idempotencyToken: token)
        region.backup.reportJobs.append(job)
        return .json(("ReportJobId", .string(job.id)))
    }

    /// Lists the report jobs, oldest first.
    static func listReportJobs(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let query = BackupQuery(request)
        let name = query.text("ReportPlanName")
        let status = try query.choice(
            "Status", of: ["CREATED", "RUNNING", "COMPLETED", "FAILED", "COMPLETED_WITH_ISSUES"])
        let before = try query.moment("CreationBefore")
        let after = try query.moment("CreationAfter")
        if let name {
            _ = try AuditReader.name(name, "ReportPlanName")
            guard region.backup.reportPlans.contains(where: { $0.name == name }) else {
                throw BackupFault.notFound("Report plan \(name) does not exist")
            }
        }
        let jobs = region.backup.reportJobs.filter { job in
            (name.map { $0 == job.planName } ?? true) && (status.map { $0 == job.status(at: request.now) } ?? true)
                && (before.map { job.createdAt < $0 } ?? true) && (after.map { job.createdAt > $0 } ?? true)
        }
        let page = try query.page(jobs, limitedBy: "MaxResults", from: "NextToken")
        return .json(
            ("ReportJobs", .array(page.items.map { value(of: $0, at: request.now) })), ("NextToken", page.next))
    }

    /// Describes a report job.
    static func describeReportJob(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let id = request.labels["reportJobId"] ?? ""
        guard let job = region.backup.reportJobs.first(where: { $0.id == id }) else {
            throw BackupFault.notFound("Report job \(id) does not exist")
        }
        return .json(("ReportJob", value(of: job, at: request.now)))
    }

    private static func refuseChange(of plan: ReportPlan, at now: Moment) throws(ServiceFault) {
        guard plan.deployment(at: now) == "COMPLETED" else {
            throw BackupFault.conflict("Report plan \(plan.name) is \(plan.deployment(at: now))")
        }
    }

    private static func reportPlanIndex(of request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> Int
    {
        let given = request.labels["reportPlanName"] ?? ""
        let name = try AuditReader.name(given, "ReportPlanName")
        guard let index = region.backup.reportPlans.firstIndex(where: { $0.name == name }) else {
            throw BackupFault.notFound("Report plan \(name) does not exist")
        }
        return index
    }

    private static func written(_ plan: ReportPlan) -> ServiceReply {
        .json(
            ("ReportPlanName", .string(plan.name)), ("ReportPlanArn", .string(plan.arn)),
            ("CreationTime", .time(plan.createdAt)))
    }

    private static func value(of plan: ReportPlan, in region: RegionState, at now: Moment) -> WireValue {
        let jobs = region.backup.reportJobs.filter { $0.planName == plan.name && $0.startsAt <= now }
        return .record(
            ("ReportPlanArn", .string(plan.arn)), ("ReportPlanName", .string(plan.name)),
            ("ReportPlanDescription", .text(plan.summary)), ("ReportSetting", plan.setting),
            ("ReportDeliveryChannel", plan.channel), ("DeploymentStatus", .string(plan.deployment(at: now))),
            ("CreationTime", .time(plan.createdAt)),
            ("LastAttemptedExecutionTime", jobs.last.map { .time($0.startsAt) }),
            ("LastSuccessfulExecutionTime", jobs.last { $0.endsAt <= now }.map { .time($0.endsAt) }))
    }

    private static func value(of job: ReportJob, at now: Moment) -> WireValue {
        let isOver = job.endsAt <= now
        return .record(
            ("ReportJobId", .string(job.id)), ("ReportPlanArn", .string(job.planARN)),
            ("ReportTemplate", .string(job.template)), ("CreationTime", .time(job.createdAt)),
            ("CompletionTime", isOver ? .time(job.endsAt) : nil), ("Status", .string(job.status(at: now))),
            (
                "ReportDestination",
                isOver ? .record(("S3BucketName", .string(job.bucket)), ("S3Keys", .texts(job.keys))) : nil
            ))
    }
}
