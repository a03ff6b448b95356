internal import AWSWire

/// The levers of AWS Backup, see ``WorldLever``.
enum BackupLever {
    /// The levers there are.
    static let actions = ["endNextBackup", "failCopies", "healCopies", "delayJobs", "addStack"]

    /// Applies one lever in an account's Region.
    ///
    /// - Returns: What changed, for the answer.
    static func apply(
        _ action: String, _ lever: WireValue, account: String, in world: inout SimulatedWorld, at now: Moment
    ) throws(ServiceFault) -> WireValue {
        let scope = Scope(account: account, region: lever["region"]?.stringValue ?? "")
        let told: WireValue? = try world.withRegion(scope, at: now) { region throws(ServiceFault) in
            switch action {
            case "endNextBackup":
                let arn = try text(lever, "resource")
                region.backup.forcedEnds[arn] = try outcome(lever)
                return .record(("done", .string(action)))
            case "failCopies":
                let causes = CopyFailure.allCases.map(\.rawValue)
                guard let cause = CopyFailure(rawValue: lever["cause"]?.stringValue ?? "") else {
                    throw refusal("cause must be one of \(causes.joined(separator: ", "))")
                }
                region.backup.failingCopies[try text(lever, "resource")] = cause
                return .record(("done", .string(action)))
            case "healCopies":
                region.backup.failingCopies[try text(lever, "resource")] = nil
                return .record(("done", .string(action)))
            case "delayJobs":
                try delay(jobsOf: try text(lever, "resource"), by: lever["hours"], in: &region)
                return .record(("done", .string(action)))
            default: return try addStack(lever, to: &region)
            }
        }
        guard let told else { throw refusal("region must be the name of a Region") }
        return told
    }

    private static func delay(
        jobsOf arn: String, by hours: WireValue?, in region: inout RegionState
    ) throws(ServiceFault) {
        guard case .integer(let hours)? = hours, (1...720).contains(hours) else {
            throw refusal("hours must be a number from 1 to 720")
        }
        for index in region.backup.jobs.indices where region.backup.jobs[index].resourceARN == arn {
            region.backup.jobs[index].delay(by: hours)
        }
        for index in region.backup.copyJobs.indices where region.backup.copyJobs[index].resourceARN == arn {
            region.backup.copyJobs[index].endsAt = region.backup.copyJobs[index].endsAt.adding(minutes: hours * 60)
        }
    }

    private static func outcome(_ lever: WireValue) throws(ServiceFault) -> JobOutcome {
        let states = JobOutcome.State.allCases.map(\.rawValue)
        guard let state = JobOutcome.State(rawValue: lever["state"]?.stringValue ?? "") else {
            throw refusal("state must be one of \(states.joined(separator: ", "))")
        }
        let message = lever["message"]?.stringValue
        let category = lever["category"]?.stringValue ?? (state == .completed && message == nil ? "SUCCESS" : nil)
        return JobOutcome(state, message: message, category: category)
    }

    private static func addStack(_ lever: WireValue, to region: inout RegionState) throws(ServiceFault) -> WireValue {
        let name = try text(lever, "name")
        let members = lever["members"]?.textsValue ?? []
        guard !members.isEmpty, members.allSatisfy({ region.resource($0) != nil }) else {
            throw refusal("members must be ARNs of resources of the Region")
        }
        var random = SeededGenerator(0, "stack", region.scope.account, region.scope.region, name)
        let arn = "arn:aws:cloudformation:\(region.scope.region):\(region.scope.account):stack/\(name)/\(random.uuid())"
        region.backup.stacks[arn] = BackupStack(name: name, members: members)
        return .record(("done", .string("addStack")), ("resource", .string(arn)))
    }

    private static func text(_ lever: WireValue, _ name: String) throws(ServiceFault) -> String {
        guard let text = lever[name]?.stringValue, !text.isEmpty else { throw refusal("\(name) must be given") }
        return text
    }

    private static func refusal(_ words: String) -> ServiceFault { ServiceFault("BadRequest", words) }
}
