import AWSCore
import AWSWire
import HoldfastHTTP
import Testing

@testable import AWSSimulator

@Suite("Closed Regions and late lists, through the wire")
struct RegionAndConsistencyTests {
    private static let closed = "af-south-1"

    @Test("a Region nobody opted in to refuses every service's credentials, in the service's words")
    func closedRegions() throws {
        var bench = WireBench(closedRegions: [Self.closed])
        let account = try #require(bench.members.first)
        let session = try bench.session(account)
        func text(_ response: HTTPResponse) -> String {
            (response.headers["X-Amzn-ErrorType"] ?? "") + String(decoding: response.body, as: UTF8.self)
        }
        let backup = bench.send("backup", "GET", "/backup-vaults/", region: Self.closed, credentials: session)
        #expect(backup.status == 403 && text(backup).contains("UnrecognizedClientException"))
        let ec2 = bench.form(
            "ec2", "Action=DescribeVolumes&Version=2016-11-15", region: Self.closed, credentials: session)
        #expect(ec2.status == 401 && text(ec2).contains("AuthFailure"))
        let rds = bench.form(
            "rds", "Action=DescribeDBInstances&Version=2014-10-31", region: Self.closed, credentials: session)
        #expect(rds.status == 403 && text(rds).contains("InvalidClientTokenId"))
        let s3 = bench.send("s3", "GET", "/", region: Self.closed, credentials: session)
        #expect(s3.status == 403 && text(s3).contains("InvalidAccessKeyId"))
        #expect(bench.send("backup", "GET", "/backup-vaults/", credentials: session).status == 200)
    }

    @Test("EC2 tells which Regions are not opted in to, and only when it is asked for all")
    func describeRegions() throws {
        var bench = WireBench(closedRegions: [Self.closed])
        let session = try bench.session(try #require(bench.members.first))
        func regions(_ more: String) -> String {
            let response = bench.form(
                "ec2", "Action=DescribeRegions&Version=2016-11-15\(more)", credentials: session)
            return String(decoding: response.body, as: UTF8.self)
        }
        #expect(!regions("").contains(Self.closed))
        let item = try #require(
            regions("&AllRegions=true").split(separator: "<item>").first { $0.contains("<regionName>\(Self.closed)<") })
        #expect(item.contains("<optInStatus>not-opted-in</optInStatus>"))
    }

    @Test("lists show a new vault and plan only after the delay, the same by its name or id at once")
    func lateLists() throws {
        var bench = WireBench(consistencyDelay: 60)
        let account = try #require(bench.members.first)
        func vaults() throws -> [String] {
            let answer = try bench.backup(account, "GET", "/backup-vaults/")
            return (answer["BackupVaultList"]?.arrayValue ?? []).compactMap { $0["BackupVaultName"]?.stringValue }
        }
        func plans() throws -> [String] {
            let answer = try bench.backup(account, "GET", "/backup/plans/")
            return (answer["BackupPlansList"]?.arrayValue ?? []).compactMap { $0["BackupPlanId"]?.stringValue }
        }
        _ = try bench.backup(account, "PUT", "/backup-vaults/late", .object([]))
        let rule = WireValue.record(("RuleName", .string("daily")), ("TargetBackupVaultName", .string("late")))
        let plan = WireValue.record(("BackupPlanName", .string("late")), ("Rules", .array([rule])))
        let made = try bench.backup(account, "PUT", "/backup/plans/", .record(("BackupPlan", plan)))
        let id = try #require(made["BackupPlanId"]?.stringValue)
        #expect(try !vaults().contains("late") && !plans().contains(id))
        let described = try bench.backup(account, "GET", "/backup-vaults/late")
        #expect(described["BackupVaultName"]?.stringValue == "late")
        #expect(try bench.backup(account, "GET", "/backup/plans/\(id)")["BackupPlanId"]?.stringValue == id)
        bench.step("PT59S")
        #expect(try !vaults().contains("late") && !plans().contains(id))
        bench.step("PT1S")
        #expect(try vaults().contains("late") && plans().contains(id))
    }

    @Test("the tagging API shows a tag after the delay, the resource's own service at once")
    func lateTags() throws {
        var bench = WireBench(consistencyDelay: 60)
        let account = try bench.member { !$0.resources(.volume).isEmpty }
        let volume = try #require(try bench.state(account).resources(.volume).first)
        func tagged(_ value: String) throws -> Bool {
            let filter = WireValue.record(("Key", .string("late")), ("Values", .texts([value])))
            let response = bench.send(
                "tagging", "POST", "/",
                headers: [
                    "Content-Type": "application/x-amz-json-1.1",
                    "X-Amz-Target": "ResourceGroupsTaggingAPI_20170126.GetResources",
                ], body: WireValue.record(("TagFilters", .array([filter]))).jsonBytes(),
                credentials: try bench.session(account))
            let list = try WireValue(json: response.body)["ResourceTagMappingList"]?.arrayValue ?? []
            return list.contains { $0["ResourceARN"]?.stringValue == volume.arn }
        }
        func tag(_ value: String) throws {
            let response = bench.form(
                "ec2",
                "Action=CreateTags&Version=2016-11-15&ResourceId.1=\(volume.id)&Tag.1.Key=late&Tag.1.Value=\(value)",
                credentials: try bench.session(account))
            #expect(response.status == 200)
        }
        try tag("1")
        #expect(try bench.state(account).resource(volume.arn)?.tags["late"] == "1")
        let described = bench.form(
            "ec2", "Action=DescribeVolumes&Version=2016-11-15&VolumeId.1=\(volume.id)",
            credentials: try bench.session(account))
        #expect(String(decoding: described.body, as: UTF8.self).contains("<key>late</key>"))
        #expect(try !tagged("1"))
        bench.step("PT40S")
        try tag("2")
        bench.step("PT30S")
        // The first change can be seen by now, the second cannot.
        #expect(try tagged("1") && !tagged("2"))
        bench.step("PT30S")
        #expect(try tagged("2") && !tagged("1"))
    }
}
