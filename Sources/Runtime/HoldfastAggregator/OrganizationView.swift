internal import HoldfastEvaluation
internal import HoldfastExporter
internal import HoldfastHTTP
internal import HoldfastMetrics
internal import HoldfastModel
internal import HoldfastReport
internal import HoldfastStore
internal import HoldfastWeb
internal import Logging

/// Shows what all reports together say: `/api/v1/accounts`, `coverage`, `findings` and `runs`.
struct OrganizationView: Sendable {
    let store: any StateStore
    let view: PublishedReport
    let logger: Logger

    /// Adds the paths.
    func register(on router: inout RequestRouter) {
        let routes: [(String, @Sendable (QueryItems) async throws -> any Encodable)] = [
            ("/api/v1/accounts", { try await accounts($0) }), ("/api/v1/coverage", { try await coverage($0) }),
            ("/api/v1/findings", { try await findings($0) }), ("/api/v1/runs", { try await runs($0) }),
        ]
        for (path, give) in routes {
            router.on("GET", path) { request in await answer(request, give) }
        }
    }

    private func answer(
        _ request: HTTPRequest, _ give: @Sendable (QueryItems) async throws -> any Encodable
    ) async -> HTTPResponse {
        let response: HTTPResponse
        do {
            let document = try await give(QueryItems(request.query))
            response = .json(try ReportCoding.encode(document) + [0x0A])
        } catch let refusal as QueryRefusal {
            response = .problem(400, refusal.message)
        } catch {
            logger.error("request could not be answered", metadata: ["path": "\(request.path)", "error": "\(error)"])
            response = .problem(503, "the state could not be read")
        }
        return ContentNegotiation.encoded(response, for: request)
    }

    private func accounts(_ query: QueryItems) async throws -> AccountsDocument {
        try query.allow([])
        return AccountsDocument(standings: view.standings)
    }

    private func coverage(_ query: QueryItems) async throws -> CoverageDocument {
        try query.allow([])
        var consolidator = Consolidator()
        for standing in view.standings { consolidator.add(standing.summary) }
        let overview = consolidator.overview()
        return CoverageDocument(coverage: overview.coverage, coverageRatio: overview.summary.coverageRatio)
    }

    private func findings(_ query: QueryItems) async throws -> FindingsDocument {
        try query.allow(["account", "region", "control", "verdict", "severity", "limit", "after"])
        let question = FindingQuery(
            accountID: try query.value("account", AccountID.init(rawValue:)),
            region: try query.value("region", AWSRegion.init(rawValue:)), controlID: query["control"],
            verdict: try query.value("verdict", Verdict.init(rawValue:)),
            severity: try query.value("severity", Severity.init(rawValue:)),
            after: try query.value("after", Cursor.position), limit: try query.limit(default: 100, maximum: 1_000))
        let page = try await store.findings(matching: question)
        return FindingsDocument(findings: page.findings, total: page.total, next: page.next.map(Cursor.text))
    }

    private func runs(_ query: QueryItems) async throws -> RunsDocument {
        try query.allow(["limit"])
        return RunsDocument(runs: try await store.runs(limit: try query.limit(default: 50, maximum: 1_000)))
    }
}

/// Why a query is not answered.
struct QueryRefusal: Error {
    let message: String
}

extension QueryItems {
    /// Refuses parameters nobody knows, so that a mistyped filter does not show everything.
    func allow(_ names: Set<String>) throws {
        if let unknown = items.first(where: { !names.contains($0.name) }) {
            let known = names.isEmpty ? "none" : names.sorted().joined(separator: ", ")
            throw QueryRefusal(message: "the parameter \(unknown.name) is not known here; known: \(known)")
        }
    }

    /// The value of a parameter, or nothing when it is not given.
    func value<Value>(_ name: String, _ read: (String) -> Value?) throws -> Value? {
        guard let text = self[name] else { return nil }
        guard let value = read(text) else { throw QueryRefusal(message: "\(name)=\(text) is no value for \(name)") }
        return value
    }

    /// The number of entries asked for.
    func limit(default usual: Int, maximum: Int) throws -> Int {
        let given = try value("limit") { text in Int(text).flatMap { (1...maximum).contains($0) ? $0 : nil } }
        return given ?? usual
    }
}
