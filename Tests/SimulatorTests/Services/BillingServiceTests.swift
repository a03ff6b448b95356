internal import AWSWire
internal import Testing

@testable internal import AWSSimulator

@Suite("Cost Explorer and the price list, simulated")
struct BillingServiceTests {
    private let explorer = CostExplorerService()
    private let pricing = PricingService()

    private static func period(_ days: ClosedRange<Int64>, _ bench: ServiceBench) -> WireValue {
        func text(_ days: Int64) -> WireValue { .string(String(Moment(day: bench.now.day + days).iso8601.prefix(10))) }
        return .record(("Start", text(days.lowerBound)), ("End", text(days.upperBound)))
    }

    private static func home(_ bench: ServiceBench) -> Scope {
        Scope(account: bench.world.organization.managementAccount.id, region: "us-east-1")
    }

    private func costs(
        _ bench: inout ServiceBench, _ granularity: String, by keys: [String], in scope: Scope? = nil,
        filter: WireValue? = nil
    ) throws -> [WireValue] {
        let groups = keys.map { WireValue.record(("Type", .string("DIMENSION")), ("Key", .string($0))) }
        let told = try bench.json(
            explorer, "GetCostAndUsage", in: scope ?? Self.home(bench),
            .record(
                ("TimePeriod", Self.period(-20 ... -2, bench)), ("Granularity", .string(granularity)),
                ("Metrics", .texts(["UnblendedCost", "UsageQuantity"])), ("GroupBy", .array(groups)), ("Filter", filter)
            ))
        return told["ResultsByTime"]?.arrayValue ?? []
    }

    private static func amount(_ metrics: WireValue?, _ name: String = "UnblendedCost") -> Double {
        metrics?[name]?["Amount"]?.stringValue.flatMap(Double.init) ?? 0
    }

    @Test("days add up to months, groups to totals, and members see their share of the whole")
    func figuresAddUp() throws {
        var bench = ServiceBench()
        let total = try costs(&bench, "MONTHLY", by: []).reduce(0) { $0 + Self.amount($1["Total"]) }
        let daily = try costs(&bench, "DAILY", by: []).reduce(0) { $0 + Self.amount($1["Total"]) }
        #expect(total > 0 && abs(total - daily) < 1e-6)
        for keys in [["SERVICE"], ["USAGE_TYPE"], ["LINKED_ACCOUNT", "REGION"]] {
            let sum = try costs(&bench, "MONTHLY", by: keys).reduce(0) { sum, result in
                sum + (result["Groups"]?.arrayValue ?? []).reduce(0) { $0 + Self.amount($1["Metrics"]) }
            }
            #expect(abs(sum - total) < 1e-6)
        }
        var parts = 0.0
        for account in bench.world.organization.accounts {
            let filter = WireValue.record(
                (
                    "Dimensions",
                    .record(("Key", .string("LINKED_ACCOUNT")), ("Values", .texts([account.id])))
                ))
            let part = try costs(&bench, "MONTHLY", by: [], filter: filter).reduce(0) { $0 + Self.amount($1["Total"]) }
            if account.id != bench.world.organization.managementAccount.id {
                let own = try costs(&bench, "MONTHLY", by: [], in: Scope(account: account.id, region: "us-east-1"))
                #expect(abs(own.reduce(0) { $0 + Self.amount($1["Total"]) } - part) < 1e-9)
            }
            parts += part
        }
        #expect(abs(parts - total) < 1e-6)
    }

    @Test("a usage type costs its quantity times the price of the price list")
    func costsFollowPrices() throws {
        var bench = ServiceBench()
        let results = try costs(&bench, "MONTHLY", by: ["USAGE_TYPE", "REGION"])
        let groups = results.flatMap { $0["Groups"]?.arrayValue ?? [] }
        #expect(!groups.isEmpty)
        for group in groups {
            let keys = group["Keys"]?.textsValue ?? []
            let products = try ["AWSBackup", "AmazonEC2", "AmazonRDS", "AmazonDynamoDB"].flatMap { code in
                let filters = zip(["usagetype", "regionCode"], keys).map { field, value in
                    WireValue.record(
                        ("Type", .string("TERM_MATCH")), ("Field", .string(field)), ("Value", .string(value)))
                }
                let told = try bench.json(
                    pricing, "GetProducts", in: Self.home(bench),
                    .record(("ServiceCode", .string(code)), ("Filters", .array(filters))))
                return try (told["PriceList"]?.textsValue ?? []).map { try WireValue(json: Array($0.utf8)) }
            }
            let product = try #require(products.first)
            let term = product["terms"]?["OnDemand"]?.objectValue?.first?.value
            let price = term?["priceDimensions"]?.objectValue?.first?.value["pricePerUnit"]?["USD"]?.stringValue
            let quantity = Self.amount(group["Metrics"], "UsageQuantity")
            #expect(products.count == 1 && quantity > 0)
            let expected = quantity * (price.flatMap(Double.init) ?? 0)
            #expect(abs(Self.amount(group["Metrics"]) - expected) < 1e-6)
        }
    }

    @Test("prices differ between Regions where they are known to, and are told with ten places")
    func pricesAreTold() {
        let row = PriceList.row(PriceList.backup, "WarmStorage-ByteHrs-EFS")
        #expect(row?.price(in: "us-east-1") == 50_000 && row?.price(in: "us-west-1") == 60_000)
        #expect(Product.dollars(12_500) == "0.0125000000" && Product.dollars(1_050_000) == "1.0500000000")
        let snapshots = PriceList.row(PriceList.compute, "EBS:SnapshotUsage")
        #expect(
            snapshots.map { PriceList.usageType($0, in: "us-east-1") } == "EBS:SnapshotUsage"
                && snapshots.map { PriceList.usageType($0, in: "us-west-2") } == "USW2-EBS:SnapshotUsage"
                && snapshots.map { PriceList.usageType($0, in: "eu-central-1") } == "EUC1-EBS:SnapshotUsage")
    }

    @Test("what Cost Explorer cannot answer is refused by name")
    func badQueriesAreRefused() throws {
        var bench = ServiceBench()
        let good: [(String, WireValue?)] = [
            ("TimePeriod", Self.period(-2 ... -1, bench)), ("Granularity", .string("DAILY")),
            ("Metrics", .texts(["UnblendedCost"])),
        ]
        for change: (String, WireValue) in [
            ("TimePeriod", .record(("Start", .string("2026-09-02")), ("End", .string("2026-09-02")))),
            ("TimePeriod", .record(("Start", .string("2026-02-30")), ("End", .string("2026-03-02")))),
            ("Granularity", .string("HOURLY")), ("Metrics", .texts(["Price"])),
            ("GroupBy", .array([.record(("Type", .string("TAG")), ("Key", .string("env")))])),
            ("Filter", .record(("Tags", .record(("Key", .string("env")))))),
        ] {
            let parameters = good.filter { $0.0 != change.0 } + [(change.0, change.1)]
            #expect(
                bench.code(explorer, "GetCostAndUsage", in: Self.home(bench), .record(parameters))
                    == "ValidationException")
        }
    }
}
