/// Checks of another product that a control answers too, so that nobody needs to run both.
public struct ReplacedCheck: Hashable, Sendable {
    /// A product that checks backups.
    public enum Product: String, Hashable, Sendable, CaseIterable, Comparable {
        /// Frameworks of AWS Backup Audit Manager.
        case auditManager = "Audit Manager"
        /// Managed rules of AWS Config.
        case config = "AWS Config"
        /// Controls of Security Hub CSPM.
        case securityHub = "Security Hub"
        /// Checks of Trusted Advisor.
        case trustedAdvisor = "Trusted Advisor"
        /// Checks of Prowler.
        case prowler = "Prowler"
        /// Filters of Cloud Custodian.
        case custodian = "Cloud Custodian"

        /// Orders as the reference page does.
        public static func < (left: Product, right: Product) -> Bool { left.place < right.place }

        private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// The product.
    public let product: Product
    /// Its checks, by the product's own names.
    public let names: [String]

    /// Names checks of a product.
    public init(_ product: Product, _ names: [String]) {
        self.product = product
        self.names = names
    }

    static func auditManager(_ names: String...) -> ReplacedCheck { ReplacedCheck(.auditManager, names) }
    static func config(_ names: String...) -> ReplacedCheck { ReplacedCheck(.config, names) }
    static func securityHub(_ names: String...) -> ReplacedCheck { ReplacedCheck(.securityHub, names) }
    static func trustedAdvisor(_ names: String...) -> ReplacedCheck { ReplacedCheck(.trustedAdvisor, names) }
    static func prowler(_ names: String...) -> ReplacedCheck { ReplacedCheck(.prowler, names) }
    static func custodian(_ names: String...) -> ReplacedCheck { ReplacedCheck(.custodian, names) }

    /// One rule of AWS Config for each of several types, whose names differ in their beginning.
    static func config(of types: [String], _ ending: String) -> ReplacedCheck {
        ReplacedCheck(.config, types.map { "\($0)_\(ending)" })
    }

    /// The types AWS Config has rules on plans and recovery points for.
    ///
    /// Source: AWS Config Developer Guide, "List of AWS Config Managed Rules".
    static let configTypes = [
        "AURORA", "DYNAMODB", "EBS", "EC2", "EFS", "FSX", "RDS", "S3", "STORAGEGATEWAY", "VIRTUALMACHINE",
    ]
}
