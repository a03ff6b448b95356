internal import AWSSimulator
internal import Foundation
internal import TestSupport
internal import Testing

extension ForeignPrograms {
    /// The simulator's policy evaluator against one nobody here wrote.
    @Suite(
        "A foreign judge of policies",
        .enabled(if: Peer.path("HOLDFAST_MINISTACK") != nil, "HOLDFAST_MINISTACK names no MiniStack"))
    struct PolicyJudgeTests {
        @Test("five thousand random questions are answered the same", arguments: [UInt64(11), 29])
        func decisions(seed: UInt64) async throws {
            let ministack = try #require(Peer.path("HOLDFAST_MINISTACK"))
            var drawing = PolicyDrawing(seed: seed)
            let cases = try (0..<2_500).map { _ in try drawing.next() }
            let own = try cases.map { try $0.ownDecision() }
            let file = URL.temporaryDirectory.appending(path: "holdfast-policies-\(UUID().uuidString).json")
            defer { try? FileManager.default.removeItem(at: file) }
            try JSONEncoder().encode(cases).write(to: file)
            let outcome = try await Peer.run(["judge_policies.py", ministack, file.path], environment: [:])
            #expect(outcome.status == 0, "\(outcome.errors)")
            let theirs = try JSONDecoder().decode([String].self, from: Data(outcome.output.utf8))
            #expect(theirs.count == cases.count)
            let different = zip(zip(own, theirs), cases).filter { $0.0.0 != $0.0.1 }
            #expect(different.isEmpty, "seed \(seed): \(different.count), such as \(different.prefix(2))")
            // All three answers must occur often, or nothing was compared.
            for answer in ["Allow", "Deny", "ImplicitDeny"] {
                #expect(theirs.filter { $0 == answer }.count > 200, "\(answer)")
            }
        }
    }
}

/// Policies and a question about them, as the foreign judge reads them.
private struct PolicyCase: Encodable {
    let identity: [String]
    let session: [String]?
    let action: String
    let resource: String
    let context: [String: [String]]

    /// What the simulator decides, in the judge's words.
    func ownDecision() throws -> String {
        func policies(_ texts: [String]) throws -> [PermissionPolicy] {
            try texts.enumerated().map { try PermissionPolicy(text: $1, name: String($0)) }
        }
        let evaluator = PermissionEvaluator(
            identity: try policies(identity), session: try session.map(policies), account: "111122223333")
        switch evaluator.decision(PermissionQuestion(action: action, resource: resource, context: context)) {
        case .allowed: return "Allow"
        case .explicitDeny: return "Deny"
        case .implicitDeny: return "ImplicitDeny"
        }
    }
}

/// Draws policies and questions that often meet.
///
/// ARN patterns have a star within a part only: the judge lets one reach over colons, where AWS compares part by part.
private struct PolicyDrawing {
    private var random: TestSupport.SeededGenerator

    init(seed: UInt64) { random = TestSupport.SeededGenerator(seed: seed) }

    private static let actions = [
        "backup:ListBackupVaults", "backup:ListTags", "backup:CreateBackupPlan", "iam:PassRole", "s3:GetObject",
    ]
    private static let actionPatterns =
        actions + ["*", "backup:*", "BACKUP:list*", "backup:?istTags", "*:PassRole", "s3:*Object", "ec2:*"]
    private static let resources = [
        "*", "arn:aws:backup:us-east-1:111122223333:backup-vault:a",
        "arn:aws:backup:us-east-1:111122223333:backup-vault:B", "arn:aws:iam::111122223333:role/service-role/R",
        "arn:aws:s3:::bucket/key",
    ]
    private static let resourcePatterns =
        resources + [
            "arn:aws:backup:*", "arn:aws:backup:*:*:backup-vault:?", "arn:aws:iam::111122223333:role/*", "*key",
            "arn:aws:s3:::Bucket/*",
        ]
    private static let keys: [String: [String]] = [
        "aws:principalarn": ["arn:aws:iam::111122223333:role/Agent", "arn:aws:iam::111122223333:role/other/Agent"],
        "aws:requestedregion": ["us-east-1", "eu-west-1", "EU-west-1"],
        "iam:passedtoservice": ["backup.amazonaws.com", "ec2.amazonaws.com", "true"],
        "aws:requesttag/env": ["prod", "Prod", "test", ""], "aws:tagkeys": ["env", "owner", "Env"],
    ]
    /// What every request has.
    private static let always: Set = ["aws:principalarn", "aws:requestedregion"]
    private static let operators = [
        "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike",
        "StringNotLike", "ArnLike", "ArnNotLike", "ArnEquals", "ArnNotEquals", "Bool",
    ]
    private static let values: [String] =
        keys.values.flatMap { $0 }.sorted() + [
            "*", "?rod", "*.amazonaws.com", "arn:aws:iam::*:role/*", "arn:*:iam::111122223333:role/Agent", "false",
            "us-*",
        ]

    private mutating func some(_ choices: [String], most: Int) -> Any {
        let count = random.int(1...most)
        let chosen = (0..<count).map { _ in random.pick(choices) }
        return count == 1 ? chosen[0] as Any : chosen as Any
    }

    private mutating func conditions() -> [String: Any] {
        var conditions: [String: [String: Any]] = [:]
        for _ in 0..<random.int(1...2) {
            let key = random.pick(Self.keys.keys.sorted())
            if random.int(0...7) == 0 {
                conditions["Null", default: [:]][key] = random.pick(["true", "false"])
                continue
            }
            let isMany = key == "aws:tagkeys" || random.int(0...9) == 0
            let quantifier = isMany ? random.pick(["ForAllValues:", "ForAnyValue:"]) : ""
            let suffix = random.int(0...3) == 0 ? "IfExists" : ""
            let name = quantifier + random.pick(Self.operators) + suffix
            conditions[name, default: [:]][key] = some(Self.values, most: 3)
        }
        return conditions
    }

    private mutating func document() throws -> String {
        var statements: [[String: Any]] = []
        for _ in 0..<random.int(1...3) {
            var statement: [String: Any] = ["Effect": random.int(0...3) == 0 ? "Deny" : "Allow"]
            statement[random.int(0...4) == 0 ? "NotAction" : "Action"] = some(Self.actionPatterns, most: 3)
            statement[random.int(0...4) == 0 ? "NotResource" : "Resource"] = some(Self.resourcePatterns, most: 3)
            if random.int(0...1) == 0 { statement["Condition"] = conditions() }
            statements.append(statement)
        }
        let document: [String: Any] = ["Version": "2012-10-17", "Statement": statements]
        let data = try JSONSerialization.data(withJSONObject: document, options: .sortedKeys)
        return String(decoding: data, as: UTF8.self)
    }

    private mutating func documents(_ most: Int) throws -> [String] {
        var documents: [String] = []
        for _ in 0..<random.int(1...most) { documents.append(try document()) }
        return documents
    }

    mutating func next() throws -> PolicyCase {
        let identity = try documents(3)
        let session = random.int(0...2) == 0 ? try documents(2) : nil
        var context: [String: [String]] = ["aws:principalaccount": ["111122223333"]]
        for key in Self.keys.keys.sorted() where Self.always.contains(key) || random.int(0...1) == 0 {
            let count = key == "aws:tagkeys" ? random.int(1...2) : 1
            context[key] = (0..<count).map { _ in random.pick(Self.keys[key] ?? []) }
        }
        return PolicyCase(
            identity: identity, session: session, action: random.pick(Self.actions),
            resource: random.pick(Self.resources), context: context)
    }
}
