internal import AWSSimulator
internal import AWSWire
internal import Testing

@Suite("AWS Backup's restore testing, through the wire")
struct RestoreTestingTests {
    /// An account with recovery points of volumes and a plan that restores the latest of each at seven every day.
    private static func setting(algorithm: String = "LATEST_WITHIN_WINDOW") throws -> (WireBench, String, plan: String)
    {
        var bench = WireBench()
        let account = try bench.member { region in
            region.backup.recoveryPoints.contains {
                $0.resourceType == "EBS" && $0.completedAt > WireBench.birth.adding(days: -2)
            }
        }
        let points = WireValue.record(
            ("Algorithm", .string(algorithm)), ("IncludeVaults", .texts(["*"])),
            ("RecoveryPointTypes", .texts(["SNAPSHOT"])))
        let plan = WireValue.record(
            ("RestoreTestingPlanName", .string("drill")), ("ScheduleExpression", .string("cron(0 7 ? * * *)")),
            ("StartWindowHours", .integer(1)), ("RecoveryPointSelection", points))
        let made = try bench.backup(
            account, "PUT", "/restore-testing/plans", .record(("RestoreTestingPlan", plan)), status: 201)
        let selection = WireValue.record(
            ("RestoreTestingSelectionName", .string("volumes")), ("ProtectedResourceType", .string("EBS")),
            ("IamRoleArn", WireBench.role(account)), ("ProtectedResourceArns", .texts(["*"])),
            ("ValidationWindowHours", .integer(24)))
        _ = try bench.backup(
            account, "PUT", "/restore-testing/plans/drill/selections",
            .record(("RestoreTestingSelection", selection)), status: 201)
        return (bench, account, try #require(made["RestoreTestingPlanArn"]?.stringValue))
    }

    private static func jobs(_ bench: inout WireBench, _ account: String, _ plan: String) throws -> [WireValue] {
        let query = "restoreTestingPlanArn=\(WireBench.segment(plan))&maxResults=1000"
        return try bench.backup(account, "GET", "/restore-jobs/", query: query)["RestoreJobs"]?.arrayValue ?? []
    }

    @Test("a run restores one point of every resource that has one, and leaves nothing in the inventory")
    func run() throws {
        var (bench, account, plan) = try Self.setting()
        let before = try bench.state(account).resources.map(\.arn)
        bench.step("PT24H")
        let jobs = try Self.jobs(&bench, account, plan)
        let sources = jobs.compactMap { $0["SourceResourceArn"]?.stringValue }
        #expect(!sources.isEmpty)
        #expect(Set(sources).count == sources.count)
        #expect(jobs.allSatisfy { $0["Status"]?.stringValue == "COMPLETED" })
        // The latest point of each at the moment the plan ran.
        let region = try bench.state(account)
        let ran = Moment(day: bench.now.day, hour: 7)
        for job in jobs {
            let latest = region.backup.recoveryPoints.last {
                $0.resourceARN == job["SourceResourceArn"]?.stringValue && $0.completedAt <= ran && $0.mark == nil
            }
            #expect(job["RecoveryPointArn"]?.stringValue == latest?.arn)
        }
        bench.step("P3D")
        #expect(try bench.state(account).resources.map(\.arn) == before)
        let told = try bench.backup(account, "GET", "/restore-testing/plans/drill")["RestoreTestingPlan"]
        #expect(told?["LastExecutionTime"]?.doubleValue == Double(Moment(day: bench.now.day, hour: 7).seconds))
    }

    @Test("a verdict is final, what was restored is deleted after it, and none in time is a verdict too")
    func verdicts() throws {
        var (bench, account, plan) = try Self.setting()
        bench.step("PT24H")
        let ids = try Self.jobs(&bench, account, plan).compactMap { $0["RestoreJobId"]?.stringValue }
        let id = try #require(ids.first)
        let path = "/restore-jobs/\(id)"
        func verdict(_ status: String) -> WireValue { .record(("ValidationStatus", .string(status))) }
        #expect(try bench.backup(account, "GET", path)["ValidationStatus"] == nil)
        _ = try bench.backup(account, "PUT", "\(path)/validations", verdict("SUCCESSFUL"), status: 204)
        #expect(
            try bench.refusal(account, "PUT", "\(path)/validations", verdict("FAILED")) == "InvalidRequestException")
        #expect(try bench.backup(account, "GET", path)["DeletionStatus"]?.stringValue == "DELETING")
        bench.step("PT24H")
        #expect(try bench.backup(account, "GET", path)["DeletionStatus"]?.stringValue == "SUCCESSFUL")
        if let other = ids.dropFirst().first {
            let late = try bench.backup(account, "GET", "/restore-jobs/\(other)")
            #expect(late["ValidationStatus"]?.stringValue == "TIMED_OUT")
        }
    }

    @Test("one step of four days runs the same restores as ninety-six of an hour", arguments: ["LATEST", "RANDOM"])
    func stepsDoNotMatter(algorithm: String) throws {
        func state(after steps: [String]) throws -> [RestoreJob] {
            var (bench, account, plan) = try Self.setting(algorithm: "\(algorithm)_WITHIN_WINDOW")
            for step in steps {
                bench.step(step)
                _ = try Self.jobs(&bench, account, plan)
            }
            return try bench.state(account).backup.restoreJobs
        }
        let once = try state(after: ["P4D"])
        let often = try state(after: Array(repeating: "PT1H", count: 96))
        #expect(!once.isEmpty)
        #expect(once == often)
    }
}
