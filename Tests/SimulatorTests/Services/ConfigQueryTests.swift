internal import AWSWire
internal import Testing

@testable internal import AWSSimulator

@Suite("Queries over many accounts, simulated")
struct ConfigQueryTests {
    private let config = ConfigService()

    /// Every row of a query, read in pages of a size, and how many pages there were.
    private func rows(
        _ bench: inout ServiceBench, _ text: String, limit: Int64? = nil, in scope: Scope? = nil
    ) throws -> (rows: [WireValue], pages: Int) {
        let home = Scope(account: bench.world.organization.managementAccount.id, region: bench.options.regions[0])
        var rows: [WireValue] = []
        var pages = 0
        var token: WireValue?
        repeat {
            let ask = WireValue.record(
                ("Expression", .string(text)), ("Limit", limit.map { .integer($0) }), ("NextToken", token),
                ("ConfigurationAggregatorName", scope == nil ? .string("organization") : nil))
            let operation = scope == nil ? "SelectAggregateResourceConfig" : "SelectResourceConfig"
            let page = try bench.json(config, operation, in: scope ?? home, ask)
            rows += try (page["Results"]?.textsValue ?? []).map { try WireValue(json: Array($0.utf8)) }
            token = page["NextToken"]
            pages += 1
        } while token != nil && pages < 1_000
        return (rows, pages)
    }

    /// Every active account and Region with a recorder, as the world itself holds it.
    private func recorded(_ bench: inout ServiceBench) throws -> [RegionState] {
        var states: [RegionState] = []
        for account in bench.world.organization.accounts where account.state == .active {
            for region in bench.options.regions {
                let state = try bench.state(of: Scope(account: account.id, region: region))
                if state.config.recorderName != nil { states.append(state) }
            }
        }
        return states
    }

    @Test("an aggregator sees every item of every account and Region that records, each once, in any page size")
    func aggregatorSeesEverything() throws {
        var bench = ServiceBench()
        let text = "SELECT arn, accountId, awsRegion WHERE resourceType <> 'AWS::Config::ResourceCompliance'"
        let whole = try rows(&bench, text, limit: 100).rows
        #expect(try rows(&bench, text, limit: 7).rows == whole)
        let held = try recorded(&bench).flatMap { state in
            state.resources.map(\.arn) + DatabaseFacts.members(in: state).map(\.arn)
        }
        #expect(whole.compactMap { $0["arn"]?.stringValue }.sorted() == held.sorted() && !held.isEmpty)
    }

    @Test("groups count what plain rows list, by account, by Region and type, and all together")
    func groupsCount() throws {
        var bench = ServiceBench()
        let plain = try rows(&bench, "SELECT accountId, awsRegion, resourceType", limit: 100).rows
        let accounts = try rows(&bench, "SELECT accountId, COUNT(*) GROUP BY accountId", limit: 2)
        #expect(accounts.pages > 1)
        for row in accounts.rows {
            #expect(row["COUNT(*)"]?.integerValue == Int64(plain.count { $0["accountId"] == row["accountId"] }))
        }
        #expect(accounts.rows.reduce(0) { $0 + ($1["COUNT(*)"]?.integerValue ?? 0) } == Int64(plain.count))
        let pairs = try rows(
            &bench, "SELECT awsRegion, resourceType, COUNT(*) GROUP BY awsRegion, resourceType", limit: 3
        ).rows
        for row in pairs {
            let count = plain.count { $0["awsRegion"] == row["awsRegion"] && $0["resourceType"] == row["resourceType"] }
            #expect(row["COUNT(*)"]?.integerValue == Int64(count))
        }
        let all = try rows(&bench, "SELECT COUNT(*)").rows
        #expect(all == [.record(("COUNT(*)", .integer(Int64(plain.count))))])
        #expect(try rows(&bench, "SELECT COUNT(*) WHERE accountId = '1'").rows.first?["COUNT(*)"] == .integer(0))
    }

    @Test("sums, means and bounds are those of the rows")
    func functionsAgreeWithRows() throws {
        var bench = ServiceBench()
        let condition = "WHERE resourceType = 'AWS::EC2::Volume'"
        let sizes = try rows(&bench, "SELECT configuration.size \(condition)", limit: 100).rows
            .compactMap { $0["configuration"]?["size"]?.integerValue }
        let text = ["SUM", "AVG", "MIN", "MAX"].map { "\($0)(configuration.size)" }.joined(separator: ", ")
        let found = try #require(try rows(&bench, "SELECT \(text) \(condition)").rows.first)
        let sum = sizes.reduce(0, +)
        #expect(found["SUM(configuration.size)"]?.integerValue == sum && sum > 0)
        #expect(found["AVG(configuration.size)"]?.doubleValue == Double(sum) / Double(sizes.count))
        #expect(found["MIN(configuration.size)"]?.integerValue == sizes.min())
        #expect(found["MAX(configuration.size)"]?.integerValue == sizes.max())
    }

