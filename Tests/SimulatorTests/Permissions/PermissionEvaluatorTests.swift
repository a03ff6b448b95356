import Testing

@testable import AWSSimulator

@Suite("Policies of IAM, evaluated")
struct PermissionEvaluatorTests {
    private static let account = "111122223333"

    private static func decision(
        _ statements: String, _ action: String, on resource: String = "*", context: [String: [String]] = [:],
        session: String? = nil
    ) throws -> PermissionDecision {
        func policy(_ statements: String) throws -> PermissionPolicy {
            try PermissionPolicy(text: #"{"Version":"2012-10-17","Statement":[\#(statements)]}"#, name: "test")
        }
        return PermissionEvaluator(
            identity: [try policy(statements)], session: try session.map { [try policy($0)] }, account: account
        ).decision(PermissionQuestion(action: action, resource: resource, context: context))
    }

    @Test(
        "actions fit without regard to case, resources with it",
        arguments: [
            (#""backup:List*""#, #""*""#, "Backup:LISTTags", "*", true),
            (#""backup:ListTag?""#, #""*""#, "backup:ListTags", "*", true),
            (#"["s3:Get*","iam:*"]"#, #""*""#, "backup:GetBackupPlan", "*", false),
            (#""*""#, #""arn:aws:s3:::Own-*""#, "s3:GetObject", "arn:aws:s3:::Own-1/a/b", true),
            (#""*""#, #""arn:aws:s3:::Own-*""#, "s3:GetObject", "arn:aws:s3:::own-1", false),
            (
                #""*""#, #""arn:aws:iam::${AWS::AccountId}:role/R""#, "iam:GetRole", "arn:aws:iam::111122223333:role/R",
                true
            ),
            (
                #""*""#, #""arn:aws:iam::${AWS::AccountId}:role/R""#, "iam:GetRole", "arn:aws:iam::444455556666:role/R",
                false
            ),
        ])
    func extents(actions: String, resources: String, action: String, resource: String, isAllowed: Bool) throws {
        let statement = #"{"Effect":"Allow","Action":\#(actions),"Resource":\#(resources)}"#
        #expect(try Self.decision(statement, action, on: resource).isAllowed == isAllowed)
    }

    @Test("a refusal wins over every grant, and the negated forms mean everything else")
    func refusals() throws {
        let all = #"{"Effect":"Allow","Action":"*","Resource":"*"}"#
        let deny = #"{"Effect":"Deny","NotAction":"backup:*","NotResource":"arn:aws:s3:::open"}"#
        #expect(try Self.decision("\(all),\(deny)", "s3:GetObject") == .explicitDeny(.identity))
        #expect(try Self.decision("\(all),\(deny)", "s3:GetObject", on: "arn:aws:s3:::open") == .allowed)
        #expect(try Self.decision("\(all),\(deny)", "backup:ListTags") == .allowed)
        #expect(try Self.decision(deny, "backup:ListTags") == .implicitDeny(.identity))
    }

    @Test("a session may do only what both its own policies and the role's grant")
    func sessions() throws {
        let backup = #"{"Effect":"Allow","Action":"backup:*","Resource":"*"}"#
        let lists = #"{"Effect":"Allow","Action":"*:List*","Resource":"*"}"#
            .replacing("*:List*", with: "backup:List*")
        #expect(try Self.decision(backup, "backup:ListTags", session: lists) == .allowed)
        #expect(try Self.decision(backup, "backup:GetBackupPlan", session: lists) == .implicitDeny(.session))
        #expect(try Self.decision(lists, "backup:GetBackupPlan", session: backup) == .implicitDeny(.identity))
        let deny = #"{"Effect":"Deny","Action":"backup:ListTags","Resource":"*"}"#
        #expect(try Self.decision(backup, "backup:ListTags", session: "\(lists),\(deny)") == .explicitDeny(.session))
    }

    @Test(
        "conditions hold as IAM says, with and without the key",
        arguments: [
            (#"{"StringEquals":{"iam:PassedToService":"backup.amazonaws.com"}}"#, ["backup.amazonaws.com"], true),
            (#"{"StringEquals":{"iam:PassedToService":"backup.amazonaws.com"}}"#, ["ec2.amazonaws.com"], false),
            (#"{"StringEquals":{"IAM:passedtoSERVICE":["a","b"]}}"#, ["b"], true),
            (#"{"StringEquals":{"iam:PassedToService":"a"}}"#, nil, false),
            (#"{"StringEqualsIfExists":{"iam:PassedToService":"a"}}"#, nil, true),
            (#"{"StringNotEquals":{"iam:PassedToService":["a","b"]}}"#, ["b"], false),
            (#"{"StringNotEquals":{"iam:PassedToService":"a"}}"#, nil, true),
            (#"{"StringEqualsIgnoreCase":{"iam:PassedToService":"BACKUP"}}"#, ["backup"], true),
            (#"{"StringLike":{"iam:PassedToService":"*.amazonaws.com"}}"#, ["backup.amazonaws.com"], true),
            (#"{"StringNotLike":{"iam:PassedToService":"*.amazonaws.com"}}"#, ["backup.amazonaws.com"], false),
            (#"{"ArnLike":{"iam:PassedToService":"arn:aws:iam::*:role/a"}}"#, ["arn:aws:iam::1:2:role/a"], false),
            (#"{"ArnLike":{"iam:PassedToService":"arn:aws:iam::*:role/a"}}"#, ["arn:aws:iam::1:role/a"], true),
            (#"{"Bool":{"iam:PassedToService":"true"}}"#, ["True"], true),
            (#"{"Null":{"iam:PassedToService":"true"}}"#, nil, true),
            (#"{"Null":{"iam:PassedToService":"false"}}"#, nil, false),
            (#"{"ForAllValues:StringEquals":{"iam:PassedToService":["a","b"]}}"#, ["a", "c"], false),
            (#"{"ForAllValues:StringEquals":{"iam:PassedToService":["a","b"]}}"#, nil, true),
            (#"{"ForAnyValue:StringEquals":{"iam:PassedToService":["a","b"]}}"#, ["c", "a"], true),
            (#"{"ForAnyValue:StringEquals":{"iam:PassedToService":["a","b"]}}"#, nil, false),
        ] as [(String, [String]?, Bool)])
    func conditions(condition: String, values: [String]?, holds: Bool) throws {
        let statement = #"{"Effect":"Allow","Action":"*","Resource":"*","Condition":\#(condition)}"#
        let context = values.map { ["iam:passedtoservice": $0] } ?? [:]
        #expect(try Self.decision(statement, "iam:PassRole", context: context).isAllowed == holds)
    }

    @Test(
        "what cannot be evaluated is refused when the policy is read, by its name",
        arguments: [
            (#"{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}"#, "Principal"),
            (#"{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::${aws:username}"}"#, "${aws:username}"),
            (
                #"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"::1"}}}"#,
                "IpAddress"
            ),
            (#"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringLike":{"ec2:Vpc":"x"}}}"#, "ec2:Vpc"),
            (
                #"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringLike":{"aws:TagKeys":"x"}}}"#,
                "ForAnyValue"
            ),
            (#"{"Effect":"Allow","Action":"*"}"#, "Resource"),
            (#"{"Effect":"Allow","Action":"backup","Resource":"*"}"#, "'backup'"),
            (#"{"Effect":"Permit","Action":"*","Resource":"*"}"#, "Effect"),
            (#"{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}"#, "NotAction"),
        ])
    func refusedPolicies(statement: String, named: String) {
        do throws(PermissionPolicyError) {
            _ = try PermissionPolicy(text: #"{"Version":"2012-10-17","Statement":\#(statement)}"#, name: "test")
            Issue.record("the policy was taken")
        } catch {
            #expect(error.description.contains(named), "\(error)")
        }
    }
}
