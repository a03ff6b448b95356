internal import AWSWire
internal import HoldfastYAML

/// Reads the policies of the member role out of a file.
///
/// Either a policy document in JSON, or a CloudFormation template with the role: its inline policies and the
/// `AWS::IAM::RolePolicy` resources that name it, with the template's conditions decided by its parameters.
package enum RolePolicyFile {
    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: What the file holds.
    ///   - file: Its name, for messages.
    ///   - role: The name of the role, for a template with several.
    ///   - parameters: Values for the template's parameters, in place of their defaults.
    /// - Throws: ``PermissionPolicyError`` when a policy is wrong or cannot be evaluated as a whole.
    package static func read(
        _ bytes: [UInt8], file: String, role: String, parameters: [String: String] = [:]
    ) throws(PermissionPolicyError) -> [PermissionPolicy] {
        if let value = try? WireValue(json: bytes), value["Statement"] != nil {
            return [try PermissionPolicyReader.read(value, name: "policy")]
        }
        let document = YAMLDocument(bytes: bytes, file: file)
        guard let root = document.root else {
            let problems = document.diagnostics.map(\.description).joined(separator: "; ")
            throw PermissionPolicyError("\(file): \(problems)")
        }
        return try RoleTemplate(root, file: file, parameters: parameters).policies(ofRole: role)
    }
}
