internal import AWSWire
internal import Testing

@testable internal import AWSSimulator

@Suite("The tagging API, simulated")
struct TaggingServiceTests {
    private let tagging = TaggingService()

    private static func arns(_ answer: WireValue) -> [String] {
        (answer["ResourceTagMappingList"]?.arrayValue ?? []).compactMap { $0["ResourceARN"]?.stringValue }
    }

    @Test("a resource that never carried a tag is not listed, one that lost its last tag still is")
    func onlyOnceTaggedResourcesAreListed() throws {
        var bench = ServiceBench()
        let scope = try bench.place { !$0.resources(.volume).isEmpty }
        let all = try bench.state(of: scope).resources
        let volume = try #require(all.first { $0.kind == .volume })
        let stripped = volume.tags.all.map(\.key)
        let now = bench.now
        _ = bench.world.withRegion(scope, at: now) { region in
            guard let index = region.resources.firstIndex(where: { $0.arn == volume.arn }) else { return }
            region.resources[index].tags = [:]
        }
        bench.world.keep(scope.account)
        let ask = WireValue.record(("ResourceARNList", .texts([volume.arn])))
        #expect(Self.arns(try bench.json(tagging, "GetResources", in: scope, ask)).isEmpty)
        let tag = WireValue.record(("ResourceARNList", .texts([volume.arn])), ("Tags", .record(("a", .string("1")))))
        _ = try bench.json(tagging, "TagResources", in: scope, tag)
        #expect(Self.arns(try bench.json(tagging, "GetResources", in: scope, ask)) == [volume.arn])
        let untag = WireValue.record(
            ("ResourceARNList", .texts([volume.arn])), ("TagKeys", .texts(["a"] + stripped)))
        _ = try bench.json(tagging, "UntagResources", in: scope, untag)
        let after = try bench.json(tagging, "GetResources", in: scope, ask)
        #expect(Self.arns(after) == [volume.arn])
        #expect(after["ResourceTagMappingList"]?.arrayValue?.first?["Tags"]?.arrayValue == [])
    }

    @Test("pages hold every resource once, the last token is empty, and a token ends after fifteen minutes")
    func tokensExpire() throws {
        var bench = ServiceBench()
        let scope = try bench.place { $0.resources.filter { !$0.tags.isEmpty }.count > 10 }
        let whole = Self.arns(
            try bench.json(tagging, "GetResources", in: scope, .record(("ResourcesPerPage", .integer(100)))))
        var found: [String] = []
        var token = ""
        repeat {
            bench.now = bench.now.adding(minutes: 10)
            let page = try bench.json(
                tagging, "GetResources", in: scope,
                .record(("ResourcesPerPage", .integer(4)), ("PaginationToken", .string(token))))
            found += Self.arns(page)
            token = try #require(page["PaginationToken"]?.stringValue)
        } while !token.isEmpty
        #expect(found == whole)
        let first = try bench.json(tagging, "GetResources", in: scope, .record(("ResourcesPerPage", .integer(4))))
        let stale = WireValue.record(("ResourcesPerPage", .integer(4)), ("PaginationToken", first["PaginationToken"]))
        bench.now = bench.now.adding(minutes: 16)
        #expect(bench.code(tagging, "GetResources", in: scope, stale) == "PaginationTokenExpiredException")
    }

    @Test(
        "filters are joined by and, their values by or",
        arguments: [
            ([("env", ["prod"])], true), ([("env", ["dev", "prod"])], true), ([("env", [])], true),
            ([("env", ["dev"])], false), ([("env", ["prod"]), ("tier", ["gold"])], true),
            ([("env", ["prod"]), ("tier", ["silver"])], false), ([("Env", ["prod"])], false),
        ] as [([(String, [String])], Bool)])
    func filtersJoin(filters: [(String, [String])], expected: Bool) throws {
        let parameters = WireValue.record(
            (
                "TagFilters",
                .array(filters.map { .record(("Key", .string($0.0)), ("Values", .texts($0.1))) })
            ))
        let filter = try TaggingFilter(parameters)
        #expect(filter.matches(arn: "a", type: "s3", tags: ["env": "prod", "tier": "gold"]) == expected)
    }

    @Test("a type filter takes a service, a type, or both names of buckets")
    func typesAreNamed() throws {
        func matches(_ filter: String, _ type: String) throws -> Bool {
            try TaggingFilter(.record(("ResourceTypeFilters", .texts([filter])))).matches(
                arn: "a", type: type, tags: [:])
        }
        #expect(try matches("ec2", "ec2:volume") && matches("ec2:volume", "ec2:volume"))
        #expect(try matches("s3", "s3") && matches("s3:bucket", "s3"))
        #expect(try !matches("ec2:instance", "ec2:volume") && !matches("rds", "ec2:volume"))
    }

    @Test("bad input is refused by name")
    func badInputIsRefused() throws {
        var bench = ServiceBench()
        let scope = try bench.place { _ in true }
        let many = WireValue.texts((0...20).map { "arn:aws:s3:::b\($0)" })
        for (operation, parameters) in [
            ("GetResources", WireValue.record(("ResourcesPerPage", .integer(0)))),
            ("GetResources", .record(("PaginationToken", .string("x")))),
            (
                "GetResources",
                .record(("ResourceARNList", .texts(["arn:aws:s3:::b"])), ("ResourcesPerPage", .integer(5)))
            ),
            ("TagResources", .record(("ResourceARNList", many), ("Tags", .record(("a", .string("b")))))),
            (
                "TagResources",
                .record(("ResourceARNList", .texts(["arn:aws:s3:::b"])), ("Tags", .record(("aws:a", .string("b")))))
            ),
        ] {
            #expect(bench.code(tagging, operation, in: scope, parameters) == "InvalidParameterException")
        }
    }
}
