package import AWSWire

/// A key of AWS KMS as the world of a seed has it in every account and Region.
///
/// Nothing is stored: keys follow from the seed, among them every key the world's resources and vaults name, one that is
/// disabled and one that waits for its deletion.
struct SimulatedKey: Sendable {
    /// The states a key can be in, by the names of `KeyState`.
    enum State: String {
        case enabled = "Enabled"
        case disabled = "Disabled"
        case pendingDeletion = "PendingDeletion"
    }

    let id: String
    let scope: Scope
    let alias: String
    let summary: String
    /// Whether the customer owns it and not the service its alias names.
    let isCustomers: Bool
    let state: State
    let createdAt: Moment
    /// When it goes, for one that waits for its deletion.
    let deletionAt: Moment?
    let rotates: Bool
    let tags: TagSet

    var arn: String { "arn:aws:kms:\(scope.region):\(scope.account):key/\(id)" }
    var aliasARN: String { "arn:aws:kms:\(scope.region):\(scope.account):\(alias)" }

    /// Days a key waits for its deletion.
    private static let waitingDays: Int64 = 30

    /// Every key of an account in a Region that is there at a moment, sorted by id.
    static func all(in scope: Scope, options: WorldOptions, at now: Moment) -> [SimulatedKey] {
        let born = options.birth.adding(days: -410)
        func key(
            _ id: String, _ alias: String, _ summary: String, isCustomers: Bool = true, state: State = .enabled,
            deletionAt: Moment? = nil, rotates: Bool = true, tags: TagSet = [:]
        ) -> SimulatedKey {
            SimulatedKey(
                id: id, scope: scope, alias: "alias/\(alias)", summary: summary, isCustomers: isCustomers, state: state,
                createdAt: born, deletionAt: deletionAt, rotates: rotates, tags: tags)
        }
        func drawn(_ purpose: String) -> String {
            var random = SeededGenerator(options.seed, "kms", scope.account, scope.region, purpose)
            return random.uuid()
        }
        let own = [
            key(
                String(WorldGenerator.keyARN(scope, seed: options.seed).split(separator: "/").last ?? ""), "data",
                "Data at rest", tags: ["managed-by": "platform"]),
            key(drawn("disabled"), "old-reports", "Reports until last year", state: .disabled, rotates: false),
            key(
                drawn("pending"), "retired", "To be deleted", state: .pendingDeletion,
                deletionAt: options.birth.adding(days: 20), rotates: false),
        ]
        let managed = managedIDs(in: scope, options: options).map { service, id in
            key(
                id, "aws/\(service)", "Default key that protects my \(service) data when no other key is defined",
                isCustomers: false)
        }
        return (own + managed).filter { $0.deletionAt.map { $0 > now } ?? true }.sorted { $0.id < $1.id }
    }

    /// The keys services made for themselves: those resources and the default vault name, and two others.
    private static func managedIDs(in scope: Scope, options: WorldOptions) -> [(service: String, id: String)] {
        func drawn(_ words: String...) -> String {
            var random = SeededGenerator(options.seed, words: words)
            return random.uuid()
        }
        let (account, region) = (scope.account, scope.region)
        let held = Set(ResourceKind.allCases.map { $0.managedKeyService }).sorted()
        return held.map { service in (service, drawn("aws-key", account, region, service)) } + [
            ("backup", drawn("protection", account, region))
        ]
    }

    /// The key as `DescribeKey` gives it.
    var metadata: WireValue {
        .record(
            ("AWSAccountId", .string(scope.account)), ("KeyId", .string(id)), ("Arn", .string(arn)),
            ("CreationDate", .time(createdAt)), ("Enabled", .bool(state == .enabled)),
            ("Description", .string(summary)), ("KeyUsage", .string("ENCRYPT_DECRYPT")),
            ("KeyState", .string(state.rawValue)), ("DeletionDate", deletionAt.map { .time($0) }),
            ("Origin", .string("AWS_KMS")), ("KeyManager", .string(isCustomers ? "CUSTOMER" : "AWS")),
            ("CustomerMasterKeySpec", .string("SYMMETRIC_DEFAULT")), ("KeySpec", .string("SYMMETRIC_DEFAULT")),
            ("EncryptionAlgorithms", .texts(["SYMMETRIC_DEFAULT"])), ("MultiRegion", .bool(false)))
    }

    /// The key policy as JSON text: the account's own, or what a service lets its users do.
    var policy: String {
        let account = scope.account
        guard isCustomers else {
            let service = alias.dropFirst("alias/aws/".count)
            return #"{"Version":"2012-10-17","Id":"auto-\#(service)-1","Statement":[{"Sid":"Allow access through "#
                + #"\#(service) for all principals in the account","Effect":"Allow","Principal":{"AWS":"*"},"#
                + #""Action":["kms:Encrypt","kms:Decrypt","kms:ReEncrypt*","kms:GenerateDataKey*","kms:CreateGrant","#
                + #""kms:DescribeKey"],"Resource":"*","Condition":{"StringEquals":{"kms:CallerAccount":"\#(account)","#
                + #""kms:ViaService":"\#(service).\#(scope.region).amazonaws.com"}}}]}"#
        }
        return #"{"Version":"2012-10-17","Id":"key-default-1","Statement":[{"Sid":"Enable IAM User Permissions","#
            + #""Effect":"Allow","Principal":{"AWS":"arn:aws:iam::\#(account):root"},"Action":"kms:*","#
            + #""Resource":"*"}]}"#
    }
}

extension ResourceKind {
    /// The service whose own key encrypts resources of the type, as the key's alias `alias/aws/…` names it.
    var managedKeyService: String { Self.managedKeyServices[self] ?? backupType.lowercased() }

    private static let managedKeyServices: [ResourceKind: String] = [
        .instance: "ebs", .volume: "ebs", .database: "rds", .cluster: "rds", .table: "dynamodb",
        .fileSystem: "elasticfilesystem", .bucket: "s3", .documentCluster: "rds", .graphCluster: "rds",
        .gatewayVolume: "storagegateway", .hanaDatabase: "ebs",
    ]
}

/// A grant somebody made on a key.
package struct KeyGrant: Sendable, Hashable {
    /// The id.
    package let id: String
    /// The id of the key.
    package let keyID: String
    /// The name, where one was given.
    package let name: String?
    /// Who may use the key.
    package let grantee: String
    /// Who may retire the grant.
    package let retiring: String?
    /// What may be done.
    package let operations: [String]
    /// The encryption context it is limited to, as it was given.
    package let constraints: WireValue?
    /// When it was made.
    package let createdAt: Moment
    /// The account it was made by.
    package let issuer: String
}
