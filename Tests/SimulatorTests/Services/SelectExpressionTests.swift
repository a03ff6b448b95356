internal import AWSWire
internal import Testing

@testable internal import AWSSimulator

@Suite("Queries of AWS Config")
struct SelectExpressionTests {
    private static let volume: @Sendable (String) -> [WireValue] = { property in
        if property == "configuration.size" { return [.integer(100)] }
        if property == "configuration.encrypted" { return [.bool(true)] }
        return texts(property).map { .string($0) }
    }

    private static let texts: @Sendable (String) -> [String] = { property in
        switch property {
        case "resourceType": ["AWS::EC2::Volume"]
        case "resourceId": ["vol-1"]
        case "awsRegion": ["eu-west-1"]
        case "tags.key": ["Name", "tier"]
        case "tags.tag": ["Name=it's 100%", "tier=gold"]
        default: []
        }
    }

    @Test(
        "a condition holds or not",
        arguments: [
            ("", true), ("WHERE resourceType = 'AWS::EC2::Volume'", true),
            ("WHERE resourceType = 'AWS::S3::Bucket'", false),
            ("where resourceType in ('AWS::S3::Bucket', 'AWS::EC2::Volume')", true),
            ("WHERE resourceType NOT IN ('AWS::EC2::Volume')", false), ("WHERE resourceId <> 'vol-1'", false),
            ("WHERE awsRegion LIKE 'eu-%'", true), ("WHERE resourceId LIKE 'vol__'", true),
            ("WHERE resourceId LIKE 'vol_'", false), ("WHERE tags.key = 'tier'", true),
            ("WHERE tags.tag = 'tier=gold'", true), ("WHERE tags.tag = 'Name=it''s 100%'", true),
            ("WHERE resourceId = 'x' OR awsRegion = 'eu-west-1' AND resourceId = 'vol-1'", true),
            ("WHERE (resourceId = 'x' OR awsRegion = 'eu-west-1') AND resourceId = 'x'", false),
            ("WHERE NOT resourceId = 'x'", true), ("WHERE accountId = '1'", false),
            ("WHERE configuration.size > 99.5", true), ("WHERE configuration.size < 100", false),
            ("WHERE configuration.size BETWEEN 100 AND 200", true), ("WHERE configuration.size = 100", true),
            ("WHERE configuration.size NOT BETWEEN 1 AND 2", true), ("WHERE configuration.size >= '1'", false),
            ("WHERE configuration.encrypted = true", true), ("WHERE configuration.encrypted = 'false'", false),
            ("WHERE awsRegion >= 'eu-west-1' AND awsRegion < 'f'", true),
        ])
    func conditionHolds(condition: String, expected: Bool) throws {
        let query = try SelectExpression("SELECT resourceId, tags \(condition)")
        #expect(query.properties == ["resourceId", "tags"])
        #expect(query.matches(Self.volume) == expected)
    }

    @Test("a star stands for the scalar properties")
    func starSelectsScalars() throws {
        #expect(try SelectExpression("SELECT *").properties == SelectExpression.scalars)
    }

    @Test(
        "what the language does not have is refused",
        arguments: [
            "", "SELECT", "DELETE resourceId", "SELECT nothing", "SELECT MEDIAN(resourceId)", "SELECT tags.key",
            "SELECT resourceId FROM x", "SELECT resourceId WHERE", "SELECT resourceId WHERE resourceId",
            "SELECT resourceId WHERE resourceId = vol-1", "SELECT resourceId WHERE resourceId = 'x",
            "SELECT resourceId WHERE resourceId IN ()", "SELECT resourceId WHERE (resourceId = 'x'",
            "SELECT resourceId WHERE resourceId = 'x' GROUP BY awsRegion", "SELECT resourceId WHERE resourceId = 'x';",
            "SELECT DISTINCT resourceId", "SELECT resourceId AS id", "SELECT resourceId WHERE resourceName = NULL",
            "SELECT resourceType, COUNT(*) GROUP BY resourceType HAVING COUNT(*) > 1", "SELECT COUNT(*), resourceId",
            "SELECT COUNT(COUNT(*))", "SELECT SUM(resourceId, arn)", "SELECT COUNT(*) GROUP BY tags",
            "SELECT COUNT(*) GROUP BY accountId, awsRegion, resourceType, version",
            "SELECT resourceId ORDER BY COUNT(*)",
            "SELECT accountId, awsRegion, COUNT(*) GROUP BY accountId, awsRegion ORDER BY COUNT(*)",
            "SELECT resourceId WHERE resourceId LIKE '%ol-1'", "SELECT resourceId WHERE resourceId LIKE 'vo%'",
            "SELECT resourceId WHERE resourceId LIKE 'vol%1'", "SELECT resourceId WHERE resourceId BETWEEN 'a'",
            "SELECT resourceId WHERE " + String(repeating: "(", count: 200) + "resourceId = 'x'",
        ])
    func otherTextIsRefused(text: String) {
        let fault = #expect(throws: ServiceFault.self) { try SelectExpression(text) }
        #expect(fault?.code == "InvalidExpressionException")
    }

    @Test(
        "EC2's patterns match whole texts",
        arguments: [
            ("*", "", true), ("a*c", "abbc", true), ("a*c", "abcd", false), ("a?c", "abc", true), ("a?c", "ac", false),
            (#"a\*c"#, "a*c", true), (#"a\*c"#, "abc", false), ("*a*b*", "xxaxxbxx", true), ("", "", true),
            ("", "a", false),
        ])
    func patternMatches(pattern: String, text: String, expected: Bool) {
        #expect(GlobPattern(pattern).matches(text) == expected)
    }
}
