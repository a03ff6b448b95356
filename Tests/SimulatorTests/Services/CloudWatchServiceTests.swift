internal import AWSWire
internal import Testing

@testable internal import AWSSimulator

@Suite("Amazon CloudWatch, simulated")
struct CloudWatchServiceTests {
    private let cloudWatch = CloudWatchService()

    private static func query(_ metric: Metric, _ period: Int64, _ statistic: String) -> WireValue {
        let stat = WireValue.record(
            ("Metric", metric.wireValue), ("Period", .integer(period)), ("Stat", .string(statistic)))
        return .record(("Id", .string("q")), ("MetricStat", stat))
    }

    private func values(
        _ bench: inout ServiceBench, _ metric: Metric, in scope: Scope, days: Int64 = 7, period: Int64,
        _ statistic: String, more: (String, WireValue?)...
    ) throws -> [Double] {
        let end = Moment(day: bench.now.day)
        let told = try bench.json(
            cloudWatch, "GetMetricData", in: scope,
            .record(
                [
                    ("StartTime", .time(end.adding(days: -days))), ("EndTime", .time(end)),
                    ("ScanBy", .string("TimestampAscending")),
                    ("MetricDataQueries", .array([Self.query(metric, period, statistic)])),
                ] + more))
        return (told["MetricDataResults"]?.arrayValue?.first?["Values"]?.arrayValue ?? []).compactMap(\.doubleValue)
    }

    @Test("the jobs of AWS Backup are counted by type and vault, zeros left out")
    func jobsAreCounted() throws {
        var bench = ServiceBench()
        let scope = try bench.place { $0.backup.jobs.contains { $0.outcome.makesPoint } }
        let state = try bench.state(of: scope)
        let end = Moment(day: bench.now.day)
        let done = state.backup.jobs.filter {
            $0.outcome.makesPoint && $0.endsAt >= end.adding(days: -7) && $0.endsAt < end
        }
        let vault = try #require(done.first?.vaultName)
        let metric = Metric("AWS/Backup", "NumberOfBackupJobsCompleted", ("BackupVaultName", vault))
        let daily = try values(&bench, metric, in: scope, period: 86_400, "Sum")
        #expect(daily.reduce(0, +) == Double(done.count { $0.vaultName == vault }) && !daily.contains(0))
        let other = Metric("AWS/Backup", "NumberOfBackupJobsCompleted", ("BackupVaultName", "none"))
        #expect(try values(&bench, other, in: scope, period: 86_400, "Sum").isEmpty)
    }

    @Test("loads add up over periods, and sizes are those of the resources")
    func periodsAddUp() throws {
        var bench = ServiceBench()
        let scope = try bench.place { !$0.resources(.table).isEmpty && !$0.resources(.fileSystem).isEmpty }
        let state = try bench.state(of: scope)
        let table = try #require(state.resources(.table).first { $0.createdAt < bench.now.adding(days: -30) })
        let load = Metric("AWS/DynamoDB", "ConsumedReadCapacityUnits", ("TableName", table.id))
        let daily = try values(&bench, load, in: scope, period: 86_400, "Sum")
        let hourly = try values(&bench, load, in: scope, period: 3_600, "Sum")
        #expect(daily.count == 7 && hourly.count == 7 * 24)
        let (byDay, byHour) = (daily.reduce(0, +), hourly.reduce(0, +))
        #expect(abs(byDay - byHour) < byDay * 1e-9 && byDay > 0)
        let files = try #require(state.resources(.fileSystem).first)
        let classes = try ["Total", "Standard", "IA"].map { name in
            let metric = Metric("AWS/EFS", "StorageBytes", ("FileSystemId", files.id), ("StorageClass", name))
            return try values(&bench, metric, in: scope, days: 1, period: 86_400, "Average").first ?? 0
        }
        #expect(abs(classes[0] - classes[1] - classes[2]) < 10 && classes[0] > Double(files.sizeInBytes) / 2)
    }

    @Test("datapoints come in pages that together are the whole, and the listed metrics have data")
    func datapointsArePaged() throws {
        var bench = ServiceBench()
        let scope = try bench.place { !$0.resources(.bucket).isEmpty }
        let filter = WireValue.record(("Namespace", .string("AWS/S3")), ("MetricName", .string("BucketSizeBytes")))
        let listed = try bench.json(cloudWatch, "ListMetrics", in: scope, filter)["Metrics"]?.arrayValue ?? []
        #expect(listed.count == (try bench.state(of: scope).resources(.bucket).count))
        let end = Moment(day: bench.now.day)
        let queries = listed.enumerated().map { index, metric in
            WireValue.record(
                ("Id", .string("m\(index)")),
                (
                    "MetricStat",
                    .record(("Metric", metric), ("Period", .integer(86_400)), ("Stat", .string("Average")))
                ))
        }
        func read(_ most: Int64?) throws -> [String: [Double]] {
            var found: [String: [Double]] = [:]
            var token: WireValue?
            repeat {
                let page = try bench.json(
                    cloudWatch, "GetMetricData", in: scope,
                    .record(
                        ("StartTime", .time(end.adding(days: -5))), ("EndTime", .time(end)),
                        ("MetricDataQueries", .array(queries)), ("MaxDatapoints", most.map { .integer($0) }),
                        ("NextToken", token)))
                for result in page["MetricDataResults"]?.arrayValue ?? [] {
                    let values = (result["Values"]?.arrayValue ?? []).compactMap(\.doubleValue)
                    found[result["Id"]?.stringValue ?? "", default: []] += values
                }
                token = page["NextToken"]
            } while token != nil
            return found
        }
        let whole = try read(nil)
        #expect(try read(3) == whole)
        #expect(whole.values.contains { !$0.isEmpty })
    }

    @Test("a query that cannot be answered is refused with its old code in a header")
    func badQueriesAreRefused() throws {
        var bench = ServiceBench()
        let scope = try bench.place { _ in true }
        let metric = Metric("AWS/S3", "BucketSizeBytes")
        func ask(_ query: WireValue, end: Int64 = 200) -> WireValue {
            .record(("StartTime", .integer(100)), ("EndTime", .integer(end)), ("MetricDataQueries", .array([query])))
        }
        let math = WireValue.record(("Id", .string("e")), ("Expression", .string("SUM(METRICS())")))
        for parameters in [
            ask(Self.query(metric, 61, "Sum")), ask(Self.query(metric, 60, "p99")), ask(math),
            ask(Self.query(metric, 60, "Sum"), end: 100),
        ] {
            let fault = #expect(throws: ServiceFault.self) {
                _ = try bench.call(cloudWatch, "GetMetricData", in: scope, parameters)
            }
            #expect(fault?.code == "ValidationError")
            #expect(fault?.headers.contains { $0.name == "x-amzn-query-error" } == true)
        }
    }
}
