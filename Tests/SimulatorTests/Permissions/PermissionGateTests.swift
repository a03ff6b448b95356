import AWSCore
import AWSWire
import HoldfastHTTP
import TestSupport
import Testing

@testable import AWSSimulator

@Suite("The gate of the member role, through the wire")
struct PermissionGateTests {
    @Test("every operation a service answers has its IAM actions; add missing ones to Permissions/Actions")
    func everyOperationIsMapped() {
        for service in ServiceCatalog.all.map(\.profile) {
            let rows = ActionCatalog.all[service.signingName] ?? [:]
            let missing = service.operations.subtracting(rows.keys).sorted()
            #expect(missing == [], "\(service.signingName) has no row in ActionCatalog")
            for row in rows.values.joined() where row.action != RequiredAction.taggingMark {
                #expect(row.action.contains(":") || row.action == RequiredAction.untaggingMark)
            }
        }
    }

    private static func bench(_ statement: String) throws -> WireBench {
        let text = #"{"Version":"2012-10-17","Statement":[\#(statement)]}"#
        return WireBench(rolePolicies: [try PermissionPolicy(text: text, name: "bench")])
    }

    @Test("a refusal speaks the protocol of its service, names user, action and resource, and is counted")
    func refusals() throws {
        var bench = try Self.bench(#"{"Effect":"Allow","Action":"backup:ListBackupPlans","Resource":"*"}"#)
        let account = try #require(bench.members.first)
        let session = try bench.session(account)
        #expect(bench.send("backup", "GET", "/backup/plans/", credentials: session).status == 200)
        let user = "arn:aws:sts::\(account):assumed-role/HoldfastMember/bench"
        func check(_ response: HTTPResponse, status: Int, code: String, _ words: String) {
            let text = String(decoding: response.body, as: UTF8.self)
            #expect(response.status == status)
            let told = response.headers["X-Amzn-ErrorType"] ?? text
            #expect(told.contains(code), "\(told)")
            #expect(text.contains("User: \(user) is not authorized to perform: \(words)"), "\(text)")
        }
        let vault = "arn:aws:backup:us-east-1:\(account):backup-vault:Default"
        check(
            bench.send("backup", "GET", "/backup-vaults/Default", credentials: session), status: 403,
            code: "AccessDeniedException",
            "backup:DescribeBackupVault on resource: \(vault) because no identity-based policy allows the "
                + "backup:DescribeBackupVault action")
        check(
            bench.send(
                "config", "POST", "/",
                headers: [
                    "Content-Type": "application/x-amz-json-1.1",
                    "X-Amz-Target": "StarlingDoveService.DescribeConfigRules",
                ], body: Array("{}".utf8), credentials: session), status: 400, code: "AccessDeniedException",
            "config:DescribeConfigRules because")
        check(
            bench.form("ec2", "Action=DescribeVolumes&Version=2016-11-15", credentials: session), status: 403,
            code: "UnauthorizedOperation", "ec2:DescribeVolumes because")
        check(
            bench.form("rds", "Action=DescribeDBClusters&Version=2014-10-31", credentials: session), status: 403,
            code: "<Code>AccessDenied</Code>", "rds:DescribeDBClusters on resource: arn:aws:rds:us-east-1:\(account)")
        check(
            bench.send("s3", "GET", "/", credentials: session), status: 403, code: "<Code>AccessDenied</Code>",
            "s3:ListAllMyBuckets because")
        #expect(bench.form("sts", "Action=GetCallerIdentity&Version=2011-06-15", credentials: session).status == 200)
        let counts = bench.organization.gate.counts
        #expect(counts["backup:ListBackupPlans"] == PermissionGate.Count(allowed: 1, refused: 0))
        #expect(counts.values.map(\.refused).reduce(0, +) == 5)
        #expect(bench.organization.gate.unusedActions == [])
        // The user the role is entered from is held to nothing.
        #expect(bench.send("s3", "GET", "/", credentials: bench.base).status == 200)
    }

    @Test("making a selection needs leave to hand over the role it names")
    func passRole() throws {
        let all = #"{"Effect":"Allow","Action":"backup:*","Resource":"*"},"#
        let pass =
            #"{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::${AWS::AccountId}:role/"#
            + #"HoldfastBackupRole","Condition":{"StringEquals":{"iam:PassedToService":"backup.amazonaws.com"}}}"#
        let storage = #",{"Effect":"Allow","Action":"backup-storage:MountCapsule","Resource":"*"}"#
        var bench = try Self.bench(all + pass + storage)
        let account = try #require(bench.members.first)
        _ = try bench.backup(account, "PUT", "/backup-vaults/gate", .object([]))
        let rule = WireValue.record(("RuleName", .string("daily")), ("TargetBackupVaultName", .string("gate")))
        let plan = WireValue.record(("BackupPlanName", .string("gate")), ("Rules", .array([rule])))
        let made = try bench.backup(account, "PUT", "/backup/plans/", .record(("BackupPlan", plan)))
        let path = "/backup/plans/\(made["BackupPlanId"]?.stringValue ?? "")/selections/"
        func selection(_ role: String) -> WireValue {
            .record(
                (
                    "BackupSelection",
                    .record(
                        ("SelectionName", .string("gate")),
                        ("IamRoleArn", .string("arn:aws:iam::\(account):role/\(role)")),
                        ("Resources", .texts(["*"])))
                ))
        }
        let refused = try bench.backup(
            account, "PUT", path, selection("service-role/AWSBackupDefaultServiceRole"), status: 403)
        #expect(refused["Message"]?.stringValue?.contains("iam:PassRole on resource: arn:aws:iam::") == true)
        _ = try bench.backup(account, "PUT", path, selection("HoldfastBackupRole"))
    }

    @Test("the tagging API leaves out the resources whose own service refuses")
    func taggingFailsByResource() throws {
        var bench = try Self.bench(
            #"{"Effect":"Allow","Action":["tag:TagResources","ec2:CreateTags"],"Resource":"*"}"#)
        let account = try bench.member { !$0.resources(.volume).isEmpty && !$0.resources(.table).isEmpty }
        let state = try bench.state(account)
        let volume = try #require(state.resources(.volume).first?.arn)
        let table = try #require(state.resources(.table).first?.arn)
        let body = WireValue.record(
            ("ResourceARNList", .texts([volume, table])), ("Tags", .record(("gate", .string("1")))))
        let response = bench.send(
            "tagging", "POST", "/",
            headers: [
                "Content-Type": "application/x-amz-json-1.1",
                "X-Amz-Target": "ResourceGroupsTaggingAPI_20170126.TagResources",
            ], body: body.jsonBytes(), credentials: try bench.session(account))
        let answer = try WireValue(json: response.body)
        #expect(response.status == 200)
        #expect(answer["FailedResourcesMap"]?.objectValue?.map(\.name) == [table])
        #expect(answer["FailedResourcesMap"]?[table]?["ErrorCode"]?.stringValue == "AccessDeniedException")
        #expect(try bench.state(account).tags(of: volume)?["gate"] == "1")
        #expect(try bench.state(account).tags(of: table)?["gate"] == nil)
    }

    @Test("a session made with a policy may do only what that grants too")
    func sessionPolicy() throws {
        var bench = WireBench()
        let account = try #require(bench.members.first)
        let document =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"backup:List*","Resource":"*"}]}"#
        let session = try bench.session(account, isNew: true, more: "&Policy=\(PercentCoding.encode(document))")
        #expect(bench.send("backup", "GET", "/backup/plans/", credentials: session).status == 200)
        let response = bench.send("backup", "GET", "/account-settings", credentials: session)
        #expect(response.status == 403)
        #expect(String(decoding: response.body, as: UTF8.self).contains("because no session policy allows"))
    }

    @Test("the template gives the member role its policies by its own conditions")
    func template() throws {
        let reading = try MemberTemplate.policies(mayChange: false)
        let changing = try MemberTemplate.policies()
        let keyed = try MemberTemplate.policies([
            "VaultKeyArn": "arn:aws:kms:us-east-1:111122223333:key/0000-0000"
        ])
        #expect(reading.map(\.name) == ["read"] && changing.map(\.name) == ["read", "enforce"])
        #expect(changing.flatMap(\.grantedActions).contains("iam:PassRole"))
        #expect(!changing.flatMap(\.grantedActions).contains("kms:CreateGrant"))
        #expect(keyed.flatMap(\.grantedActions).contains("kms:CreateGrant"))
        #expect(
            reading[0].document(in: "111122223333").contains("arn:aws:iam::111122223333:role/HoldfastBackupRole"))
        #expect(throws: PermissionPolicyError.self) {
            try RolePolicyFile.read(
                Array("Resources: {}".utf8), file: "empty.yaml", role: "HoldfastMember", parameters: [:])
        }
    }
}
