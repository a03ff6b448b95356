import AWSCore
import HoldfastHTTP
import HoldfastInventory
import HoldfastModel
import Logging
import TestSupport
import Testing

/// What the reader makes of answers, exact to the byte.
@Suite("Region reader")
struct RegionReaderTests {
    private typealias Answer = (status: Int, body: String)

    /// Answers by a piece of path or target; everything else is an endpoint that has nothing.
    ///
    /// `{call}` in a body stands for the number of the call.
    private static func snapshot(
        _ answers: [String: (status: Int, body: String)], scope: ReadScope = ReadScope(usesConfigInventory: false),
        mostPages: Int = 10_000
    ) async throws -> RegionSnapshot {
        let transport = ScriptedTransport { number, request in
            let name = request.headers["X-Amz-Target"]?.split(separator: ".").last.map(String.init)
            let form = String(decoding: request.body, as: UTF8.self)
            let action = form.split(separator: "&").first { $0.hasPrefix("Action=") }?.dropFirst(7)
            let key = name ?? action.map(String.init) ?? "\(request.method) \(request.path)"
            let answer = answers[key] ?? empty[key] ?? (404, "<Error><Code>NoSuchKey</Code></Error>")
            return .answer(
                answer.status, ["x-amzn-RequestId": "request-\(key)"],
                answer.body.replacing("{call}", with: "\(number)"))
        }
        let client = AWSClient(
            transport: transport, endpoints: EndpointResolver(environment: [:]), clock: ManualClock(),
            observer: CallTraceObserver(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let account = try #require(AccountID(rawValue: "111122223333"))
        let region = try #require(AWSRegion(rawValue: "eu-central-1"))
        let credentials = StaticCredentials(AWSCredentials(accessKeyID: "AKIA", secretAccessKey: "secret"))
        let now = Instant(millisecondsSinceEpoch: 1_795_458_433_000)
        return try await RegionReader(scope: scope, mostPages: mostPages, now: { now }).snapshot(
            of: Account(id: account, name: "shop"), in: region
        ) { region in
            client.caller(account: account.rawValue, region: region.rawValue, credentials: credentials)
        }
    }

    /// An account that holds nothing at all, in AWS's own words.
    private static let empty: [String: (status: Int, body: String)] = [
        "GET /backup-vaults/": (200, #"{"BackupVaultList":[]}"#),
        "GET /backup/plans/": (200, #"{"BackupPlansList":[]}"#),
        "GET /resources/": (200, #"{"Results":[]}"#),
        "GET /backup-jobs/": (200, #"{"BackupJobs":[]}"#),
        "GET /policies": (200, #"{"Policies":[]}"#),
        "DescribeContinuousBackups": (
            200,
            #"{"ContinuousBackupsDescription":{"PointInTimeRecoveryDescription":{"PointInTimeRecoveryStatus":"DISABLED"}}}"#
        ),
        "GET /copy-jobs/": (200, #"{"CopyJobs":[]}"#),
        "GET /restore-jobs/": (200, #"{"RestoreJobs":[]}"#),
        "GET /account-settings": (200, #"{"ResourceTypeOptInPreference":{"EBS":true}}"#),
        "ListTables": (200, #"{"TableNames":[]}"#),
        "GET /2015-02-01/file-systems": (200, #"{"FileSystems":[]}"#),
        "GET /": (200, "<ListAllMyBucketsResult><Buckets></Buckets></ListAllMyBucketsResult>"),
        "DescribeInstances": (200, "<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>"),
        "DescribeVolumes": (200, "<DescribeVolumesResponse><volumeSet/></DescribeVolumesResponse>"),
        "DescribeDBInstances": (
            200,
            "<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances/></DescribeDBInstancesResult>"
                + "</DescribeDBInstancesResponse>"
        ),
        "DescribeDBClusters": (
            200,
            "<DescribeDBClustersResponse><DescribeDBClustersResult><DBClusters/></DescribeDBClustersResult>"
                + "</DescribeDBClustersResponse>"
        ),
    ]

    @Test("An account that holds nothing gives an empty snapshot without gaps")
    func nothing() async throws {
        let snapshot = try await Self.snapshot([:])
        #expect(snapshot.gaps.isEmpty, "\(snapshot.gaps)")
        #expect(snapshot.resources.isEmpty && snapshot.vaults.isEmpty && snapshot.plans.isEmpty)
        #expect(snapshot.sources[.vaults]?.first?.requestID == "request-GET /backup-vaults/")
    }

    @Test(
        "An answer that is not what AWS documents is a gap, never an empty list",
        arguments: [
            ("GET /backup-vaults/", 200, "{}", "backup:ListBackupVaults"),
            ("GET /backup-vaults/", 200, "", "backup:ListBackupVaults"),
            ("GET /backup-vaults/", 200, "<html><body>busy</body></html>", "backup:ListBackupVaults"),
            ("GET /backup-vaults/", 200, #"{"BackupVaultList":[{"BackupVaultName":"a"}]}"#, "backup:ListBackupVaults"),
            ("GET /backup/plans/", 500, "<html>500 Internal Server Error</html>", "backup:ListBackupPlans"),
            ("GET /account-settings", 200, #"{"ResourceTypeOptInPreference":{}}"#, "backup:DescribeRegionSettings"),
            ("GET /backup-jobs/", 200, "{}", "backup:ListBackupJobs"),
            ("GET /backup-jobs/", 200, #"{"BackupJobs":[{"BackupJobId":"j"}]}"#, "backup:ListBackupJobs"),
            ("GET /copy-jobs/", 200, "", "backup:ListCopyJobs"),
            ("GET /restore-jobs/", 200, #"{"RestoreJobs":[{"RestoreJobId":"j"}]}"#, "backup:ListRestoreJobs"),
            ("ListTables", 200, "{}", "dynamodb:ListTables"),
            ("ListTables", 400, #"{"__type":"AccessDeniedException","message":"no"}"#, "dynamodb:ListTables"),
            ("GET /2015-02-01/file-systems", 200, "{}", "elasticfilesystem:DescribeFileSystems"),
        ])
    func malformed(key: String, status: Int, body: String, api: String) async throws {
        let snapshot = try await Self.snapshot([key: (status, body)])
        #expect(snapshot.gaps.contains { $0.api == api }, "\(snapshot.gaps)")
    }

    @Test("A page token that comes twice ends the reading with a gap")
    func loop() async throws {
        let page = #"{"BackupVaultList":[],"NextToken":"again"}"#
        let snapshot = try await Self.snapshot(["GET /backup-vaults/": (200, page)])
        #expect(snapshot.gaps.contains { $0.fact == .vaults && $0.message.contains("twice") })
    }

    @Test("New page tokens without end end the reading with a gap")
    func endless() async throws {
        let page = #"{"BackupVaultList":[],"NextToken":"page-{call}"}"#
        let snapshot = try await Self.snapshot(["GET /backup-vaults/": (200, page)], mostPages: 50)
        #expect(snapshot.gaps.contains { $0.fact == .vaults && $0.message.contains("more than 50 pages") })
        #expect(snapshot.sources[.vaults]?.count == 50)
    }

    @Test("Where vaults cannot be listed, recovery points are as unknown")
    func vaultsHideRecoveryPoints() async throws {
        let refusal = #"{"__type":"AccessDeniedException","message":"no"}"#
        let snapshot = try await Self.snapshot(["GET /backup-vaults/": (403, refusal)])
        #expect(
            Set(snapshot.gaps.map(\.fact)) == [.vaults, .recoveryPoints, .vaultPolicies, .vaultNotifications])
        #expect(snapshot.gaps.allSatisfy { $0.reason == .denied })
    }

    @Test("The tagging API's silence on a table counts only where it spoke of another")
    func taggingSilence() async throws {
        let tables = #"{"TableNames":["orders","carts"]}"#
        let mapped = """
            {"ResourceTagMappingList":[{"ResourceARN":"arn:aws:dynamodb:eu-central-1:111122223333:table/orders",\
            "Tags":[{"Key":"team","Value":"shop"}]}]}
            """
        let spoken = try await Self.snapshot(["ListTables": (200, tables), "GetResources": (200, mapped)])
        #expect(spoken.resources.map(\.tags) == [[:], ["team": "shop"]])
        #expect(spoken.gaps.isEmpty)
        let silent = try await Self.snapshot([
            "ListTables": (200, tables), "GetResources": (200, #"{"ResourceTagMappingList":[]}"#),
            "ListTagsOfResource": (200, #"{"Tags":[{"Key":"asked","Value":"each"}]}"#),
        ])
        #expect(silent.resources.map(\.tags) == [["asked": "each"], ["asked": "each"]])
        let refused = try await Self.snapshot([
            "ListTables": (200, tables), "GetResources": (200, #"{"ResourceTagMappingList":[]}"#),
            "ListTagsOfResource": (400, #"{"__type":"AccessDeniedException","message":"no"}"#),
        ])
        #expect(refused.resources.map(\.tags) == [nil, nil])
        #expect(refused.gaps.map(\.scope) == [.resourceType(.dynamoDB)])
    }

    @Test("A terminated instance is no resource, and one without tags has none")
    func terminated() async throws {
        let body = """
            <DescribeInstancesResponse><reservationSet><item><instancesSet>\
            <item><instanceId>i-1</instanceId><instanceState><name>terminated</name></instanceState></item>\
            <item><instanceId>i-2</instanceId><instanceState><name>stopped</name></instanceState></item>\
            </instancesSet></item></reservationSet></DescribeInstancesResponse>
            """
        let snapshot = try await Self.snapshot(["DescribeInstances": (200, body)])
        #expect(snapshot.resources.map(\.arn.resource) == ["instance/i-2"])
        #expect(snapshot.resources.first?.tags == [:])
    }

    @Test("A missing backup role is an answer, a refused one is a gap")
    func backupRole() async throws {
        let scope = ReadScope(
            backupRole: "arn:{partition}:iam::{account}:role/service/Backup", usesConfigInventory: false)
        let missing = """
            <ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>no</Message></Error>\
            </ErrorResponse>
            """
        let absent = try await Self.snapshot(["GetRole": (404, missing)], scope: scope)
        #expect(
            absent.backupRole == BackupRoleFact(arn: "arn:aws:iam::111122223333:role/service/Backup", exists: false))
        #expect(absent.gaps.isEmpty)
        let refusal = missing.replacing("NoSuchEntity", with: "AccessDenied")
        let refused = try await Self.snapshot(["GetRole": (403, refusal)], scope: scope)
        #expect(refused.backupRole == nil)
        #expect(refused.gaps.map(\.api) == ["iam:GetRole"])
    }

    private static let oneVault: [String: Answer] = [
        "GET /backup-vaults/": (
            200,
            #"{"BackupVaultList":[{"BackupVaultName":"v","BackupVaultArn":"arn:aws:backup:eu-central-1:1:backup-vault:v"}]}"#
        ),
        "GET /backup-vaults/v/recovery-points/": (200, #"{"RecoveryPoints":[]}"#),
        "GET /backup-vaults/v/access-policy": (
            400, #"{"__type":"ResourceNotFoundException","message":"no policy","Code":"ERROR_1000"}"#
        ),
        "GET /backup-vaults/v/notification-configuration": (
            400, #"{"__type":"ResourceNotFoundException","message":"no notifications","Code":"ERROR_1000"}"#
        ),
    ]

    @Test("That a vault has no policy and notifies nobody is an answer")
    func bareVault() async throws {
        let snapshot = try await Self.snapshot(Self.oneVault)
        #expect(snapshot.gaps == [])
        #expect(snapshot.vaultPolicies == ["v": VaultAccessPolicy(statements: [])])
        #expect(snapshot.vaultNotifications == ["v": VaultNotifications()])
    }

    @Test(
        "A policy that is none, or was refused, is a gap of its vault",
        arguments: [
            (200, #"{"Policy":"{}"}"#), (200, #"{"Policy":"{\"Statement\":[{\"Effect\":\"Maybe\"}]}"}"#), (200, "{}"),
            (403, #"{"__type":"AccessDeniedException","message":"no"}"#),
        ])
    func wrongPolicy(status: Int, body: String) async throws {
        var answers = Self.oneVault
        answers["GET /backup-vaults/v/access-policy"] = (status, body)
        let snapshot = try await Self.snapshot(answers)
        #expect(snapshot.vaultPolicies.isEmpty)
        #expect(snapshot.gaps.map(\.scope) == [.vault("v")] && snapshot.gaps.map(\.fact) == [.vaultPolicies])
    }

    @Test("Every way IAM lets a policy be written is read alike")
    func policyForms() async throws {
        let text = """
            {"Statement":{"Effect":"Deny","Principal":{"AWS":["1","2"],"Service":"backup.amazonaws.com"},\
            "Action":["backup:A","backup:B"],"Resource":"*","Condition":{"Bool":{"aws:SecureTransport":false}}}}
            """
        var answers = Self.oneVault
        let quoted = text.replacing("\"", with: "\\\"")
        answers["GET /backup-vaults/v/access-policy"] = (200, #"{"Policy":"\#(quoted)"}"#)
        let snapshot = try await Self.snapshot(answers)
        let statement = VaultAccessPolicy.Statement(
            isDeny: true, principals: ["1", "2", "Service:backup.amazonaws.com"], actions: ["backup:A", "backup:B"],
            resources: ["*"], conditions: [.init(test: "Bool", key: "aws:SecureTransport", values: ["false"])])
        #expect(snapshot.vaultPolicies == ["v": VaultAccessPolicy(statements: [statement])])
    }
}
