public import AWSCore
internal import AWSSTS
internal import AWSWire
public import HoldfastModel
internal import Synchronization

/// Gives each account's calls: with the base credentials in the caller's own account, else as an assumed role.
///
/// A role is assumed once an account, for all Regions, and again ahead of its session's end.
public final class AccountSessions: Sendable {
    private let client: AWSClient
    private let base: any CredentialProvider
    private let clock: any AWSClock
    private let home: AccountID
    private let homeRegion: AWSRegion
    private let role: RoleAssumption?
    private let providers = Mutex<[AccountID: RefreshingCredentials]>([:])

    /// The IAM actions of the calls it makes.
    package static let iamActions = ["sts:AssumeRole", "sts:TagSession"]

    /// Makes a store of sessions; none is opened yet.
    ///
    /// - Parameters:
    ///   - client: Makes the calls.
    ///   - base: The caller's own credentials.
    ///   - clock: Judges when sessions end.
    ///   - home: The caller's own account.
    ///   - homeRegion: The Region whose STS is asked.
    ///   - role: The role to assume in other accounts; without one only the caller's own can be entered.
    public init(
        client: AWSClient, base: any CredentialProvider, clock: any AWSClock, home: AccountID, homeRegion: AWSRegion,
        role: RoleAssumption?
    ) {
        self.client = client
        self.base = base
        self.clock = clock
        self.home = home
        self.homeRegion = homeRegion
        self.role = role
    }

    /// Makes sure the account can be entered.
    ///
    /// Costs one call where a role must be assumed.
    ///
    /// - Returns: Nothing when it can; else the gap that stands for everything in the account.
    public func enter(_ account: AccountID) async -> ReadGap? {
        guard let provider = provider(for: account) else {
            return account == home ? nil : Self.gap(code: "NoRole", message: "no role to assume in \(account) is set")
        }
        do throws(CredentialError) {
            _ = try await provider.credentials()
            return nil
        } catch {
            guard let failure = error.underlying else {
                return Self.gap(code: error.code.rawValue, message: error.message)
            }
            return ReadGap(failure, api: "sts:AssumeRole", fact: .session, scope: .everything)
        }
    }

    /// Gives the calls of an account in a Region; costs nothing until one is made.
    public func caller(for account: AccountID, in region: AWSRegion) -> any AWSCaller {
        if let provider = provider(for: account) {
            return client.caller(account: account.rawValue, region: region.rawValue, credentials: provider)
        }
        // The base credentials must never answer for an account they do not belong to.
        let credentials: any CredentialProvider = account == home ? base : NoSession(account: account)
        return client.caller(account: account.rawValue, region: region.rawValue, credentials: credentials)
    }

    /// The session of an account; nothing where the base credentials are used.
    private func provider(for account: AccountID) -> RefreshingCredentials? {
        guard let role, account != home || role.appliesToHome else { return nil }
        return providers.withLock { providers in
            if let known = providers[account] { return known }
            let made = session(in: account, role: role)
            providers[account] = made
            return made
        }
    }

    private func session(in account: AccountID, role: RoleAssumption) -> RefreshingCredentials {
        let sts = STSAPI(
            client.caller(account: home.rawValue, region: homeRegion.rawValue, credentials: base))
        let arn = role.arn(in: account, partition: homeRegion.partition)
        let input = AssumeRoleInput(
            roleARN: arn, roleSessionName: role.sessionName,
            durationSeconds: role.duration.map { Int($0.components.seconds) },
            tags: role.tags.isEmpty
                ? nil : role.tags.sorted { $0.key < $1.key }.map { Tag(key: $0.key, value: $0.value) },
            externalID: role.externalID)
        return RefreshingCredentials(clock: clock) { () async throws(CredentialError) in
            guard ResourceARN(rawValue: arn)?.accountCode == account.rawValue else {
                throw CredentialError(
                    code: .malformed, message: "the role \(arn) is not one of account \(account); use {account} in it")
            }
            let output: AssumeRoleOutput
            // The quota is the caller's; the accounts to be entered take turns in it.
            let purpose = CallPurpose.current.with(account: account.rawValue)
            let assumed = await CallPurpose.$current.withValue(purpose) {
                await Self.result { () async throws(AWSError) in try await sts.assumeRole(input) }
            }
            do throws(AWSError) {
                output = try assumed.get()
            } catch {
                throw CredentialError(
                    code: .sourceFailed, message: "the role \(input.roleARN) cannot be assumed", underlying: error)
            }
            guard let session = output.credentials, let key = session.accessKeyID.present,
                let secret = session.secretAccessKey.present
            else {
                throw CredentialError(code: .malformed, message: "sts:AssumeRole answered without credentials")
            }
            return AWSCredentials(
                accessKeyID: key, secretAccessKey: secret, sessionToken: session.sessionToken,
                expiration: session.expiration.map {
                    AWSTime(millisecondsSinceEpoch: $0.millisecondsSinceEpoch)
                })
        }
    }

    private static func result<Value: Sendable>(
        of call: @Sendable () async throws(AWSError) -> Value
    ) async -> Result<Value, AWSError> {
        do throws(AWSError) {
            return .success(try await call())
        } catch {
            return .failure(error)
        }
    }

    private static func gap(code: String, message: String) -> ReadGap {
        ReadGap(
            fact: .session, scope: .everything, api: "sts:AssumeRole", reason: .denied, code: code, message: message)
    }
}

/// Refuses: there is no role to enter an account with.
private struct NoSession: CredentialProvider {
    let account: AccountID

    func credentials() async throws(CredentialError) -> AWSCredentials {
        throw CredentialError(code: .missing, message: "no role to assume in \(account) is set")
    }
}
