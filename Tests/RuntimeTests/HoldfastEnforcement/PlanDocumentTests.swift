import Foundation
import HoldfastEnforcement
import HoldfastModel
import HoldfastPlanning
import Testing

@Suite("Plan document")
struct PlanDocumentTests {
    private static let plan = ChangePlan(
        createdAt: Instant(millisecondsSinceEpoch: 1_795_458_433_000), policyHash: "sha256:policy", accounts: [])

    @Test("A saved plan is read back as it was")
    func roundTrip() throws {
        let document = try PlanDocument(Self.plan)
        #expect(try PlanDocument(json: document.json()) == document)
    }

    @Test("A plan somebody edited, or that is none, is refused")
    func edited() throws {
        let text = String(decoding: try PlanDocument(Self.plan).json(), as: UTF8.self)
        for wrong in [text.replacing("sha256:policy", with: "sha256:other"), "{}", "", "[1"] {
            let error = #expect(throws: EnforcementError.self) { try PlanDocument(json: Data(wrong.utf8)) }
            #expect(error?.code == .damagedPlan)
        }
    }

    @Test("A plan of another policy, or too old, is stale")
    func stale() throws {
        let document = try PlanDocument(Self.plan)
        let later = Self.plan.createdAt.advanced(by: .hours(2))
        try document.checkFreshness(policyHash: "sha256:policy", now: later, maximumAge: .hours(2))
        #expect(throws: EnforcementError.self) {
            try document.checkFreshness(policyHash: "sha256:policy", now: later, maximumAge: .hours(1))
        }
        #expect(throws: EnforcementError.self) {
            try document.checkFreshness(policyHash: "sha256:new", now: later, maximumAge: .hours(2))
        }
    }
}
