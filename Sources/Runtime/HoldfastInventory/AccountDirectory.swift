public import AWSCore
internal import AWSOrganizations
internal import AWSSTS
public import HoldfastModel

/// Finds out who is calling, and which accounts the organization has and where they stand in its tree.
///
/// Without an organization, or without the right to read it, there is the caller's own account and a notice that says so;
/// in the second case also a gap.
public struct AccountDirectory: Sendable {
    private let caller: any AWSCaller
    private let scope: AccountScope
    private let now: @Sendable () -> Instant

    /// The IAM actions of the calls it makes.
    package static let iamActions = [
        "organizations:ListAccounts", "organizations:ListAccountsForParent",
        "organizations:ListOrganizationalUnitsForParent", "organizations:ListRoots",
        "organizations:ListTagsForResource", "sts:GetCallerIdentity",
    ]

    /// Makes a directory.
    ///
    /// - Parameters:
    ///   - caller: Calls with the base credentials.
    ///   - scope: Which accounts are swept.
    ///   - now: The moment now.
    public init(caller: any AWSCaller, scope: AccountScope, now: @escaping @Sendable () -> Instant) {
        self.caller = caller
        self.scope = scope
        self.now = now
    }

    /// Asks who is calling.
    ///
    /// Costs one call, which needs no permission.
    ///
    /// - Throws: ``InventoryError`` with code `credentials`.
    public func callerIdentity() async throws -> CallerIdentity {
        let output: GetCallerIdentityOutput
        do throws(AWSError) {
            output = try await STSAPI(caller).getCallerIdentity()
        } catch {
            throw InventoryError(code: .credentials, message: "AWS does not accept the credentials", underlying: error)
        }
        guard let account = output.account.present.flatMap(AccountID.init(rawValue:)), let arn = output.arn.present
        else {
            throw InventoryError(code: .credentials, message: "AWS did not say whose the credentials are")
        }
        return CallerIdentity(account: account, arn: arn)
    }

    /// Reads the organization, or falls back to the caller's own account.
    ///
    /// Only an account that is in no organization is all there is; where the organization could not be read, a gap says
    /// that accounts are missing.
    ///
    /// Costs a call for every 20 accounts, one or two an organizational unit, and one an account where tags are asked for.
    public func listing(for identity: CallerIdentity) async -> AccountListing {
        var log = ReadLog(now: now)
        let service = OrganizationsAPI(caller)
        let roots = await log.result("organizations:ListRoots", for: .session) { () async throws(AWSError) in
            try await service.listRoots()
        }
        switch roots {
        case .failure(let error) where error.code == "AWSOrganizationsNotInUseException":
            return AccountListing(
                alone: identity, notice: "The account is in no organization: only it is looked at.")
        case .failure(let error):
            log.add(error, api: "organizations:ListRoots", for: .session)
            return AccountListing(alone: identity, notice: Self.notice(of: error), gaps: log.gaps)
        case .success(let output):
            guard let root = output.roots?.first, let rootID = root.id.present else {
                let words = "the answer lacks the root"
                log.addMalformed(words, api: "organizations:ListRoots", for: .session)
                return AccountListing(
                    alone: identity, notice: "The organization cannot be read: \(words).", gaps: log.gaps)
            }
            var walk = OrganizationWalk(service: service, log: log)
            await walk.visit(parent: rootID, path: "", ids: [rootID])
            await walk.reconcile()
            if scope.needsTags { await walk.readTags() }
            let arn = root.arn.present.flatMap(ResourceARN.init(rawValue:))
            return walk.listing(root: arn, scope: scope, caller: identity)
        }
    }

    private static func notice(of error: AWSError) -> String {
        "The organization cannot be read (\(error.code)): only the caller's own account is looked at. "
            + "Use credentials of the management account or of a delegated administrator to look at all."
    }
}

/// Whose credentials are used.
public struct CallerIdentity: Hashable, Sendable {
    /// The account they belong to.
    public let account: AccountID
    /// The user or session.
    public let arn: String

    /// Names an identity.
    public init(account: AccountID, arn: String) {
        self.account = account
        self.arn = arn
    }
}
