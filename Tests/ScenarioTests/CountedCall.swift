import AWSSimulator
import Foundation
import HoldfastHTTP

/// An operation that was called in a run, as the simulator counted it.
struct CountedCall: Sendable, Hashable, Comparable {
    /// The service by signing name.
    let service: String
    /// The operation.
    let operation: String
    /// Whether it is a list that comes in pages.
    var isPaged = false

    static func < (left: CountedCall, right: CountedCall) -> Bool {
        (left.service, left.operation) < (right.service, right.operation)
    }
}

extension Scenario {
    /// Counts every call from now on; nothing goes wrong.
    ///
    /// Each operation the simulator has gets a rule that strikes after more calls than there will ever be.
    func beginCounting() throws {
        let answer = host.respond(to: HTTPRequest(authority: "simulator", path: "/_simulator/operations"))
        let services = try JSONDecoder().decode([String: [String]].self, from: Data(answer.body))
        var rules: [FaultRule] = []
        for (service, operations) in services.sorted(by: { $0.key < $1.key }) {
            for operation in operations {
                // Endless pages fit only what has pages.
                for kind in [FaultKind.serverError, .endlessPages] {
                    var rule = FaultRule(kind: kind)
                    rule.services = [service]
                    rule.operations = [operation]
                    rule.after = .max
                    rules.append(rule)
                }
            }
        }
        install(FaultScript(rules: rules))
    }

    /// What was called since counting began, sorted.
    func counted() throws -> [CountedCall] {
        let faults = try faultCounts().filter { $0.fitting > 0 }
        let paged = Set(faults.filter { $0.kind == FaultKind.endlessPages.rawValue }.map(\.name))
        return faults.filter { $0.kind == FaultKind.serverError.rawValue }.map { fault in
            CountedCall(
                service: fault.service.first ?? "", operation: fault.operation.first ?? "",
                isPaged: paged.contains(fault.name))
        }.sorted()
    }
}

/// What became of one rule of a fault script, as the simulator tells it.
struct FaultCount: Decodable {
    let kind: String
    let service: [String]
    let operation: [String]
    let fitting: Int
    let injected: Int

    /// Service and operation in one text.
    var name: String { "\(service) \(operation)" }
}
