internal import AWSWire
internal import Testing

@testable internal import AWSSimulator

@Suite("Inheritance of management policies")
struct PolicyInheritanceTests {
    private static func merge(_ levels: [[String]]) throws -> WireValue {
        PolicyInheritance.effective(try levels.map { try $0.map { try WireValue(json: Array($0.utf8)) } })
    }

    private static func expect(_ levels: [[String]], _ expected: String) throws {
        #expect(try merge(levels) == (try WireValue(json: Array(expected.utf8))))
    }

    // The six cases are those of the page "Inheritance examples" of the AWS Organizations User Guide.
    private static let costCenter = """
        {"tags":{"costcenter":{"tag_key":{"@@assign":"CostCenter"},\
        "tag_value":{"@@assign":["Development","Support"]}}}}
        """
    private static let project = """
        {"tags":{"project":{"tag_key":{"@@operators_allowed_for_child_policies":["@@none"],"@@assign":"Project"},\
        "tag_value":{"@@operators_allowed_for_child_policies":["@@append"],"@@assign":["Maintenance","Escalations"]}}}}
        """

    @Test("example 1: a child's @@assign overwrites inherited values and adds settings")
    func childOverwrites() throws {
        let child = """
            {"tags":{"costcenter":{"tag_key":{"@@assign":"CostCenter"},"tag_value":{"@@assign":["Sandbox"]},\
            "enforced_for":{"@@assign":["redshift:*","dynamodb:table"]}}}}
            """
        try Self.expect(
            [[Self.costCenter], [child]],
            #"{"tags":{"costcenter":{"tag_key":"CostCenter","tag_value":["Sandbox"],"#
                + #""enforced_for":["redshift:*","dynamodb:table"]}}}"#)
    }

    @Test("example 2: a child's @@append adds to inherited values")
    func childAppends() throws {
        let child = """
            {"tags":{"costcenter":{"tag_key":{"@@assign":"CostCenter"},"tag_value":{"@@append":["Marketing"]},\
            "enforced_for":{"@@append":["redshift:*","dynamodb:table"]}}}}
            """
        try Self.expect(
            [[Self.costCenter], [child]],
            #"{"tags":{"costcenter":{"tag_key":"CostCenter","tag_value":["Development","Support","Marketing"],"#
                + #""enforced_for":["redshift:*","dynamodb:table"]}}}"#)
    }

    @Test("example 3: an account's @@remove takes from what root and unit gave, and an emptied list is gone")
    func accountRemoves() throws {
        let unit = """
            {"tags":{"costcenter":{"tag_value":{"@@append":["Marketing"]},\
            "enforced_for":{"@@append":["redshift:*","dynamodb:table"]}}}}
            """
        let account = """
            {"tags":{"costcenter":{"tag_key":{"@@assign":"CostCenter"},\
            "tag_value":{"@@remove":["Development","Marketing"]},\
            "enforced_for":{"@@remove":["redshift:*","dynamodb:table"]}}}}
            """
        try Self.expect(
            [[Self.costCenter], [unit], [account]],
            #"{"tags":{"costcenter":{"tag_key":"CostCenter","tag_value":["Support"]}}}"#)
    }

    @Test("example 4: a parent limits which operators a child may use, setting by setting")
    func parentRestricts() throws {
        let child = """
            {"tags":{"project":{"tag_key":{"@@assign":"PROJECT"},"tag_value":{"@@append":["Escalations - research"]}}}}
            """
        try Self.expect(
            [[Self.project], [child]],
            #"{"tags":{"project":{"tag_key":"Project","#
                + #""tag_value":["Maintenance","Escalations","Escalations - research"]}}}"#)
        let overwriting = #"{"tags":{"project":{"tag_value":{"@@assign":["Mine"],"@@remove":["Escalations"]}}}}"#
        try Self.expect(
            [[Self.project], [overwriting]],
            #"{"tags":{"project":{"tag_key":"Project","tag_value":["Maintenance","Escalations"]}}}"#)
    }

    @Test("example 5: of two limits at one place the intersection holds")
    func limitsIntersect() throws {
        let first = """
            {"tags":{"project":{"tag_value":{"@@operators_allowed_for_child_policies":["@@append"],\
            "@@assign":["Maintenance"]}}}}
            """
        let second = """
            {"tags":{"project":{"tag_value":{"@@operators_allowed_for_child_policies":["@@append","@@remove"]}}}}
            """
        let child = #"{"tags":{"project":{"tag_value":{"@@remove":["Maintenance"],"@@append":["More"]}}}}"#
        for root in [[first, second], [second, first]] {
            try Self.expect([root, [child]], #"{"tags":{"project":{"tag_value":["Maintenance","More"]}}}"#)
        }
    }

    @Test("example 6: of two values at one place the one attached first stays")
    func firstAttachedWins() throws {
        let first = #"{"tags":{"project":{"tag_key":{"@@assign":"PROJECT"},"tag_value":{"@@append":["Maintenance"]}}}}"#
        let second = #"{"tags":{"project":{"tag_key":{"@@assign":"project"}}}}"#
        try Self.expect(
            [[first, second]], #"{"tags":{"project":{"tag_key":"PROJECT","tag_value":["Maintenance"]}}}"#)
        try Self.expect(
            [[second, first]], #"{"tags":{"project":{"tag_key":"project","tag_value":["Maintenance"]}}}"#)
    }

    @Test("a limit narrowed further up cannot be widened further down")
    func limitsOnlyNarrow() throws {
        let root =
            #"{"plans":{"p":{"regions":{"@@operators_allowed_for_child_policies":["@@append"],"@@assign":["a"]}}}}"#
        let unit = #"{"plans":{"p":{"regions":{"@@operators_allowed_for_child_policies":["@@all"],"@@append":["b"]}}}}"#
        let account = #"{"plans":{"p":{"regions":{"@@assign":["c"]}}}}"#
        try Self.expect([[root], [unit], [account]], #"{"plans":{"p":{"regions":["a","b"]}}}"#)
    }

    @Test("a limit on an element keeps children from adding below it, and leaves what is there to its own limits")
    func elementsAreClosed() throws {
        let root = """
            {"plans":{"@@operators_allowed_for_child_policies":["@@none"],\
            "p":{"regions":{"@@assign":["a"]}}}}
            """
        let child = #"{"plans":{"q":{"regions":{"@@assign":["b"]}},"p":{"regions":{"@@append":["c"]}}}}"#
        try Self.expect([[root], [child]], #"{"plans":{"p":{"regions":["a","c"]}}}"#)
    }
}
