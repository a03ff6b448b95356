internal import AWSWire
internal import Testing

@testable internal import AWSSimulator

@Suite("AWS Organizations, simulated")
struct OrganizationsServiceTests {
    private let organizations = OrganizationsService()

    private static func management(_ bench: ServiceBench) -> Scope {
        Scope(account: bench.world.organization.managementAccount.id, region: "us-east-1")
    }

    private static func ask(_ members: (String, String)...) -> WireValue {
        .record(members.map { ($0.0, .string($0.1)) })
    }

    static let plan = """
        {"plans":{"daily":{"regions":{"@@assign":["us-east-1"]},"rules":{"hourly":{\
        "schedule_expression":{"@@assign":"cron(0 5 ? * * *)"},"target_backup_vault_name":{"@@assign":"Default"},\
        "lifecycle":{"delete_after_days":{"@@assign":"35"}}}},"selections":{"tags":{"all":{\
        "iam_role_arn":{"@@assign":"arn:aws:iam::$account:role/service-role/AWSBackupDefaultServiceRole"},\
        "tag_key":{"@@assign":"backup"},"tag_value":{"@@assign":["daily"]}}}}}}}
        """

    /// Makes a backup policy and attaches it.
    private func attach(_ content: String, named name: String, to target: String, in bench: inout ServiceBench) throws {
        let scope = Self.management(bench)
        let made = try bench.json(
            organizations, "CreatePolicy", in: scope,
            Self.ask(("Content", content), ("Name", name), ("Description", ""), ("Type", "BACKUP_POLICY")))
        let id = try #require(made["Policy"]?["PolicySummary"]?["Id"]?.stringValue)
        _ = try bench.call(
            organizations, "AttachPolicy", in: scope, Self.ask(("PolicyId", id), ("TargetId", target)))
    }

    private func enable(in bench: inout ServiceBench) throws {
        let root = bench.world.organization.rootID
        _ = try bench.call(
            organizations, "EnablePolicyType", in: Self.management(bench),
            Self.ask(("RootId", root), ("PolicyType", "BACKUP_POLICY")))
    }

    @Test("a policy of the root is in force in every account, changed by one of a unit below it")
    func policiesAreInherited() throws {
        var bench = ServiceBench()
        try enable(in: &bench)
        let tree = bench.world.organization
        let unit = try #require(tree.units.first { unit in tree.accounts.contains { $0.parentID == unit.id } })
        try attach(Self.plan, named: "root", to: tree.rootID, in: &bench)
        bench.requestID = "second"
        try attach(
            #"{"plans":{"daily":{"regions":{"@@append":["eu-west-1"]}}}}"#, named: "unit", to: unit.id, in: &bench)
        for account in tree.accounts where account.state == .active {
            let scope = Scope(account: account.id, region: "us-east-1")
            let told = try bench.json(
                organizations, "DescribeEffectivePolicy", in: scope, Self.ask(("PolicyType", "BACKUP_POLICY")))
            let text = try #require(told["EffectivePolicy"]?["PolicyContent"]?.stringValue)
            let regions = try WireValue(json: Array(text.utf8))["plans"]?["daily"]?["regions"]?.textsValue
            #expect(regions == (account.parentID == unit.id ? ["us-east-1", "eu-west-1"] : ["us-east-1"]))
        }
    }

    @Test("an effective policy that lacks an element is told with its place and the policies that lead there")
    func invalidPoliciesAreListed() throws {
        var bench = ServiceBench()
        try enable(in: &bench)
        let tree = bench.world.organization
        let account = try #require(tree.accounts.last { $0.state == .active })
        try attach(Self.plan, named: "sound", to: tree.rootID, in: &bench)
        bench.requestID = "second"
        let broken = #"{"plans":{"broken":{"rules":{"r":{"start_backup_window_minutes":{"@@assign":"10"}}}}}}"#
        try attach(broken, named: "broken", to: account.id, in: &bench)
        let scope = Self.management(bench)
        let type = ("PolicyType", "BACKUP_POLICY")
        let list = try bench.json(organizations, "ListAccountsWithInvalidEffectivePolicy", in: scope, Self.ask(type))
        #expect(list["Accounts"]?.arrayValue?.compactMap { $0["Id"]?.stringValue } == [account.id])
        let told = try bench.json(
            organizations, "ListEffectivePolicyValidationErrors", in: scope, Self.ask(("AccountId", account.id), type))
        let paths = (told["EffectivePolicyValidationErrors"]?.arrayValue ?? []).compactMap {
            $0["PathToError"]?.stringValue
        }
        #expect(
            paths == [
                "plans/broken/regions", "plans/broken/selections", "plans/broken/rules/r/schedule_expression",
                "plans/broken/rules/r/target_backup_vault_name", "plans/broken/rules/r/start_backup_window_minutes",
            ])
        let policies = Set(
            (told["EffectivePolicyValidationErrors"]?.arrayValue ?? []).flatMap {
                $0["ContributingPolicies"]?.textsValue ?? []
            })
        #expect(policies == [try #require(bench.world.governance.policies.last).id])
    }

