internal import AWSSimulator
internal import AWSWire
internal import Testing

@Suite("AWS Backup's jobs on demand, through the wire")
struct BackupJobTests {
    private static func describe(_ bench: inout WireBench, _ account: String, _ job: String) throws -> WireValue {
        try bench.backup(account, "GET", "/backup-jobs/\(job)")
    }

    @Test("a job goes from created over pending and running to completed, and its point with it")
    func lifecycleOfAJob() throws {
        var bench = WireBench()
        let (account, volume) = try bench.volume()
        _ = try bench.backup(account, "PUT", "/backup-vaults/bench")
        let token: [(String, WireValue?)] = [
            ("IdempotencyToken", .string("once")),
            ("Lifecycle", .record(("MoveToColdStorageAfterDays", .integer(1)), ("DeleteAfterDays", .integer(100)))),
            ("RecoveryPointTags", .record(("made-by", .string("bench")))),
        ]
        let made = try bench.backUp(account, volume, token)
        #expect(try bench.backUp(account, volume, token).job == made.job)
        var states: [String] = []
        for _ in 0..<900 {
            let state = try Self.describe(&bench, account, made.job)["State"]?.stringValue ?? ""
            if states.last != state { states.append(state) }
            if state == "COMPLETED" { break }
            bench.step("PT10S")
        }
        #expect(states == ["CREATED", "PENDING", "RUNNING", "COMPLETED"])
        let job = try Self.describe(&bench, account, made.job)
        #expect(job["PercentDone"]?.stringValue == "100.0")
        #expect(job["MessageCategory"]?.stringValue == "SUCCESS")
        #expect(job["CreatedBy"] == nil)
        let point = try #require(try bench.points(account, "bench").first)
        #expect(point["RecoveryPointArn"]?.stringValue == made.point)
        let day: Int64 = 86_400
        let created = try #require(
            point["CreationDate"]?.integerValue ?? point["CreationDate"]?.doubleValue.map { Int64($0) })
        let dates = point["CalculatedLifecycle"]
        #expect(dates?["DeleteAt"]?.doubleValue.map { Int64($0) } == created + 100 * day)
        // EBS goes cold only where the lifecycle opts in to its archive.
        #expect(dates?["MoveToColdStorageAt"] == nil)
    }

    @Test("a stopped job goes through aborting to aborted and leaves no point; one that is over cannot be stopped")
    func stopping() throws {
        var bench = WireBench()
        let (account, volume) = try bench.volume()
        _ = try bench.backup(account, "PUT", "/backup-vaults/bench")
        let made = try bench.backUp(account, volume)
        _ = try bench.backup(account, "POST", "/backup-jobs/\(made.job)")
        #expect(try Self.describe(&bench, account, made.job)["State"]?.stringValue == "ABORTING")
        bench.step("PT5M")
        #expect(try Self.describe(&bench, account, made.job)["State"]?.stringValue == "ABORTED")
        #expect(try bench.refusal(account, "POST", "/backup-jobs/\(made.job)") == "InvalidRequestException")
        bench.step("P1D")
        #expect(try bench.points(account, "bench").isEmpty)
    }

    @Test(
        "the next job of a resource ends as a lever says, the one after it as usual",
        arguments: ["EXPIRED", "FAILED", "ABORTED", "PARTIAL", "COMPLETED"])
    func forcedEnds(state: String) throws {
        var bench = WireBench()
        let (account, volume) = try bench.volume()
        _ = try bench.backup(account, "PUT", "/backup-vaults/bench")
        _ = try bench.pull(
            ("action", .string("endNextBackup")), ("account", .string(account)), ("region", .string(WireBench.home)),
            ("resource", .string(volume)), ("state", .string(state)), ("message", .string("as asked")))
        let forced = try bench.backUp(account, volume)
        bench.step("PT12H")
        let free = try bench.backUp(account, volume)
        bench.step("PT12H")
        let job = try Self.describe(&bench, account, forced.job)
        #expect(job["State"]?.stringValue == state)
        #expect(job["StatusMessage"]?.stringValue == "as asked")
        #expect(try Self.describe(&bench, account, free.job)["State"]?.stringValue == "COMPLETED")
        let made = try bench.points(account, "bench").compactMap { $0["RecoveryPointArn"]?.stringValue }
        let isThere = state == "PARTIAL" || state == "COMPLETED"
        #expect(Set(made) == Set([isThere ? forced.point : nil, free.point].compactMap { $0 }))
        if state == "EXPIRED" {
            // The job waits out its window of eight hours.
            let waited = (job["CompletionDate"]?.doubleValue ?? 0) - (job["CreationDate"]?.doubleValue ?? 0)
            #expect(waited == 8 * 3_600)
        }
    }

    @Test("a job longer than its completion window expires")
    func completionWindow() throws {
        var bench = WireBench(resources: 600)
        let (account, volume) = try bench.volume { $0.sizeInBytes > 1_000_000_000_000 }
        _ = try bench.backup(account, "PUT", "/backup-vaults/bench")
        let made = try bench.backUp(
            account, volume, [("StartWindowMinutes", .integer(60)), ("CompleteWindowMinutes", .integer(120))])
        bench.step("PT24H")
        #expect(try Self.describe(&bench, account, made.job)["State"]?.stringValue == "COMPLETED")
        var order = BackupOrder(
            requestID: "r", vaultName: "bench", lifecycle: nil, tags: [:],
            roleARN: WireBench.role(account).stringValue ?? "", at: bench.now, startWindowMinutes: 60,
            completionWindowMinutes: 10, options: [:], idempotencyToken: nil)
        order.idempotencyToken = "t"
        let region = try bench.state(account)
        let roles = try bench.roles(account)
        let subject = BackupSubject(try #require(region.resource(volume)))
        let task = BackupTask(
            options: bench.organization.options, region: region, roles: roles, order: order, subject: subject)
        #expect(task.job.outcome.state == .expired)
        #expect(task.recoveryPoint == nil)
    }

    @Test("a stack's backup is a parent of its members', and partial when one of them fails")
    func composite() throws {
        var bench = WireBench()
        let account = try bench.member { $0.resources(.volume).count > 1 }
        let members = try bench.state(account).resources(.volume).prefix(2).map(\.arn)
        _ = try bench.backup(account, "PUT", "/backup-vaults/bench")
        let place: [(String, WireValue?)] = [("account", .string(account)), ("region", .string(WireBench.home))]
        let stack = try bench.pull(
            place[0], place[1], ("action", .string("addStack")), ("name", .string("shop")),
            ("members", .texts(members)))
        let arn = try #require(stack["resource"]?.stringValue)
        let whole = try bench.backUp(account, arn)
        bench.step("PT24H")
        let parent = try Self.describe(&bench, account, whole.job)
        #expect(parent["State"]?.stringValue == "COMPLETED")
        #expect(parent["NumberOfChildJobs"]?.integerValue == 2)
        #expect(parent["ChildJobsInState"]?["COMPLETED"]?.integerValue == 2)
        let children = try bench.backup(account, "GET", "/backup-jobs/", query: "parentJobId=\(whole.job)")
        #expect(children.texts("BackupJobs", "ResourceArn").sorted() == members.sorted())
        let point = WireBench.segment(try #require(whole.point))
        let path = "/backup-vaults/bench/recovery-points/"
        let nested = try bench.backup(account, "GET", path, query: "parentRecoveryPointArn=\(point)")
        #expect(nested["RecoveryPoints"]?.arrayValue?.count == 2)
        #expect(try bench.refusal(account, "DELETE", path + point) == "InvalidRequestException")
        _ = try bench.pull(
            place[0], place[1], ("action", .string("endNextBackup")), ("resource", .string(members[0])),
            ("state", .string("FAILED")))
        let part = try bench.backUp(account, arn)
        bench.step("PT24H")
        #expect(try Self.describe(&bench, account, part.job)["State"]?.stringValue == "PARTIAL")
        let told = try bench.backup(account, "GET", path + WireBench.segment(try #require(part.point)))
        #expect(told["Status"]?.stringValue == "PARTIAL")
        #expect(told["IsParent"]?.boolValue == true)
    }

    @Test("the management account lists every account's jobs, a member its own")
    func jobsOfTheOrganization() throws {
        var bench = WireBench()
        let first = try bench.member { !$0.backup.jobs.isEmpty }
        let all = try bench.management("GET", "/backup-jobs/", query: "accountId=%2A&maxResults=1000")
        let accounts = Set(all.texts("BackupJobs", "AccountId"))
        #expect(accounts.count > 1)
        let one = try bench.management("GET", "/backup-jobs/", query: "accountId=\(first)&maxResults=1000")
        #expect(Set(one.texts("BackupJobs", "AccountId")) == [first])
        let own = try bench.backup(first, "GET", "/backup-jobs/", query: "accountId=%2A&maxResults=1000")
        #expect(Set(own.texts("BackupJobs", "AccountId")) == [first])
    }

    @Test("summaries count every job of their days once, by state, type and account")
    func summaries() throws {
        var bench = WireBench()
        func counts(_ query: String) throws -> [WireValue] {
            let answer = try bench.management(
                "GET", "/audit/backup-job-summaries", query: "\(query)&MaxResults=1000")
            return answer["BackupJobSummaries"]?.arrayValue ?? []
        }
        func sum(_ summaries: [WireValue]) -> Int64 { summaries.reduce(0) { $0 + ($1["Count"]?.integerValue ?? 0) } }
        let fine = try counts("AccountId=ANY&AggregationPeriod=FOURTEEN_DAYS")
        let coarse = try counts(
            "AccountId=AGGREGATE_ALL&State=AGGREGATE_ALL&ResourceType=AGGREGATE_ALL&AggregationPeriod=FOURTEEN_DAYS")
        #expect(coarse.count == 1)
        #expect(sum(fine) == sum(coarse))
        #expect(sum(fine) > 0)
        #expect(sum(try counts("AccountId=ANY&AggregationPeriod=ONE_DAY")) == sum(fine))
        let failed = try counts("AccountId=ANY&State=FAILED&AggregationPeriod=FOURTEEN_DAYS")
        #expect(failed.allSatisfy { $0["State"]?.stringValue == "FAILED" })
        #expect(sum(failed) < sum(fine))
    }

    @Test("the history before the last two days holds failed, expired and aborted jobs, the days since none by chance")
    func historyIsMixed() throws {
        var bench = WireBench(memberAccounts: 12, resources: 1_500)
        var seen: Set<String> = []
        var late: Set<String> = []
        let edge = Double(WireBench.birth.adding(days: -2).milliseconds / 1_000)
        for account in bench.members {
            let roles = try bench.roles(account)
            for job in try bench.state(account).backup.jobs where roles.isInForce(job.roleARN, at: job.createdAt) {
                let state = job.state(at: bench.now)
                seen.insert(state)
                if job.outcome.state == .completed, job.outcome.message != nil { seen.insert("ISSUES") }
                if Double(job.createdAt.milliseconds) / 1_000 >= edge, job.outcome.message?.contains("vault") != true {
                    late.insert(state)
                }
            }
        }
        #expect(seen.isSuperset(of: ["COMPLETED", "FAILED", "EXPIRED", "ABORTED", "ISSUES"]))
        #expect(late == ["COMPLETED"])
    }
}

extension WireBench {
    /// The roles of an account.
    mutating func roles(_ account: String) throws -> [SimulatedRole] {
        var world = organization.world
        return try #require(world.withAccount(account, at: now) { $0.roles })
    }
}
