import Foundation
import HoldfastEvaluation
import HoldfastModel
import Testing

/// One question about a selection and a resource, with its answer, as the truth table and the Python model write it.
struct SelectionCase: Decodable, CustomTestStringConvertible {
    enum Answer: String, Decodable { case yes, no, unknown }

    /// Which types are opted in: all, nobody knows, or all but some, where nothing means that the Region lacks the type.
    enum Settings: Decodable {
        case all, unread
        case allBut([String: Bool?])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            guard let word = try? container.decode(String.self) else {
                self = .allBut(try container.decode([String: Bool?].self))
                return
            }
            self = word == "unread" ? .unread : .all
        }
    }

    /// The name, in the truth table.
    let name: String?
    /// The key of the page it follows from, in the truth table.
    let source: String?
    let arn: String
    let type: String
    let tags: [String: String]?
    let settings: Settings
    let origin: String?
    let resources: [String]?
    let notResources: [String]?
    let listOfTags: [[String]]?
    let stringEquals: [[String]]?
    let stringNotEquals: [[String]]?
    let stringLike: [[String]]?
    let stringNotLike: [[String]]?
    let answer: Answer

    private enum CodingKeys: String, CodingKey {
        case name = "case"
        case source, arn, type, tags, settings, origin, resources, notResources, listOfTags, stringEquals
        case stringNotEquals, stringLike, stringNotLike, answer
    }

    var testDescription: String { name ?? arn }

    /// What Holdfast answers, with its reason.
    func match() throws -> SelectionMatch {
        let selection = BackupSelection(
            name: "s", roleARN: World.role, resources: resources ?? [], notResources: notResources ?? [],
            listOfTags: (listOfTags ?? []).map { .init(type: $0[0], key: $0[1], value: $0[2]) },
            conditions: SelectionConditions(
                stringEquals: Self.parameters(stringEquals), stringNotEquals: Self.parameters(stringNotEquals),
                stringLike: Self.parameters(stringLike), stringNotLike: Self.parameters(stringNotLike)))
        let name = try #require(ResourceARN(rawValue: arn))
        let resource = Resource(
            arn: name, type: ResourceType(rawValue: type), accountID: World.account.id,
            region: AWSRegion(rawValue: name.regionCode) ?? World.region, tags: tags)
        return SelectionMatch(
            selection, resource: resource, settings: optIn.map { BackupRegionSettings(optIn: $0) },
            origin: origin == "organization" ? .organization : .account)
    }

    /// The answer in the words of the table, and the reason.
    func ours() throws -> (answer: Answer, reason: String) {
        switch try match() {
        case .selected(let reason): (.yes, reason)
        case .notSelected(let reason): (.no, reason)
        case .unknown(let reason): (.unknown, reason)
        }
    }

    private var optIn: [String: Bool]? {
        switch settings {
        case .unread: return nil
        case .all: return Self.allOptedIn
        case .allBut(let changes):
            return Self.allOptedIn.filter { changes[$0.key] == nil }.merging(changes.compactMapValues { $0 }) { $1 }
        }
    }

    private static func parameters(_ pairs: [[String]]?) -> [SelectionConditions.Parameter] {
        (pairs ?? []).map { .init(key: $0[0], value: $0[1]) }
    }

    /// Every type AWS Backup names in its settings, by the page of `DescribeRegionSettings`.
    private static let allOptedIn: [String: Bool] = Dictionary(
        uniqueKeysWithValues: [
            "Aurora", "CloudFormation", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "EKS", "FSx", "Neptune", "RDS",
            "Redshift", "Redshift Serverless", "S3", "SAP HANA on Amazon EC2", "Storage Gateway", "Timestream",
            "VirtualMachine",
        ].map { ($0, true) })
}

/// The truth table: what AWS's pages say of selections, case by case.
struct SelectionTruthTable: Decodable {
    /// The pages, with the sentence each case follows from.
    let sources: [String: String]
    let cases: [SelectionCase]

    static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "truth-table.json")

    static func read() throws -> SelectionTruthTable {
        try JSONDecoder().decode(SelectionTruthTable.self, from: Data(contentsOf: file))
    }
}
