package import AWSWire

/// A framework of Backup Audit Manager.
package struct BackupFramework: Sendable, Hashable {
    /// The name.
    package let name: String
    /// The ARN.
    package let arn: String
    /// When it was created.
    package let createdAt: Moment
    /// What it is for.
    package var summary: String?
    /// The controls as they were given.
    package var controls: [WireValue]
    /// The token the caller gave so that asking again does nothing.
    package var idempotencyToken: String?
    /// The tags.
    package var tags: TagSet
    /// When a change of it is through.
    package var deployedAt: Moment
    /// Whether the change in progress is the creation.
    package var isNew = true
    /// When it was deleted.
    package var deletedAt: Moment?
    /// When the deletion is through.
    package var removedAt: Moment?

    /// The state at a moment, as the API reference of `Framework` names it.
    package func deployment(at now: Moment) -> String {
        if let deletedAt, deletedAt <= now { return "DELETE_IN_PROGRESS" }
        if now < deployedAt { return isNew ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS" }
        return "COMPLETED"
    }
}

/// A report plan of Backup Audit Manager.
package struct ReportPlan: Sendable, Hashable {
    /// The name.
    package let name: String
    /// The ARN.
    package let arn: String
    /// When it was created.
    package let createdAt: Moment
    /// What it is for.
    package var summary: String?
    /// The bucket reports go to, as it was given.
    package var channel: WireValue
    /// What reports are of, as it was given.
    package var setting: WireValue
    /// The token the caller gave so that asking again does nothing.
    package var idempotencyToken: String?
    /// The tags.
    package var tags: TagSet
    /// When a change of it is through.
    package var deployedAt: Moment
    /// Whether the change in progress is the creation.
    package var isNew = true

    /// The template of its reports.
    package var template: String { setting["ReportTemplate"]?.stringValue ?? "" }

    /// The state at a moment, as the API reference of `ReportPlan` names it.
    package func deployment(at now: Moment) -> String {
        now < deployedAt ? (isNew ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS") : "COMPLETED"
    }
}

/// A report job; its state is a function of the time.
package struct ReportJob: Sendable, Hashable {
    /// The id.
    package let id: String
    /// The name of its plan.
    package let planName: String
    /// The plan's ARN.
    package let planARN: String
    /// The template.
    package let template: String
    /// When it was created.
    package let createdAt: Moment
    /// When it begins to run.
    package let startsAt: Moment
    /// When it ends.
    package let endsAt: Moment
    /// The bucket the report goes to.
    package let bucket: String
    /// The keys of the files it writes.
    package let keys: [String]
    /// The token the caller gave so that asking again does nothing.
    package let idempotencyToken: String?

    /// The state at a moment, as the API reference of `ReportJob` names it.
    package func status(at now: Moment) -> String {
        endsAt <= now ? "COMPLETED" : startsAt <= now ? "RUNNING" : "CREATED"
    }
}
