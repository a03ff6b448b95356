/// Makes the world of a seed: the organization at once, each account's state when it is asked for.
package struct WorldGenerator: Sendable {
    /// What the world is made of.
    package let options: WorldOptions
    /// The organization.
    package let organization: OrganizationTree
    /// The account whose role refuses everybody, when the organization is large enough to have one.
    package let deniedAccounts: Set<String>
    /// The account nobody made the backup service's own role in, when the organization is large enough to have one.
    package let accountWithoutBackupRole: String?
    /// How many resources each account holds at birth, Region by Region in the order of the options.
    private let counts: [Int32]

    /// Lays out the organization and shares the resources among its accounts.
    package init(options: WorldOptions) {
        self.options = options
        organization = OrganizationGenerator(options: options).organization()
        let active = organization.accounts.filter { $0.state == .active }
        counts = Self.resourceCounts(of: organization.accounts, options: options)
        deniedAccounts = active.count > 4 ? [active[min(9, active.count - 1)].id] : []
        accountWithoutBackupRole = active.count > 4 ? active[3].id : nil
    }

    /// Shares the wished number of resources: the first Region gets most, no account the same as its neighbour.
    ///
    /// Costs time and four bytes for each account and Region, whatever the number of resources.
    private static func resourceCounts(of accounts: [OrganizationAccount], options: WorldOptions) -> [Int32] {
        let width = options.regions.count
        var weights = [Double](repeating: 0, count: accounts.count * width)
        for (row, account) in accounts.enumerated() where account.state == .active {
            for (index, region) in options.regions.enumerated() {
                var random = SeededGenerator(options.seed, "share", account.id, region)
                weights[row * width + index] = Double(50 + random.below(101)) * (index == 0 ? 1.6 : 1.0)
            }
        }
        let total = weights.reduce(0, +)
        var counts = [Int32](repeating: 0, count: weights.count)
        var sum = 0.0
        for (place, weight) in weights.enumerated() where weight > 0 {
            let before = Int(sum / total * Double(options.resources))
            sum += weight
            counts[place] = Int32(clamping: Int(sum / total * Double(options.resources)) - before)
        }
        return counts
    }

    /// How many resources an account holds in a Region at birth; costs nothing.
    package func resourceCount(_ scope: Scope) -> Int {
        guard let row = organization.indices[scope.account], let index = options.regions.firstIndex(of: scope.region)
        else { return 0 }
        return Int(counts[row * options.regions.count + index])
    }

    /// The state of an account 40 days before the birth, from where the engine runs its history.
    package func state(of account: OrganizationAccount) -> AccountState {
        let start = options.birth.adding(days: -WorldOptions.historyDays)
        let regions = options.regions.map { ($0, region($0, of: account)) }
        return AccountState(
            account: account, regions: Dictionary(regions) { first, _ in first }, roles: roles(of: account),
            advancedTo: start, eventsToldTo: options.birth)
    }

    /// What an account holds in one of the world's Regions at birth, before the engine runs its history.
    package func region(_ name: String, of account: OrganizationAccount) -> RegionState {
        let scope = Scope(account: account.id, region: name)
        let index = options.regions.firstIndex(of: name) ?? account.styles.count
        let style = index < account.styles.count ? account.styles[index] : .none
        let key = Self.keyARN(scope, seed: options.seed)
        let resources = ResourceGenerator(
            options: options, scope: scope, accountName: account.name, keyARN: key,
            encryptedPercent: style == .unencrypted ? 45 : 88
        ).resources(resourceCount(scope))
        var config = config(scope, start: options.birth.adding(days: -WorldOptions.historyDays))
        if account.id == organization.managementAccount.id, index == 0 { config.aggregators = [aggregator(scope)] }
        return RegionState(
            scope: scope, resources: resources,
            backup: ProtectionGenerator(options: options, scope: scope, style: style, keyARN: key).backup(),
            config: config)
    }

    /// The aggregator of the whole organization that the management account has in the home Region.
    private func aggregator(_ scope: Scope) -> ConfigAggregator {
        let created = options.birth.adding(days: -380)
        let role = "arn:aws:iam::\(scope.account):role/service-role/AWSConfigRoleForOrganizations"
        return ConfigAggregator(
            name: "organization", arn: ConfigAggregator.arn(of: "organization", scope, seed: options.seed),
            source: .organization(roleARN: role), regions: nil, filters: nil, createdAt: created, updatedAt: created)
    }

    /// A Region without resources, plans or a recorder.
    package func emptyRegion(_ scope: Scope) -> RegionState {
        RegionState(
            scope: scope, resources: [],
            backup: ProtectionGenerator(
                options: options, scope: scope, style: .none, keyARN: Self.keyARN(scope, seed: options.seed)
            ).backup(), config: ConfigState(recorderName: nil, rules: [], evaluatedAt: options.birth))
    }

    /// The key of the customer that resources and vaults of an account in a Region name.
    static func keyARN(_ scope: Scope, seed: UInt64) -> String {
        var random = SeededGenerator(seed, "key", scope.account, scope.region)
        return "arn:aws:kms:\(scope.region):\(scope.account):key/\(random.uuid())"
    }

    private func config(_ scope: Scope, start: Moment) -> ConfigState {
        var random = SeededGenerator(options.seed, "config", scope.account, scope.region)
        guard random.chance(75) else { return ConfigState(recorderName: nil, rules: [], evaluatedAt: start) }
        let protection = ResourceKind.common.map { kind in
            let source = "\(Self.configNames[kind] ?? "")_PROTECTED_BY_BACKUP_PLAN"
            let id = "config-rule-\(random.alphanumeric(6))"
            return ConfigRule(
                name: source.lowercased().replacing("_", with: "-"), id: id,
                arn: "arn:aws:config:\(scope.region):\(scope.account):config-rule/\(id)", sourceIdentifier: source,
                kinds: [kind], compliant: [], nonCompliant: [])
        }
        let tagID = "config-rule-\(random.alphanumeric(6))"
        let required = ConfigRule(
            name: "required-backup-tag", id: tagID,
            arn: "arn:aws:config:\(scope.region):\(scope.account):config-rule/\(tagID)",
            sourceIdentifier: "REQUIRED_TAGS", kinds: ResourceKind.common, requiredTag: "holdfast:tier",
            compliant: [], nonCompliant: [])
        let rules = protection + [required]
        return ConfigState(
            recorderName: "default", rules: rules.sorted { $0.name < $1.name }, evaluatedAt: start)
    }

    /// What the names of AWS Config's managed rules call each type.
    static let configNames: [ResourceKind: String] = [
        .instance: "EC2_RESOURCES", .volume: "EBS_RESOURCES", .database: "RDS_RESOURCES",
        .cluster: "AURORA_RESOURCES", .table: "DYNAMODB_RESOURCES", .fileSystem: "EFS_RESOURCES",
        .bucket: "S3_RESOURCES",
    ]

    private func roles(of account: OrganizationAccount) -> [SimulatedRole] {
        let created = options.birth.adding(days: -400)
        func role(_ name: String, path: String = "/", trust: String, deleted: Moment? = nil) -> SimulatedRole {
            var random = SeededGenerator(options.seed, "role", account.id, name)
            return SimulatedRole(
                name: name, arn: "arn:aws:iam::\(account.id):role\(path)\(name)", id: "AROA\(random.base32(17))",
                createdAt: created, trustPolicy: trust, deletedAt: deleted)
        }
        let service = Self.trust(principal: #"{"Service":"backup.amazonaws.com"}"#, action: "sts:AssumeRole")
        let management = organization.managementAccount.id
        let member = Self.trust(
            principal: #"{"AWS":"arn:aws:iam::\#(management):root"}"#,
            action: #"sts:AssumeRole","sts:TagSession"#,
            condition: #","Condition":{"StringEquals":{"sts:ExternalId":"\#(options.externalID)"}}"#)
        let own = account.id == accountWithoutBackupRole ? [] : [role(options.backupRoleName, trust: service)]
        let roles = [
            role("AWSBackupDefaultServiceRole", path: "/service-role/", trust: service),
            role(options.memberRoleName, trust: member),
            role(
                ProtectionGenerator.retiredRoleName, trust: service, deleted: options.birth.adding(days: -12)),
        ]
        return (roles + own).sorted { $0.name < $1.name }
    }

    private static func trust(principal: String, action: String, condition: String = "") -> String {
        let actions = action.contains(",") ? #"["\#(action)"]"# : #""\#(action)""#
        return #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\#(principal),"#
            + #""Action":\#(actions)\#(condition)}]}"#
    }
}
