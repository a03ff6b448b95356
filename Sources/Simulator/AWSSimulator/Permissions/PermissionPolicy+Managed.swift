internal import AWSWire

extension PermissionPolicy {
    /// The policy that grants everything, as `AdministratorAccess` does.
    package static let everything = PermissionPolicy(
        name: "AdministratorAccess",
        document: #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#,
        statements: [
            Statement(sid: nil, effect: .allow, actions: .only(["*"]), resources: .only(["*"]), conditions: [])
        ])

    /// The policy AWS manages under an ARN, of the few whose documents are known here; nothing for any other.
    package static func managed(_ arn: String) -> PermissionPolicy? {
        switch arn {
        case "arn:aws:iam::aws:policy/AdministratorAccess": everything
        case "arn:aws:iam::aws:policy/AWSDenyAll":
            PermissionPolicy(
                name: "AWSDenyAll",
                document: #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#,
                statements: [
                    Statement(
                        sid: "DenyAll", effect: .deny, actions: .only(["*"]), resources: .only(["*"]), conditions: [])
                ])
        default: nil
        }
    }

    /// Reads the text of a policy document.
    package init(text: String, name: String) throws(PermissionPolicyError) {
        let value: WireValue
        do {
            value = try WireValue(json: Array(text.utf8))
        } catch {
            throw PermissionPolicyError("\(name): the document is not JSON: \(error)")
        }
        self = try PermissionPolicyReader.read(value, name: name)
    }
}
