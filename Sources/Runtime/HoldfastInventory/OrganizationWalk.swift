internal import AWSCore
internal import AWSOrganizations
internal import HoldfastModel

/// Walks an organization's tree and remembers what it could not see.
struct OrganizationWalk: Sendable {
    private struct Place: Sendable {
        let path: String
        let ids: [String]
    }

    private let service: OrganizationsAPI
    private var log: ReadLog
    private var accounts: [AccountID: AWSOrganizations.Account] = [:]
    private var places: [AccountID: Place] = [:]
    private var tags: [AccountID: [String: String]] = [:]
    private var isTreeWhole = true
    private var isListWhole = false

    /// Begins a walk that goes on with that log.
    init(service: OrganizationsAPI, log: ReadLog) {
        self.service = service
        self.log = log
    }

    /// Visits a root or unit and everything below it.
    ///
    /// AWS allows five levels of units.
    mutating func visit(parent: String, path: String, ids: [String]) async {
        let service = service
        var attempt = log.fresh()
        let here = await attempt.pages("organizations:ListAccountsForParent", for: .session) {
            token throws(AWSError) in
            let output = try await service.listAccountsForParent(
                ListAccountsForParentInput(parentID: parent, nextToken: token))
            return Page(items: output.accounts, next: output.nextToken)
        }
        for account in here {
            guard let id = account.id.flatMap(AccountID.init(rawValue:)) else {
                attempt.addMalformed(
                    "an account has no id", api: "organizations:ListAccountsForParent", for: .session)
                continue
            }
            accounts[id] = account
            places[id] = Place(path: path, ids: ids)
        }
        let units = await attempt.pages("organizations:ListOrganizationalUnitsForParent", for: .session) {
            token throws(AWSError) in
            let output = try await service.listOrganizationalUnitsForParent(
                ListOrganizationalUnitsForParentInput(parentID: parent, nextToken: token))
            return Page(items: output.organizationalUnits, next: output.nextToken)
        }
        isTreeWhole = isTreeWhole && attempt.gaps.isEmpty
        log.merge(attempt)
        for unit in units {
            guard let id = unit.id.present, !ids.contains(id) else { continue }
            let name = unit.name.present ?? id
            await visit(parent: id, path: path.isEmpty ? name : "\(path)/\(name)", ids: ids + [id])
        }
    }

    /// Compares with the flat list, which also has the accounts of units that could not be read.
    mutating func reconcile() async {
        let service = service
        var attempt = log.fresh()
        let all = await attempt.pages("organizations:ListAccounts", for: .session) { token throws(AWSError) in
            let output = try await service.listAccounts(ListAccountsInput(nextToken: token))
            return Page(items: output.accounts, next: output.nextToken)
        }
        for account in all {
            guard let id = account.id.flatMap(AccountID.init(rawValue:)) else {
                attempt.addMalformed("an account has no id", api: "organizations:ListAccounts", for: .session)
                continue
            }
            accounts[id] = account
        }
        isListWhole = attempt.gaps.isEmpty
        log.merge(attempt)
    }

    /// Reads the tags of every account.
    ///
    /// Costs a call an account.
    mutating func readTags() async {
        let service = service
        for id in accounts.keys.sorted() {
            var attempt = log.fresh()
            let found = await attempt.pages("organizations:ListTagsForResource", for: .tags) { token throws(AWSError) in
                let output = try await service.listTagsForResource(
                    ListTagsForResourceInput(resourceID: id.rawValue, nextToken: token))
                return Page(items: output.tags, next: output.nextToken)
            }
            if attempt.gaps.isEmpty { tags[id] = TagReader.dictionary(found, key: \.key, value: \.value) }
            log.merge(attempt)
        }
    }

    /// What was found, with the lot of each account.
    func listing(root: ResourceARN?, scope: AccountScope, caller: CallerIdentity) -> AccountListing {
        var entries: [AccountListing.Entry] = []
        var notices: [String] = []
        // arn:aws:organizations::<management account>:root/o-…/r-…
        let organization = root?.resource.split(separator: "/").dropFirst().first.map(String.init)
        for (id, account) in accounts.sorted(by: { $0.key < $1.key }) {
            let place = places[id]
            let known = HoldfastModel.Account(
                id: id, name: account.name.present ?? id.rawValue, state: Self.state(of: account),
                organizationalUnitPath: place?.path ?? "", organizationalUnitIDs: place?.ids ?? [], tags: tags[id],
                isManagementAccount: id.rawValue == root?.accountCode, organizationID: organization)
            let decision = scope.decision(for: known, isPlaceKnown: place != nil || isTreeWhole)
            if case .sweep(let note?) = decision { notices.append("Account \(id) is \(note).") }
            entries.append(.init(account: known, decision: decision))
        }
        // Where one of both lists is whole no account is missing, whatever the other lacks.
        let missing = isTreeWhole || isListWhole ? [] : log.gaps.filter { $0.fact == .session }
        if !missing.isEmpty { notices.append("Accounts may be missing: the organization could not be read wholly.") }
        if accounts[caller.account] == nil {
            notices.append("The caller's account \(caller.account) is not in the organization it can read.")
        }
        return AccountListing(entries: entries, notices: notices, gaps: missing, isOrganization: true)
    }

    /// `State` replaces `Status`; endpoints may send either.
    ///
    /// Source: AWS Organizations API Reference, "Account".
    private static func state(of account: AWSOrganizations.Account) -> HoldfastModel.Account.State {
        let text = account.state?.rawValue.nonEmpty ?? account.status?.rawValue.nonEmpty
        return text.map(HoldfastModel.Account.State.init(rawValue:)) ?? .active
    }
}
