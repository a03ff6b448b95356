internal import AWSWire

extension BackupService {
    /// Frameworks of Backup Audit Manager.
    static let frameworkOperations: [BackupOperation] = [
        .write("POST", "/audit/frameworks", "CreateFramework", createFramework),
        .read("GET", "/audit/frameworks", "ListFrameworks", listFrameworks),
        .read("GET", "/audit/frameworks/{frameworkName}", "DescribeFramework", describeFramework),
        .write("PUT", "/audit/frameworks/{frameworkName}", "UpdateFramework", updateFramework),
        .write("DELETE", "/audit/frameworks/{frameworkName}", "DeleteFramework", deleteFramework),
    ]

    /// The most frameworks and controls an account has in a Region (AWS Backup quotas).
    private static let mostFrameworks = 15
    private static let mostControls = 50

    /// Creates a framework, which takes a few minutes; the same token gives the one that is there.
    static func createFramework(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let body = BackupBody(request)
        let name = try AuditReader.name(try body.requiredText("FrameworkName"), "FrameworkName")
        let token = try body.text("IdempotencyToken")
        let summary = try AuditReader.summary(try body.text("FrameworkDescription"), "FrameworkDescription")
        _ = try body.required("FrameworkControls")
        let controls = try AuditReader.controls(body)
        let tags = try body.tags("FrameworkTags")
        if let present = region.backup.frameworks.first(where: { $0.name == name }) {
            guard token != nil, token == present.idempotencyToken else {
                throw BackupFault.exists(
                    "Framework with the same name already exists", arn: present.arn, creatorRequestID: nil)
            }
            return written(present)
        }
        try checkQuota(region, adding: controls.count, frameworks: 1)
        var random = request.creation
        let framework = BackupFramework(
            name: name,
            arn: "arn:aws:backup:\(request.region):\(request.account):framework:\(name)-\(random.uuid())",
            createdAt: request.now, summary: summary, controls: controls, idempotencyToken: token, tags: tags,
            deployedAt: request.now.adding(seconds: Int64(random.within(60...300))))
        let index = region.backup.frameworks.firstIndex { $0.name > name } ?? region.backup.frameworks.endIndex
        region.backup.frameworks.insert(framework, at: index)
        return written(framework)
    }

    private static func checkQuota(_ region: RegionState, adding controls: Int, frameworks: Int) throws(ServiceFault) {
        guard region.backup.frameworks.count + frameworks <= mostFrameworks else {
            throw BackupFault.limit("An account may have at most \(mostFrameworks) frameworks in a Region")
        }
        guard region.backup.frameworks.reduce(controls, { $0 + $1.controls.count }) <= mostControls else {
            throw BackupFault.limit("An account may have at most \(mostControls) controls in a Region")
        }
    }

    /// Lists the frameworks, sorted by name.
    static func listFrameworks(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let page = try BackupQuery(request).page(region.backup.frameworks, limitedBy: "MaxResults", from: "NextToken")
        let list = page.items.map { framework in
            WireValue.record(
                ("FrameworkName", .string(framework.name)), ("FrameworkArn", .string(framework.arn)),
                ("FrameworkDescription", .text(framework.summary)),
                ("NumberOfControls", .integer(Int64(framework.controls.count))),
                ("CreationTime", .time(framework.createdAt)),
                ("DeploymentStatus", .string(framework.deployment(at: request.now))))
        }
        return .json(("Frameworks", .array(list)), ("NextToken", page.next))
    }

    /// Describes a framework; it is active where AWS Config records what its controls need.
    static func describeFramework(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let framework = region.backup.frameworks[try frameworkIndex(of: request, in: region)]
        let deployment = framework.deployment(at: request.now)
        let status =
            deployment != "COMPLETED" ? "UNAVAILABLE" : region.config.recorderName == nil ? "INACTIVE" : "ACTIVE"
        return .json(
            ("FrameworkName", .string(framework.name)), ("FrameworkArn", .string(framework.arn)),
            ("FrameworkDescription", .text(framework.summary)), ("FrameworkControls", .array(framework.controls)),
            ("CreationTime", .time(framework.createdAt)), ("DeploymentStatus", .string(deployment)),
            ("FrameworkStatus", .string(status)), ("IdempotencyToken", .text(framework.idempotencyToken)))
    }

    /// Changes what a request names of a framework and leaves the rest.
    static func updateFramework(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let index = try frameworkIndex(of: request, in: region)
        let body = BackupBody(request)
        let summary = try AuditReader.summary(try body.text("FrameworkDescription"), "FrameworkDescription")
        let controls = body.raw("FrameworkControls") == nil ? nil : try AuditReader.controls(body)
        try refuseChange(of: region.backup.frameworks[index], at: request.now)
        if let controls {
            try checkQuota(
                region, adding: controls.count - region.backup.frameworks[index].controls.count, frameworks: 0)
            region.backup.frameworks[index].controls = controls
        }
        if let summary { region.backup.frameworks[index].summary = summary }
        var random = request.creation
        region.backup.frameworks[index].isNew = false
        region.backup.frameworks[index].deployedAt = request.now.adding(seconds: Int64(random.within(60...300)))
        let framework = region.backup.frameworks[index]
        return .json(
            ("FrameworkName", .string(framework.name)), ("FrameworkArn", .string(framework.arn)),
            ("CreationTime", .time(framework.createdAt)))
    }

    /// Deletes a framework, which takes a few minutes.
    static func deleteFramework(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let index = try frameworkIndex(of: request, in: region)
        try refuseChange(of: region.backup.frameworks[index], at: request.now)
        region.backup.frameworks[index].deletedAt = request.now
        region.backup.frameworks[index].removedAt = request.now.adding(minutes: 2)
        return ServiceReply(.empty)
    }

    private static func refuseChange(of framework: BackupFramework, at now: Moment) throws(ServiceFault) {
        guard framework.deployment(at: now) == "COMPLETED" else {
            throw BackupFault.conflict("Framework \(framework.name) is \(framework.deployment(at: now))")
        }
    }

    private static func frameworkIndex(of request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> Int {
        let name = try AuditReader.name(request.labels["frameworkName"] ?? "", "FrameworkName")
        guard let index = region.backup.frameworks.firstIndex(where: { $0.name == name }) else {
            throw BackupFault.notFound("Framework \(name) does not exist")
        }
        return index
    }

    private static func written(_ framework: BackupFramework) -> ServiceReply {
        .json(("FrameworkName", .string(framework.name)), ("FrameworkArn", .string(framework.arn)))
    }
}