    @Test("sorted rows are the plain ones in order, page after page; sorted by a function there is one page")
    func rowsAreSorted() throws {
        var bench = ServiceBench()
        let plain = try rows(&bench, "SELECT resourceId WHERE resourceType = 'AWS::S3::Bucket'", limit: 100).rows
        let sorted = try rows(
            &bench, "SELECT resourceId WHERE resourceType = 'AWS::S3::Bucket' ORDER BY resourceId DESC", limit: 4)
        let ids = sorted.rows.compactMap { $0["resourceId"]?.stringValue }
        #expect(ids == plain.compactMap { $0["resourceId"]?.stringValue }.sorted(by: >) && sorted.pages > 1)
        let most = try rows(
            &bench, "SELECT resourceType, COUNT(*) GROUP BY resourceType ORDER BY COUNT(*) DESC", limit: 3)
        let counts = most.rows.compactMap { $0["COUNT(*)"]?.integerValue }
        #expect(most.pages == 1 && counts.count == 3 && counts == counts.sorted(by: >))
    }

    @Test("compliance is an item of its own, whose rules are matched all at once")
    func complianceIsQueried() throws {
        var bench = ServiceBench()
        let scope = try bench.place { region in
            region.config.rules.contains { !$0.nonCompliant.isEmpty }
                && region.config.rules.contains { !$0.compliant.isEmpty }
        }
        let type = "resourceType = 'AWS::Config::ResourceCompliance'"
        let flagged = try rows(
            &bench, "SELECT configuration WHERE \(type) AND configuration.complianceType = 'NON_COMPLIANT'",
            limit: 100, in: scope
        ).rows
        let state = try bench.state(of: scope)
        #expect(flagged.count == Set(state.config.rules.flatMap(\.nonCompliant)).count)
        // Source: the page on querying says that two conditions on one array may hold for different elements of it.
        let mixed = try #require(
            flagged.first { row in
                Set(row["configuration"]?["configRuleList"]?.arrayValue?.compactMap { $0["complianceType"] } ?? [])
                    .count
                    == 2
            })
        let list = try #require(mixed["configuration"]?["configRuleList"]?.arrayValue)
        let kept = try #require(list.first { $0["complianceType"] == .string("COMPLIANT") }?["configRuleName"])
        let id = try #require(mixed["configuration"]?["targetResourceId"]?.stringValue)
        let both = try rows(
            &bench,
            "SELECT configuration.configRuleList.configRuleName WHERE configuration.targetResourceId = '\(id)' "
                + "AND configuration.configRuleList.complianceType = 'NON_COMPLIANT' "
                + "AND configuration.configRuleList.configRuleName = '\(kept.stringValue ?? "")'", in: scope
        ).rows
        let names = WireValue.array(list.map { .record(("configRuleName", $0["configRuleName"])) })
        #expect(both == [.record(("configuration", .record(("configRuleList", names))))])
    }

    @Test("one page of a large organization looks into a bounded number of accounts, which are not kept")
    func pagesAreBounded() {
        let scopes = (0..<40_000).map { Scope(account: "\($0 / 4)", region: "r\($0 % 4)") }
        var visited: [Scope] = []
        let pages = PlacePages(limit: 25)
        let first = pages.page(from: PlacePages.Position(), units: scopes.map { [$0] }) { unit -> [Int] in
            visited += unit
            return [1]
        }
        #expect(first.results.count == 25 && visited.count == 25)
        visited = []
        let empty = pages.page(from: PlacePages.Position(), units: scopes.map { [$0] }) { unit -> [Int] in
            visited += unit
            return []
        }
        #expect(empty.results.isEmpty && empty.next == PlacePages.Position(unit: 200) && visited.count == 200)
        visited = []
        let one = pages.page(
            from: PlacePages.Position(), units: scopes.map { [$0] }, where: { $0.account == "9999" }
        ) { unit -> [Int] in
            visited += unit
            return [1]
        }
        #expect(one.results.count == 4 && one.next == nil && visited.count == 4)
    }

    @Test("what an aggregator reads of an account nobody touched is what the account itself answers")
    func untouchedAccountsAgree() throws {
        var bench = ServiceBench()
        let account = try #require(bench.world.organization.accounts.first { $0.state == .active })
        for region in bench.options.regions {
            let scope = Scope(account: account.id, region: region)
            let light = try #require(bench.world.recorded(scope, at: bench.now))
            let whole = try bench.state(of: scope)
            #expect(light.resources == whole.resources && light.config.rules == whole.config.rules)
            #expect(light.config.evaluatedAt == whole.config.evaluatedAt)
        }
    }
}
