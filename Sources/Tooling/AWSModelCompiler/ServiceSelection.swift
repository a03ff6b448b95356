internal import AWSWire

/// One entry of the allow-list: which operations of which service become which module.
package struct ServiceSelection: Sendable {
    /// The name of the module and of its folder, such as `AWSBackup`.
    package let module: String
    /// The name of the type with the operations, such as `BackupAPI`.
    package let type: String
    /// The folder and version of the model in botocore's data, such as `backup/2018-11-15`.
    package let model: String
    /// The SHA-256 of the model's bytes, in hexadecimal digits.
    package let sha256: String
    /// The name in IAM actions.
    package let iamPrefix: String
    /// Whether the service has one endpoint for a partition.
    package let isGlobal: Bool
    /// The operations wanted.
    package let operations: [String]
    /// Corrections of the model.
    package let patches: [ModelPatch]

    /// Reads an allow-list; an unknown key is an error, so that a misspelled patch is never dropped.
    package static func list(json: [UInt8]) throws(ModelError) -> [ServiceSelection] {
        let tree: WireValue
        do { tree = try WireValue(json: json) } catch { throw ModelError("the allow-list is not JSON: \(error)") }
        guard let entries = tree["services"]?.arrayValue else { throw ModelError("the allow-list has no services") }
        var selections: [ServiceSelection] = []
        for entry in entries { selections.append(try ServiceSelection(entry)) }
        return selections
    }

    /// The version of botocore the allow-list was written for.
    package static func botocoreVersion(json: [UInt8]) throws(ModelError) -> String {
        guard let tree = try? WireValue(json: json), let version = tree["botocore"]?.stringValue else {
            throw ModelError("the allow-list names no version of botocore")
        }
        return version
    }

    private init(_ tree: WireValue) throws(ModelError) {
        let known = ["module", "type", "model", "sha256", "iamPrefix", "isGlobal", "operations", "patches"]
        for member in tree.objectValue ?? [] where !known.contains(member.name) {
            throw ModelError("the allow-list has an unknown key \(member.name)")
        }
        func text(_ name: String) throws(ModelError) -> String {
            guard let text = tree[name]?.stringValue else { throw ModelError("the allow-list lacks \(name)") }
            return text
        }
        module = try text("module")
        type = try text("type")
        model = try text("model")
        sha256 = try text("sha256")
        iamPrefix = try text("iamPrefix")
        isGlobal = tree["isGlobal"]?.boolValue ?? false
        operations = (tree["operations"]?.arrayValue ?? []).compactMap(\.stringValue)
        var patches: [ModelPatch] = []
        for patch in tree["patches"]?.arrayValue ?? [] { patches.append(try ModelPatch(patch)) }
        self.patches = patches
    }
}
