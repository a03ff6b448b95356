public import FoundationEssentials
internal import HoldfastCrypto
public import HoldfastModel
public import HoldfastPlanning

/// A change plan as a file: the plan and a digest of it, so that a plan somebody edited is not applied.
public struct PlanDocument: Sendable, Hashable, Codable {
    /// `sha256:` and the hexadecimal digest of the plan's canonical JSON: keys sorted, no space.
    public let digest: String
    /// The plan.
    public let plan: ChangePlan

    /// Wraps a plan.
    ///
    /// - Throws: When the plan cannot be written as JSON.
    public init(_ plan: ChangePlan) throws {
        self.plan = plan
        digest = try Self.digest(of: plan)
    }

    /// Reads a file's bytes and checks the digest.
    ///
    /// - Throws: ``EnforcementError`` with code `plan-damaged`.
    public init(json: Data) throws {
        let document: PlanDocument
        do {
            document = try JSONDecoder().decode(PlanDocument.self, from: json)
        } catch {
            throw EnforcementError(code: .damagedPlan, message: "the file is not a saved plan: \(error)")
        }
        guard document.plan.schemaVersion == 1 else {
            throw EnforcementError(
                code: .damagedPlan, message: "the plan has form \(document.plan.schemaVersion), this version reads 1")
        }
        guard try Self.digest(of: document.plan) == document.digest else {
            throw EnforcementError(
                code: .damagedPlan,
                message: "the plan was changed after it was saved; make a new one with `holdfast plan --out`")
        }
        self = document
    }

    /// The file's bytes: pretty JSON with sorted keys and a line feed at the end.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data([0x0A])
    }

    /// Refuses a plan that is older than it may be or was made from another policy.
    ///
    /// - Throws: ``EnforcementError`` with code `plan-stale`.
    public func checkFreshness(policyHash: String, now: Instant, maximumAge: Duration) throws {
        guard plan.policyHash == policyHash else {
            throw EnforcementError(
                code: .stalePlan, message: "the policy changed since the plan was made; plan again")
        }
        guard plan.createdAt.duration(to: now) <= maximumAge else {
            throw EnforcementError(
                code: .stalePlan,
                message: "the plan was made at \(plan.createdAt), longer ago than a plan is good for; plan again")
        }
    }

    private static func digest(of plan: ChangePlan) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return "sha256:" + SHA256Digest(of: try encoder.encode(plan)).hex
    }
}
