internal import Foundation
internal import Testing

@testable internal import AWSModelCompiler

/// The generator on invented services; the Swift it writes for real ones is compiled and compared with botocore.
@Suite("Model compiler")
struct ModelCompilerTests {
    private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Golden")

    private func files(
        _ model: String, _ operations: [String], patches: String = "[]", paginators: String? = nil
    ) throws -> [SwiftFile] {
        let list = """
            {"botocore": "0", "services": [{"module": "AWSTiny", "type": "TinyAPI", "model": "tiny/2020-01-01",
            "sha256": "00", "iamPrefix": "tiny", "operations": \(operations.description), "patches": \(patches)}]}
            """
        let selection = try #require(try ServiceSelection.list(json: Array(list.utf8)).first)
        let parsed = try ServiceModel(json: Array(model.utf8), paginators: paginators.map { Array($0.utf8) })
        let provenance = ModelCompiler.Provenance(botocore: "0", tool: "0")
        return try ModelCompiler(parsed, selection, provenance: provenance).files()
    }

    @Test(
        "The Swift of an invented service is the recorded one",
        arguments: ["rest-json", "json", "query", "ec2", "rest-xml"])
    func golden(wireProtocol: String) throws {
        let model = wireProtocol == "rest-xml" ? TinyModel.buckets : TinyModel.text(wireProtocol)
        let operations = wireProtocol == "rest-xml" ? ["PutThing"] : ["ListThings", "MakeThing"]
        let paginators = """
            {"pagination": {"ListThings": {"input_token": "NextToken", "output_token": "NextToken"}}}
            """
        let text = try files(model, operations, paginators: paginators)
            .map { "==> \($0.path)\n\($0.text)" }.joined(separator: "\n")
        let place = Self.golden.appendingPathComponent("tiny-\(wireProtocol).txt")
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(at: Self.golden, withIntermediateDirectories: true)
            try text.write(to: place, atomically: true, encoding: .utf8)
        }
        let recorded = try String(contentsOf: place, encoding: .utf8)
        let difference = zip(text.split(separator: "\n"), recorded.split(separator: "\n")).first { $0 != $1 }
        #expect(text == recorded, "first difference: \(String(describing: difference))")
    }

    @Test(
        "What the generator cannot write is refused by name",
        arguments: [
            (#""Loop": {"type": "structure", "members": {"Inner": {"shape": "Loop"}}}"#, "contains itself"),
            (
                #""Loop": {"type": "structure", "members": {"Other": {"shape": "Back"}}}, "#
                    + #""Back": {"type": "structure", "members": {"Loop": {"shape": "Loop"}}}"#, "contains itself"
            ),
            (#""Loop": {"type": "structure", "members": {"A": {"shape": "Nowhere"}}}"#, "no shape Nowhere"),
            (#""Loop": {"type": "bigInteger"}"#, "unknown type"),
            (
                #""S": {"type": "string"}, "#
                    + #""Loop": {"type": "structure", "members": {"AB": {"shape": "S"}, "ab": {"shape": "S"}}}"#,
                "two members"
            ),
            (
                #""S": {"type": "string"}, "#
                    + #""Loop": {"type": "structure", "members": {"A": {"shape": "S", "jsonvalue": true}}}"#,
                "jsonvalue"
            ),
            (
                #""D": {"type": "structure", "members": {}, "document": true}, "#
                    + #""Loop": {"type": "structure", "members": {"A": {"shape": "D"}}}"#, "no certain form"
            ),
        ])
    func refused(shape: String, words: String) throws {
        let model = TinyModel.one(
            #"{"name": "Go", "http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "In"}}"#,
            shapes: #""In": {"type": "structure", "members": {"A": {"shape": "Loop"}}}, \#(shape)"#)
        let error = try #require(throws: ModelError.self) { try files(model, ["Go"]) }
        #expect(error.message.contains(words), "\(error)")
    }

    @Test("A shape may contain itself through a list")
    func recursionThroughList() throws {
        let model = TinyModel.one(
            #"{"name": "Go", "http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "In"}}"#,
            shapes: """
                "In": {"type": "structure", "members": {"Tree": {"shape": "Tree"}}},
                "Tree": {"type": "structure", "members": {"Branches": {"shape": "Trees"}}},
                "Trees": {"type": "list", "member": {"shape": "Tree"}}
                """)
        let shapes = try #require(try files(model, ["Go"]).first { $0.path.contains("Shapes") })
        #expect(shapes.text.contains("public var branches: [Tree]?"))
    }

    @Test("Operations, patches and keys that are not there are refused, not passed over")
    func allowList() {
        #expect(throws: ModelError.self) { try files(TinyModel.text("json"), ["NoSuchThing"]) }
        for patch in [
            #"{"kind": "omit", "shape": "Thing", "members": ["Nothing"], "because": "x"}"#,
            #"{"kind": "idempotent", "operations": ["ListThings"], "because": "x"}"#,
            #"{"kind": "sensitive", "shape": "Nothing", "because": "x"}"#,
            #"{"kind": "invented", "because": "x"}"#,
            #"{"kind": "sensitive", "shape": "Thing"}"#,
        ] {
            #expect(throws: ModelError.self, "\(patch)") {
                try files(TinyModel.text("json"), ["ListThings"], patches: "[\(patch)]")
            }
        }
        #expect(throws: ModelError.self) {
            try ServiceSelection.list(json: Array(#"{"services": [{"operation": []}]}"#.utf8))
        }
    }

    @Test(
        "Names become Swift's",
        arguments: [
            ("BackupPlanArn", "backupPlanARN"), ("KmsKeyId", "kmsKeyID"), ("DBClusterARNs", "dbClusterARNs"),
            ("AccountIds", "accountIDs"), ("DBInstances", "dbInstances"), ("MultiAZ", "multiAZ"), ("ARN", "arn"),
            ("ContentMD5", "contentMD5"), ("Operator", "`operator`"), ("nextToken", "nextToken"), ("x_y-z", "xYZ"),
        ])
    func names(name: String, swift: String) {
        #expect(SwiftName.member(name) == swift)
    }

    @Test(
        "Values of enumerations become Swift's",
        arguments: [
            ("CREATE_IN_PROGRESS", "createInProgress"), ("aws:kms", "awsKms"), ("NONE", "noneValue"),
            ("default", "`default`"), ("10", "value10"), ("", "empty"), ("us-gov-east-1", "usGovEast1"), ("EBS", "ebs"),
        ])
    func values(value: String, swift: String) {
        #expect(SwiftName.enumerationCase(value) == swift)
    }

    @Test(
        "Documentation becomes one sentence",
        arguments: [
            ("<p>Makes a <code>Thing</code>. And more.</p>", "Makes a `Thing`."),
            ("<p>the thing</p><p>x</p>", "The thing."),
            ("<p>Uses e.g. this &amp; that. More.</p>", "Uses e.g. this & that."), ("", "instead"),
            ("<p>One of:</p><ul><li>a</li></ul>", "One of."),
        ])
    func documentation(html: String, summary: String) {
        #expect(DocComment.summary(html, otherwise: "instead") == summary)
    }

    @Test("Files stay under the limit")
    func splitting() {
        var long = SourceWriter()
        for _ in 0..<40 { long.line("x") }
        let chunks = ModelCompiler.split([("A", long), ("B", long), ("C", long)], limit: 90)
        #expect(chunks.map(\.sources.count) == [2, 1])
    }
}
