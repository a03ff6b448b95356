import Foundation
import HoldfastEnforcement
import HoldfastInventory
import HoldfastModel
import HoldfastPlanning
import HoldfastYAML
import Testing

@Suite("Member role template")
struct MemberTemplateTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        .standardized

    private func template() throws -> YAMLNode {
        let file = Self.root.appending(path: "deploy/cloudformation/holdfast-member.yaml")
        let document = try YAMLDocument(bytes: [UInt8](Data(contentsOf: file)), file: "holdfast-member.yaml")
        #expect(document.diagnostics.map(\.description) == [])
        return try #require(document.root)
    }

    private func child(_ node: YAMLNode, _ path: String...) throws -> YAMLNode {
        try path.reduce(node) { node, key in
            guard case .mapping(let entries) = node.content else { throw Absent(key: key) }
            guard let entry = entries.first(where: { $0.key == key }) else { throw Absent(key: key) }
            return entry.value
        }
    }

    private struct Absent: Error {
        let key: String
    }

    /// The texts of every value under keys of that name, wherever they stand.
    private func texts(under key: String, in node: YAMLNode) -> [String] {
        switch node.content {
        case .mapping(let entries):
            return entries.flatMap { entry in
                entry.key == key ? flat(entry.value) : texts(under: key, in: entry.value)
            }
        case .sequence(let items): return items.flatMap { texts(under: key, in: $0) }
        case .scalar, .null: return []
        }
    }

    private func flat(_ node: YAMLNode) -> [String] {
        switch node.content {
        case .scalar(let text, _): [text]
        case .sequence(let items): items.flatMap(flat)
        case .mapping, .null: []
        }
    }

    private struct AllowList: Decodable {
        struct Service: Decodable {
            let iamPrefix: String
            let operations: [String]
        }
        let services: [Service]
    }

    /// The IAM actions of the operations the agent may call in a member account.
    private func allowedOperations() throws -> Set<String> {
        let file = Self.root.appending(path: "Sources/Tooling/holdfast-modelc/Services.json")
        let list = try JSONDecoder().decode(AllowList.self, from: Data(contentsOf: file))
        var actions: Set<String> = []
        // Those of Organizations and STS belong to the agent's own account: its role there grants them.
        for service in list.services where !["organizations", "sts"].contains(service.iamPrefix) {
            actions.formUnion(service.operations.map { "\(service.iamPrefix):\($0)" })
        }
        let renamed = [
            "s3:ListBuckets": "s3:ListAllMyBuckets",
            "s3:GetBucketNotificationConfiguration": "s3:GetBucketNotification",
        ]
        for (operation, action) in renamed where actions.remove(operation) != nil { actions.insert(action) }
        return actions
    }

    @Test("reading is granted for every read the client can make, and nothing else")
    func reads() throws {
        let reads = Set(
            texts(under: "Action", in: try child(template(), "Resources", "MemberRole", "Properties", "Policies")))
        let verbs = ["Describe", "Get", "List", "Select"]
        func isRead(_ action: String) -> Bool {
            verbs.contains { action.drop { $0 != ":" }.dropFirst().hasPrefix($0) }
        }
        #expect(reads == Set(try allowedOperations().filter(isRead)))
    }

    @Test("changing is granted only when asked for, for the writes the client can make, and deletes nothing")
    func writes() throws {
        let template = try template()
        #expect(try flat(child(template, "Parameters", "EnableEnforcement", "Default")) == ["false"])
        let policy = try child(template, "Resources", "EnforcementPolicy")
        #expect(try flat(child(policy, "Condition")) == ["MayChange"])
        let writes = Set(texts(under: "Action", in: policy))
        #expect(!writes.contains { $0.contains(":Delete") || $0.contains("*") })
        let own: Set = [
            "backup-storage:MountCapsule", "iam:PassRole", "kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey",
            "kms:GenerateDataKey", "kms:RetireGrant",
        ]
        #expect(writes.subtracting(own).isSubset(of: try allowedOperations()))
        #expect(texts(under: "iam:PassedToService", in: policy) == ["backup.amazonaws.com"])
    }

    @Test("every action a reader or change declares is granted, and every fact and kind of change has its own")
    func declaredActionsAreGranted() throws {
        let template = try template()
        let reads = Set(
            texts(under: "Action", in: try child(template, "Resources", "MemberRole", "Properties", "Policies")))
        let writes = Set(texts(under: "Action", in: try child(template, "Resources", "EnforcementPolicy")))
        var facts: Set<FactKind> = []
        for reader in ReaderCatalog.all {
            let actions: [String] = reader.iamActions
            let missing = Set(actions).subtracting(reads).sorted()
            #expect(!actions.isEmpty)
            #expect(missing == [], "read by \(String(describing: reader))")
            facts.formUnion(reader.facts)
        }
        var kinds: Set<ChangeAction> = []
        for handler in ChangeHandlers.all {
            let actions: [String] = handler.iamActions
            let missing = Set(actions).subtracting(reads.union(writes)).sorted()
            #expect(!actions.isEmpty)
            #expect(missing == [], "made by \(String(describing: handler))")
            kinds.insert(handler.action)
        }
        #expect(facts == Set(FactKind.allCases).subtracting([.session]))
        #expect(kinds == Set(ChangeAction.allCases))
    }

    @Test("the role is entered from the organization only, with the external id")
    func trust() throws {
        let trust = try child(
            template(), "Resources", "MemberRole", "Properties", "AssumeRolePolicyDocument", "Statement")
        guard case .sequence(let statements) = trust.content else { throw Absent(key: "Statement") }
        for statement in statements {
            #expect(texts(under: "aws:PrincipalOrgID", in: statement) == ["OrganizationId"])
            let isEntry = texts(under: "Action", in: statement) == ["sts:AssumeRole"]
            #expect(texts(under: "sts:ExternalId", in: statement) == (isEntry ? ["ExternalId"] : []))
        }
        #expect(statements.count == 2)
    }
}
