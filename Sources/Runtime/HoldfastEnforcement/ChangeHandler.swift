internal import AWSCore
internal import HoldfastCrypto
package import HoldfastPlanning

/// Makes one kind of change.
package protocol ChangeHandler: Sendable {
    /// The kind.
    static var action: ChangeAction { get }
    /// The IAM actions of the calls it makes; those of preconditions stand with ``PreconditionCheck``.
    static var iamActions: [String] { get }
}

/// One change about to be made.
struct ChangeCall: Sendable {
    /// The change.
    let change: Change
    /// The same text each time this change of this plan is tried, so that AWS makes it once only.
    let token: String
    /// Makes the calls, in the change's account and Region.
    let caller: any AWSCaller
    /// Ids AWS gave to what changes before it made.
    let createdIDs: [String: String]
    /// Whether an earlier run began it.
    let isResumed: Bool
    /// Hears the request id of the write.
    let trace = CallTrace()

    /// Makes one call, its failure being the change's.
    func attempt<Value: Sendable>(
        _ call: @Sendable () async throws(AWSError) -> Value
    ) async throws(ChangeFailure) -> Value {
        do throws(AWSError) {
            return try await trace.follow(call)
        } catch {
            throw ChangeFailure(error)
        }
    }
}

/// What was made.
struct MadeChange: Sendable {
    /// The id AWS gave to it, where it has one.
    var createdID: String?
}

/// Why a change was not made although AWS was not, or not alone, to blame.
struct ChangeFailure: Error, Sendable {
    /// The kind of reason, or the code AWS gave.
    let code: String
    /// Why.
    let message: String

    /// Takes over a failed call.
    init(_ error: AWSError) {
        code = error.code
        message = error.description
    }

    /// Names a reason.
    init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}

/// Makes the tokens AWS Backup takes as `CreatorRequestId`.
enum IdempotencyTokens {
    /// A digest of plan and change in hexadecimal digits.
    static func token(planID: String, changeID: String) -> String {
        String(SHA256Digest(of: "\(planID)/\(changeID)").hex.prefix(40))
    }
}

/// Every handler there is, and the way from a change to its own.
package enum ChangeHandlers {
    /// The handlers, one a kind of change.
    package static let all: [any ChangeHandler.Type] = [
        CreatePlanHandler.self, CreateSelectionHandler.self, CreateVaultHandler.self, TagResourceHandler.self,
        TagVaultHandler.self, UpdatePlanHandler.self, UpdateRegionSettingsHandler.self,
    ]

    /// Makes the change and tells how it ended.
    static func perform(_ call: ChangeCall) async -> ChangeOutcome.Result {
        do throws(ChangeFailure) {
            let made = try await make(call)
            return .applied(requestID: call.trace.requestID, createdID: made.createdID)
        } catch {
            return .failed(code: error.code, message: error.message)
        }
    }

    private static func make(_ call: ChangeCall) async throws(ChangeFailure) -> MadeChange {
        switch call.change.payload {
        case .createVault(let name, let key, let tags):
            try await CreateVaultHandler().make(call, name: name, encryptionKeyARN: key, tags: tags)
        case .tagVault(let arn, let tags):
            try await TagVaultHandler().make(call, arn: arn, tags: tags)
        case .updateRegionSettings(let optIn):
            try await UpdateRegionSettingsHandler().make(call, optIn: optIn)
        case .createPlan(let specification):
            try await CreatePlanHandler().make(call, specification)
        case .updatePlan(let id, let specification):
            try await UpdatePlanHandler().make(call, id: id, specification)
        case .createSelection(let planName, let planID, let selection):
            try await CreateSelectionHandler().make(call, planName: planName, planID: planID, selection)
        case .tagResource(let arn, let type, let tags):
            try await TagResourceHandler().make(call, arn: arn, type: type, tags: tags)
        }
    }
}
