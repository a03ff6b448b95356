/// Makes the organization of a seed: its units and accounts, with names, states and styles of protection.
package struct OrganizationGenerator: Sendable {
    private let options: WorldOptions

    /// Makes the generator of a world.
    package init(options: WorldOptions) { self.options = options }

    private static let products = [
        "payments", "orders", "catalog", "search", "identity", "analytics", "billing", "shipping", "support", "media",
        "pricing", "loyalty", "fraud", "mobile", "reporting", "partners",
    ]

    /// The units every world has: name and the name of the one above.
    private static let unitNames: [(name: String, parent: String?)] = [
        ("Security", nil), ("Infrastructure", nil), ("Workloads", nil), ("Prod", "Workloads"),
        ("NonProd", "Workloads"), ("Sandbox", nil), ("Suspended", nil),
    ]

    /// The whole organization.
    package func organization() -> OrganizationTree {
        var random = SeededGenerator(options.seed, "organization")
        let id = "o-\(random.alphanumeric(10))"
        let rootID = "r-\(random.alphanumeric(4))"
        var unitIDs: [String: String] = [:]
        let units = Self.unitNames.map { name, parent in
            let unit = OrganizationalUnit(
                id: "ou-\(rootID.dropFirst(2))-\(random.alphanumeric(8))", name: name,
                parentID: parent.flatMap { unitIDs[$0] } ?? rootID)
            unitIDs[name] = unit.id
            return unit
        }
        var accounts = [account(0, name: "management", parentID: rootID, environment: "shared")]
        for index in 0..<options.memberAccounts {
            let place = place(of: index)
            accounts.append(
                account(
                    index + 1, name: place.name, parentID: unitIDs[place.unit] ?? rootID,
                    environment: place.environment, isSuspended: place.unit == "Suspended"))
        }
        return OrganizationTree(
            id: id, rootID: rootID, units: units, accounts: accounts,
            indices: Dictionary(accounts.enumerated().map { ($0.element.id, $0.offset) }) { first, _ in first },
            managementAccount: accounts[0])
    }

    private func place(of index: Int) -> (name: String, unit: String, environment: String) {
        if index == options.memberAccounts - 1, options.memberAccounts > 4 {
            return ("retired-shop", "Suspended", "prod")
        }
        switch index {
        case 0: return ("log-archive", "Security", "shared")
        case 1: return ("security-audit", "Security", "shared")
        case 2: return ("network", "Infrastructure", "shared")
        case 3: return ("shared-services", "Infrastructure", "shared")
        default: break
        }
        let number = index - 4
        let product = Self.products[number / 3 % Self.products.count]
        let round = number / 3 / Self.products.count
        let suffix = round == 0 ? "" : "-\(round + 1)"
        switch number % 3 {
        case 0: return ("\(product)\(suffix)-prod", "Prod", "prod")
        case 1: return ("\(product)\(suffix)-test", "NonProd", "nonprod")
        default: return ("\(product)\(suffix)-sandbox", "Sandbox", "dev")
        }
    }

    private func account(
        _ index: Int, name: String, parentID: String, environment: String, isSuspended: Bool = false
    ) -> OrganizationAccount {
        var random = SeededGenerator(options.seed, "account", String(index))
        let styles = options.regions.indices.map { region -> ProtectionStyle in
            guard !isSuspended else { return .none }
            return ProtectionStyle.allCases[(index + region * 3) % ProtectionStyle.allCases.count]
        }
        return OrganizationAccount(
            id: random.digits(12), name: name, email: "aws+\(name)@example.com", parentID: parentID,
            state: isSuspended ? .suspended : .active,
            joinedAt: options.birth.adding(days: -Int64(random.within(420...1_500))), wasCreated: index > 0,
            tags: TagSet([("env", environment), ("owner", "\(name.split(separator: "-").first ?? "")-team")]),
            styles: styles)
    }
}
