package import AWSSimulator
internal import Foundation

/// The member role's policies as the CloudFormation template in `deploy/` grants them.
package enum MemberTemplate {
    /// The template.
    package static let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../deploy/cloudformation/holdfast-member.yaml").standardized.path

    /// Reads the policies.
    ///
    /// - Parameters:
    ///   - mayChange: Whether the agent may change something, or only read.
    ///   - more: Values of further parameters.
    package static func policies(
        mayChange: Bool = true, _ more: [String: String] = [:]
    ) throws -> [PermissionPolicy] {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        return try RolePolicyFile.read(
            bytes, file: "holdfast-member.yaml", role: "HoldfastMember",
            parameters: more.merging(["EnableEnforcement": mayChange ? "true" : "false"]) { own, _ in own })
    }
}
