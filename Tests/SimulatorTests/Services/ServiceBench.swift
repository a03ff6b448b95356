internal import AWSWire
internal import HoldfastHTTP
internal import Testing

@testable internal import AWSSimulator

/// A small world and calls to its services by their parsed requests, past listener and signature.
struct ServiceBench {
    static let birth = Moment(milliseconds: 1_790_000_000_000)
    var world: SimulatedWorld
    var now = ServiceBench.birth
    /// The id of the next request; what a call makes has ids that follow from it.
    var requestID = "r"
    let options: WorldOptions

    init(seed: UInt64 = 7) {
        var options = WorldOptions(birth: Self.birth)
        options.seed = seed
        options.memberAccounts = 6
        options.resources = 600
        self.options = options
        world = SimulatedWorld(options: options)
    }

    /// The account and Region of the first place that meets a condition.
    mutating func place(where condition: (RegionState) -> Bool) throws -> Scope {
        for account in world.organization.accounts where account.state == .active {
            for region in options.regions {
                let scope = Scope(account: account.id, region: region)
                if world.withRegion(scope, at: now, { condition($0) }) == true { return scope }
            }
        }
        throw Absent()
    }

    struct Absent: Error {}

    mutating func state(of scope: Scope) throws -> RegionState {
        try #require(world.withRegion(scope, at: now) { $0 })
    }

    mutating func call(
        _ service: some ServiceSimulator, _ operation: String, in scope: Scope, _ parameters: WireValue = .object([]),
        labels: [String: String] = [:], query: [(name: String, value: String)] = [], headers: HTTPHeaders = [:],
        body: [UInt8] = []
    ) throws(ServiceFault) -> ServiceReply {
        let authority = SessionAuthority(options: options, managementAccount: world.organization.managementAccount.id)
        let principal = Principal(
            account: scope.account, arn: "arn:aws:iam::\(scope.account):root", userID: "U", accessKeyID: "A")
        let http = HTTPRequest(
            method: "POST", scheme: "http", authority: "127.0.0.1", path: "/", headers: headers, body: body)
        return try service.respond(
            to: ServiceRequest(
                operation: operation, account: scope.account, region: scope.region, principal: principal,
                parameters: parameters, labels: labels, query: query, http: http, now: now, requestID: requestID,
                authority: authority),
            in: &world)
    }

    /// A call of a JSON service, its answer as a tree.
    mutating func json(
        _ service: some ServiceSimulator, _ operation: String, in scope: Scope, _ parameters: WireValue = .object([])
    ) throws(ServiceFault) -> WireValue {
        guard case .json(let value) = try call(service, operation, in: scope, parameters).body else { return .null }
        return value
    }

    /// The code of the fault a call ends with, or nothing when it succeeds.
    mutating func code(
        _ service: some ServiceSimulator, _ operation: String, in scope: Scope, _ parameters: WireValue = .object([]),
        labels: [String: String] = [:], query: [(name: String, value: String)] = []
    ) -> String? {
        do throws(ServiceFault) {
            _ = try call(service, operation, in: scope, parameters, labels: labels, query: query)
            return nil
        } catch { return error.code }
    }
}
