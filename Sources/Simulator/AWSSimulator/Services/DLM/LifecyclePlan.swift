package import AWSWire

/// What a lifecycle policy does: of which resources it makes snapshots, when, and how long they are kept.
package struct LifecyclePlan: Sendable, Hashable {
    /// One schedule of a policy.
    package struct Schedule: Sendable, Hashable {
        /// The name.
        package let name: String
        /// When it fires.
        package let times: BackupSchedule
        /// Days between two runs, for default policies, whose schedule fires daily.
        package let everyDays: Int64
        /// How many snapshots of a volume are kept; nothing when their age decides.
        package let keptCount: Int?
        /// The days snapshots are kept; nothing when their number decides.
        package let keptDays: Int64?
        /// Whether snapshots get the tags of their volumes.
        package let copiesTags: Bool
        /// The tags snapshots get besides.
        package let addedTags: TagSet
    }

    /// `EBS_SNAPSHOT_MANAGEMENT`, `IMAGE_MANAGEMENT` or `EVENT_BASED_POLICY`; only the first makes anything here.
    package let type: String
    /// Whether tags of instances decide, whose volumes are meant.
    package let isOfInstances: Bool
    /// The tags of which a resource carries one; empty for a default policy, which means every volume.
    package let targets: [TagSet.Tag]
    /// The schedules, at most four.
    package let schedules: [Schedule]

    /// Reads the details of a policy in the standard language.
    ///
    /// - Throws: What is wrong with them, in words.
    package init(_ details: WireValue) throws(LifecycleProblem) {
        type = details["PolicyType"]?.stringValue ?? "EBS_SNAPSHOT_MANAGEMENT"
        let types = ["EBS_SNAPSHOT_MANAGEMENT", "IMAGE_MANAGEMENT", "EVENT_BASED_POLICY"]
        guard types.contains(type) else { throw LifecycleProblem("Invalid policy type: \(type)", "PolicyType") }
        let kinds = details["ResourceTypes"]?.textsValue ?? []
        let isEvent = type == "EVENT_BASED_POLICY"
        guard isEvent || kinds == ["VOLUME"] || kinds == ["INSTANCE"] else {
            throw LifecycleProblem("Exactly one of VOLUME and INSTANCE is required.", "ResourceTypes")
        }
        isOfInstances = kinds == ["INSTANCE"]
        targets = (details["TargetTags"]?.arrayValue ?? []).map { tag in
            TagSet.Tag(key: tag["Key"]?.stringValue ?? "", value: tag["Value"]?.stringValue ?? "")
        }
        guard isEvent || (1...50).contains(targets.count) else {
            throw LifecycleProblem("Between 1 and 50 target tags are required.", "TargetTags")
        }
        let given = details["Schedules"]?.arrayValue ?? []
        guard isEvent || (1...4).contains(given.count) else {
            throw LifecycleProblem("Between 1 and 4 schedules are required.", "Schedules")
        }
        var schedules: [Schedule] = []
        for schedule in given { schedules.append(try Self.schedule(schedule)) }
        guard Set(schedules.map(\.name)).count == schedules.count else {
            throw LifecycleProblem("Schedule names must be unique.", "Schedules")
        }
        self.schedules = schedules
    }

    /// The plan of a default policy.
    ///
    /// - Parameters:
    ///   - createDays: Days between two snapshots, 1 to 7.
    ///   - retainDays: Days a snapshot is kept, 2 to 14.
    package init(
        defaultOf type: String, createDays: Int64, retainDays: Int64, copiesTags: Bool
    ) throws(LifecycleProblem) {
        guard (1...7).contains(createDays) else {
            throw LifecycleProblem("CreateInterval must be between 1 and 7 days.", "CreateInterval")
        }
        guard (2...14).contains(retainDays) else {
            throw LifecycleProblem("RetainInterval must be between 2 and 14 days.", "RetainInterval")
        }
        guard let daily = BackupSchedule("cron(0 6 * * ? *)", zone: .utc) else {
            throw LifecycleProblem("The schedule cannot be read.", "CreateInterval")
        }
        self.type = type == "INSTANCE" ? "IMAGE_MANAGEMENT" : "EBS_SNAPSHOT_MANAGEMENT"
        isOfInstances = false
        targets = []
        schedules = [
            Schedule(
                name: "Default Schedule", times: daily, everyDays: createDays, keptCount: nil, keptDays: retainDays,
                copiesTags: copiesTags, addedTags: [:])
        ]
    }

    private static func schedule(_ value: WireValue) throws(LifecycleProblem) -> Schedule {
        let name = value["Name"]?.stringValue ?? ""
        guard (1...120).contains(name.count) else {
            throw LifecycleProblem("A schedule name of 1 to 120 characters is required.", "Name")
        }
        let rule = value["CreateRule"] ?? .object([])
        guard let times = BackupSchedule(try cron(of: rule), zone: .utc) else {
            throw LifecycleProblem("The cron expression of schedule \(name) is not valid.", "CronExpression")
        }
        let retain = value["RetainRule"] ?? .object([])
        let count = retain["Count"]?.integerValue.flatMap { $0 > 0 ? Int($0) : nil }
        let interval = retain["Interval"]?.integerValue.flatMap { $0 > 0 ? $0 : nil }
        guard (count == nil) != (interval == nil), count.map({ $0 <= 1_000 }) ?? true else {
            throw LifecycleProblem("Either a count of 1 to 1000 or an interval is required.", "RetainRule")
        }
        let unit = retain["IntervalUnit"]?.stringValue ?? ""
        guard let days = interval == nil ? 1 : unitDays[unit] else {
            throw LifecycleProblem("The unit of the retention interval is not valid: \(unit)", "IntervalUnit")
        }
        let added = (value["TagsToAdd"]?.arrayValue ?? []).map { tag in
            (tag["Key"]?.stringValue ?? "", tag["Value"]?.stringValue ?? "")
        }
        return Schedule(
            name: name, times: times, everyDays: 1, keptCount: count, keptDays: interval.map { $0 * days },
            copiesTags: value["CopyTags"]?.boolValue ?? false, addedTags: TagSet(added))
    }

    private static let unitDays: [String: Int64] = ["DAYS": 1, "WEEKS": 7, "MONTHS": 30, "YEARS": 365]

    /// An interval of hours divides the day, so it is a cron expression too.
    private static func cron(of rule: WireValue) throws(LifecycleProblem) -> String {
        if let expression = rule["CronExpression"]?.stringValue { return expression }
        guard let interval = rule["Interval"]?.integerValue, [1, 2, 3, 4, 6, 8, 12, 24].contains(interval),
            rule["IntervalUnit"]?.stringValue ?? "HOURS" == "HOURS"
        else { throw LifecycleProblem("The interval must be 1, 2, 3, 4, 6, 8, 12 or 24 hours.", "CreateRule") }
        let start = (rule["Times"]?.textsValue?.first ?? "09:00").split(separator: ":").compactMap { Int64($0) }
        guard start.count == 2, (0...23).contains(start[0]), (0...59).contains(start[1]) else {
            throw LifecycleProblem("The time must be written as HH:MM.", "Times")
        }
        let hours = stride(from: Int64(0), to: 24, by: Int(interval)).map { String((start[0] + $0) % 24) }
        return "cron(\(start[1]) \(hours.joined(separator: ",")) * * ? *)"
    }
}

/// What is wrong with a lifecycle policy somebody wants.
package struct LifecycleProblem: Error, Sendable, Hashable {
    /// In words.
    package let message: String
    /// The parameter it is about.
    package let parameter: String

    /// Describes a problem.
    init(_ message: String, _ parameter: String) {
        self.message = message
        self.parameter = parameter
    }
}
