internal import AWSWire
internal import Testing

@testable internal import AWSSimulator

@Suite("AWS Config, simulated")
struct ConfigServiceTests {
    private let config = ConfigService()

    private static func flagged(_ answer: WireValue) -> Set<String> {
        Set(
            (answer["EvaluationResults"]?.arrayValue ?? []).compactMap {
                $0["EvaluationResultIdentifier"]?["EvaluationResultQualifier"]?["ResourceId"]?.stringValue
            })
    }

    @Test("a flagged resource becomes compliant at the first evaluation after a selection covers it")
    func coveredResourceBecomesCompliant() throws {
        var bench = ServiceBench()
        let rule = "ebs-resources-protected-by-backup-plan"
        let ask = WireValue.record(
            ("ConfigRuleName", .string(rule)), ("Limit", .integer(100)),
            ("ComplianceTypes", .texts(["NON_COMPLIANT"])))
        let scope = try bench.place { region in
            region.config.rules.contains { $0.name == rule && !$0.nonCompliant.isEmpty } && !region.backup.plans.isEmpty
        }
        let before = Self.flagged(try bench.json(config, "GetComplianceDetailsByConfigRule", in: scope, ask))
        let id = try #require(before.sorted().first)
        let arn = ResourceKind.volume.arn(id, account: scope.account, region: scope.region)
        let now = bench.now
        _ = bench.world.withRegion(scope, at: now) { region in
            region.backup.optIn = [BackupState.OptIn(type: "EBS", isOn: true)]
            region.backup.plans[0].selections.append(
                BackupSelection(
                    id: "s", name: "s", roleARN: "r", createdAt: now, creatorRequestID: nil, resources: [arn],
                    notResources: [], listOfTags: [], stringEquals: [], stringNotEquals: [], stringLike: [],
                    stringNotLike: []))
        }
        bench.world.keep(scope.account)
        #expect(Self.flagged(try bench.json(config, "GetComplianceDetailsByConfigRule", in: scope, ask)).contains(id))
        bench.now = now.adding(days: 1)
        let after = Self.flagged(try bench.json(config, "GetComplianceDetailsByConfigRule", in: scope, ask))
        #expect(!after.contains(id))
    }

    @Test("a resource that is given the required tag is flagged no more from the next evaluation on")
    func taggedResourceBecomesCompliant() throws {
        var bench = ServiceBench()
        let scope = try bench.place { region in
            region.config.rules.contains { $0.requiredTag != nil && !$0.nonCompliant.isEmpty }
        }
        let rule = try #require(try bench.state(of: scope).config.rules.first { $0.requiredTag != nil })
        let arn = try #require(rule.nonCompliant.first)
        let tags = WireValue.record(
            ("ResourceARNList", .texts([arn])), ("Tags", .record(("holdfast:tier", .string("gold")))))
        _ = try bench.json(TaggingService(), "TagResources", in: scope, tags)
        bench.world.keep(scope.account)
        bench.now = bench.now.adding(days: 1)
        let after = try #require(try bench.state(of: scope).config.rules.first { $0.requiredTag != nil })
        #expect(after.compliant.contains(arn) && !after.nonCompliant.contains(arn))
    }

    @Test("an account without a recorder has neither rules nor inventory")
    func nothingIsKnownWithoutRecorder() throws {
        var bench = ServiceBench()
        let scope = try bench.place { $0.config.recorderName == nil && !$0.resources.isEmpty }
        let query = WireValue.record(("Expression", .string("SELECT resourceId")))
        #expect(try bench.json(config, "SelectResourceConfig", in: scope, query)["Results"]?.arrayValue == [])
        #expect(try bench.json(config, "DescribeConfigRules", in: scope)["ConfigRules"]?.arrayValue == [])
        let recorders = try bench.json(config, "DescribeConfigurationRecorders", in: scope)
        #expect(recorders["ConfigurationRecorders"]?.arrayValue == [])
    }

    @Test("properties of the configuration stand in objects, those a resource has no value for are left out")
    func configurationIsNested() throws {
        var bench = ServiceBench()
        let scope = try bench.place { $0.config.recorderName != nil && !$0.resources(.cluster).isEmpty }
        let cluster = try #require(try bench.state(of: scope).resources(.cluster).first)
        let text =
            "SELECT resourceType, configuration.dBClusterIdentifier, configuration.engine, configuration.state.name "
            + "WHERE configuration.dBClusterIdentifier = '\(cluster.id)'"
        let answer = try bench.json(config, "SelectResourceConfig", in: scope, .record(("Expression", .string(text))))
        let items = try (answer["Results"]?.textsValue ?? []).map { try WireValue(json: Array($0.utf8)) }
        #expect(items.count == 1 + ClusterFacts.memberIDs(of: cluster).count)
        for item in items {
            #expect(item["configuration"]?["dBClusterIdentifier"]?.stringValue == cluster.id)
            #expect(item["configuration"]?["engine"]?.stringValue?.hasPrefix("aurora") == true)
            #expect(item["configuration"]?["state"] == nil)
        }
    }

    @Test("the inventory holds every resource once, databases under the id RDS gives for good")
    func inventoryIsComplete() throws {
        var bench = ServiceBench()
        let scope = try bench.place { $0.config.recorderName != nil && !$0.resources(.database).isEmpty }
        var arns: [String] = []
        var ids: [String] = []
        var token: WireValue?
        let text = "SELECT arn, resourceId, tags WHERE resourceType <> 'AWS::Config::ResourceCompliance'"
        repeat {
            let page = try bench.json(
                config, "SelectResourceConfig", in: scope,
                .record(("Expression", .string(text)), ("NextToken", token)))
            for text in page["Results"]?.textsValue ?? [] {
                let item = try WireValue(json: Array(text.utf8))
                arns.append(try #require(item["arn"]?.stringValue))
                ids.append(try #require(item["resourceId"]?.stringValue))
                let tags = item["tags"]?.arrayValue ?? []
                #expect(
                    tags.allSatisfy { tag in
                        tag["tag"]?.stringValue == "\(tag["key"]?.stringValue ?? "")=\(tag["value"]?.stringValue ?? "")"
                    })
            }
            token = page["NextToken"]
        } while token != nil
        let held = try bench.state(of: scope).resources
        let members = DatabaseFacts.members(in: try bench.state(of: scope))
        #expect(arns.sorted() == (held.map(\.arn) + members.map(\.arn)).sorted())
        #expect(Set(ids).count == ids.count)
        #expect(ids.filter { $0.hasPrefix("db-") }.count == held.filter { $0.kind == .database }.count + members.count)
    }
}