    @Test(
        "a document that is no backup policy is refused",
        arguments: [
            "", "[]", #"{"plan":{}}"#, #"{"plans":{"p":{"regions":["a"]}}}"#,
            #"{"plans":{"p":{"regions":{"@@set":["a"]}}}}"#,
            #"{"plans":{"p":{"regions":{"@@assign":"a"}}}}"#, #"{"plans":{"p":{"colour":{"@@assign":"red"}}}}"#,
            #"{"plans":{"p":{"rules":{"r":{"schedule_expression":{"@@append":"x"}}}}}}"#,
            #"{"plans":{"p":{"rules":{"r":{"schedule_expression":{"@@assign":5}}}}}}"#,
            #"{"plans":{"@@operators_allowed_for_child_policies":["@@some"]}}"#,
        ])
    func malformedPoliciesAreRefused(content: String) {
        var bench = ServiceBench()
        let parameters = Self.ask(("Content", content), ("Name", "n"), ("Description", ""), ("Type", "BACKUP_POLICY"))
        #expect(
            bench.code(organizations, "CreatePolicy", in: Self.management(bench), parameters)
                == "MalformedPolicyDocumentException")
    }

    @Test("a delegated administrator reads the tree, and one of AWS Backup governs backup policies")
    func delegationOpensDoors() throws {
        var bench = ServiceBench()
        let scope = Self.management(bench)
        let member = try #require(
            bench.world.organization.accounts.first { $0.state == .active && $0.id != scope.account })
        let there = Scope(account: member.id, region: "us-east-1")
        let filter = Self.ask(("Filter", "BACKUP_POLICY"))
        #expect(bench.code(organizations, "ListAccounts", in: there) == "AccessDeniedException")
        for (service, governs) in [("config.amazonaws.com", false), ("backup.amazonaws.com", true)] {
            let parameters = Self.ask(("AccountId", member.id), ("ServicePrincipal", service))
            _ = try bench.call(organizations, "RegisterDelegatedAdministrator", in: scope, parameters)
            #expect(
                bench.code(organizations, "RegisterDelegatedAdministrator", in: scope, parameters)
                    == "AccountAlreadyRegisteredException")
            #expect(bench.code(organizations, "ListAccounts", in: there) == nil)
            #expect((bench.code(organizations, "ListPolicies", in: there, filter) == nil) == governs)
            #expect(
                bench.code(organizations, "RegisterDelegatedAdministrator", in: there, parameters)
                    == "AccessDeniedException")
        }
        let listed = try bench.json(organizations, "ListDelegatedAdministrators", in: scope)
        #expect(listed["DelegatedAdministrators"]?.arrayValue?.compactMap { $0["Id"]?.stringValue } == [member.id])
        let services = try bench.json(
            organizations, "ListDelegatedServicesForAccount", in: scope, Self.ask(("AccountId", member.id)))
        #expect(services["DelegatedServices"]?.arrayValue?.count == 2)
    }

    @Test("a backup policy in force makes a plan in each account's Regions it names, which nobody there may change")
    func policiesMakePlans() throws {
        var bench = ServiceBench()
        try enable(in: &bench)
        let tree = bench.world.organization
        try attach(Self.plan, named: "root", to: tree.rootID, in: &bench)
        let member = try #require(tree.accounts.first { $0.state == .active && $0.id != tree.managementAccount.id })
        let here = Scope(account: member.id, region: "us-east-1")
        let plan = try #require(try bench.state(of: here).backup.plans.first { $0.id.hasPrefix("orgs/") })
        #expect(plan.name == "daily" && plan.rules.map(\.name) == ["hourly"])
        #expect(plan.selections.first?.roleARN.contains(member.id) == true)
        let elsewhere = try bench.state(of: Scope(account: member.id, region: "us-west-2"))
        #expect(!elsewhere.backup.plans.contains { $0.id.hasPrefix("orgs/") })
        #expect(
            bench.code(BackupService(), "DeleteBackupPlan", in: here, labels: ["backupPlanId": plan.id])
                == "InvalidParameterValueException")
        bench.now = bench.now.adding(days: 2)
        let after = try bench.state(of: here)
        #expect(after.backup.jobs.contains { $0.creator?.planID == plan.id })
        let policy = try #require(bench.world.governance.policies.first)
        _ = try bench.call(
            organizations, "DetachPolicy", in: Self.management(bench),
            Self.ask(("PolicyId", policy.id), ("TargetId", tree.rootID)))
        let left = try bench.state(of: here).backup.plans
        #expect(!left.contains { $0.id.hasPrefix("orgs/") })
    }
}
