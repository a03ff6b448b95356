internal import AWSWire
internal import Testing

@testable internal import AWSSimulator

@Suite("Rules of AWS Config, put and judged")
struct ConfigRuleTests {
    private let config = ConfigService()

    private static func rule(_ name: String, _ identifier: String, _ more: (String, WireValue?)...) -> WireValue {
        let source = WireValue.record(("Owner", .string("AWS")), ("SourceIdentifier", .string(identifier)))
        return .record(("ConfigRule", .record([("ConfigRuleName", .string(name)), ("Source", source)] + more)))
    }

    @Test("a managed rule judges at once what its scope names, and is described as it was put")
    func managedRuleJudges() throws {
        var bench = ServiceBench()
        let scope = try bench.place { $0.config.recorderName != nil && $0.resources(.volume).count > 2 }
        let types = WireValue.record(("ComplianceResourceTypes", .texts(["AWS::EC2::Volume"])))
        _ = try bench.call(
            config, "PutConfigRule", in: scope,
            Self.rule(
                "named", "REQUIRED_TAGS", ("InputParameters", .string(#"{"tag1Key":"Name"}"#)), ("Scope", types)))
        let state = try bench.state(of: scope)
        let rule = try #require(state.config.rules.first { $0.name == "named" })
        let named = state.resources(.volume).filter { $0.tags["Name"] != nil }.map(\.arn)
        #expect(rule.compliant == named.sorted())
        #expect(rule.compliant.count + rule.nonCompliant.count == state.resources(.volume).count)
        let told = try bench.json(
            config, "DescribeConfigRules", in: scope, .record(("ConfigRuleNames", .texts(["named"]))))
        #expect(told["ConfigRules"]?.arrayValue?.first?["Scope"] == types)
    }

    @Test("a rule about backup plans flags what the world's own rule flags")
    func plansAreJudged() throws {
        var bench = ServiceBench()
        let scope = try bench.place { region in
            region.config.rules.contains { $0.kinds == [.volume] && !$0.nonCompliant.isEmpty }
        }
        _ = try bench.call(
            config, "PutConfigRule", in: scope, Self.rule("mine", "EBS_RESOURCES_PROTECTED_BY_BACKUP_PLAN"))
        let rules = try bench.state(of: scope).config.rules
        let mine = try #require(rules.first { $0.name == "mine" })
        let born = try #require(rules.first { $0.name == "ebs-resources-protected-by-backup-plan" })
        #expect(Set(born.nonCompliant).isSubset(of: mine.nonCompliant) && !born.nonCompliant.isEmpty)
    }

    @Test("a function's results count by the token of its invocation, the latest of a resource wins")
    func functionsJudge() throws {
        var bench = ServiceBench()
        let scope = try bench.place { $0.config.recorderName != nil }
        let source = WireValue.record(
            ("Owner", .string("CUSTOM_LAMBDA")), ("SourceIdentifier", .string("arn:aws:lambda:r:1:function:f")),
            ("SourceDetails", .array([.record(("EventSource", .string("aws.config")))])))
        _ = try bench.call(
            config, "PutConfigRule", in: scope,
            .record(("ConfigRule", .record(("ConfigRuleName", .string("custom")), ("Source", source)))))
        let token = ConfigInvocation.token(
            rule: "custom", scope: scope, at: bench.now, seed: bench.options.seed)
        func put(_ compliance: String, at second: Int64, token: String) -> WireValue {
            let item = WireValue.record(
                ("ComplianceResourceType", .string("AWS::EC2::Volume")), ("ComplianceResourceId", .string("vol-1")),
                ("ComplianceType", .string(compliance)), ("OrderingTimestamp", .integer(second)))
            return .record(("Evaluations", .array([item])), ("ResultToken", .string(token)))
        }
        func verdict() throws -> String? {
            let told = try bench.json(
                config, "GetComplianceDetailsByConfigRule", in: scope, .record(("ConfigRuleName", .string("custom"))))
            return told["EvaluationResults"]?.arrayValue?.first?["ComplianceType"]?.stringValue
        }
        #expect(try verdict() == nil)
        #expect(
            bench.code(config, "PutEvaluations", in: scope, put("COMPLIANT", at: 100, token: "x"))
                == "InvalidResultTokenException")
        _ = try bench.call(config, "PutEvaluations", in: scope, put("NON_COMPLIANT", at: 100, token: token))
        #expect(try verdict() == "NON_COMPLIANT")
        _ = try bench.call(config, "PutEvaluations", in: scope, put("COMPLIANT", at: 50, token: token))
        #expect(try verdict() == "NON_COMPLIANT")
        _ = try bench.call(config, "PutEvaluations", in: scope, put("COMPLIANT", at: 200, token: token))
        #expect(try verdict() == "COMPLIANT")
        _ = try bench.call(config, "PutEvaluations", in: scope, put("NOT_APPLICABLE", at: 300, token: token))
        #expect(try verdict() == nil)
        let elsewhere = try #require(bench.options.regions.first { $0 != scope.region })
        #expect(
            bench.code(
                config, "PutEvaluations", in: Scope(account: scope.account, region: elsewhere),
                put("COMPLIANT", at: 400, token: token)) == "InvalidResultTokenException")
    }

    @Test("an evaluation may be started once a minute and sees tags of the moment")
    func evaluationsAreStarted() throws {
        var bench = ServiceBench()
        let scope = try bench.place { region in
            region.config.rules.contains { $0.requiredTag != nil && !$0.nonCompliant.isEmpty }
        }
        let rule = try #require(try bench.state(of: scope).config.rules.first { $0.requiredTag != nil })
        let arn = try #require(rule.nonCompliant.first)
        let now = bench.now
        _ = bench.world.withRegion(scope, at: now) { $0.tag(arn, setting: ["holdfast:tier": "gold"]) }
        bench.world.keep(scope.account)
        #expect(
            try bench.state(of: scope).config.rules.first { $0.name == rule.name }?.nonCompliant.contains(arn) == true)
        let ask = WireValue.record(("ConfigRuleNames", .texts([rule.name])))
        _ = try bench.call(config, "StartConfigRulesEvaluation", in: scope, ask)
        #expect(try bench.state(of: scope).config.rules.first { $0.name == rule.name }?.compliant.contains(arn) == true)
        #expect(bench.code(config, "StartConfigRulesEvaluation", in: scope, ask) == "LimitExceededException")
        bench.now = now.adding(minutes: 2)
        #expect(bench.code(config, "StartConfigRulesEvaluation", in: scope, ask) == nil)
    }
}
