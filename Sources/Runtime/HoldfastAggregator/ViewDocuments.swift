internal import FoundationEssentials
internal import HoldfastEvaluation
internal import HoldfastMetrics
internal import HoldfastModel
internal import HoldfastReport
internal import HoldfastStore

/// The body of `/api/v1/coverage`.
struct CoverageDocument: Encodable {
    let coverage: [CoverageEntry]
    let coverageRatio: Double
}

/// The body of `/api/v1/findings`.
struct FindingsDocument: Encodable {
    let findings: [Finding]
    let total: Int
    let next: String?
}

/// The body of `/api/v1/runs`.
struct RunsDocument: Encodable {
    let runs: [RunRecord]
}

/// The body of `/api/v1/accounts`.
struct AccountsDocument: Encodable {
    let accounts: [Account]

    struct Account: Encodable {
        let accountId: String
        let accountName: String
        let ouPath: String
        let state: String
        let coverage: String
        let resources: ResourceCounts
        let findings: [String: Int]
        let pendingChanges: [String: Int]
        let managed: ManagedCounts
        let regions: [Region]
    }

    struct Region: Encodable {
        let region: String?
        let status: CoverageStatus
        let runId: String
        let finishedAt: Instant
        let lastSuccessAt: Instant?
        let receivedAt: Instant?
        let resources: ResourceCounts
    }

    init(standings: [AccountStanding]) {
        let states = Consolidator.accountStates(of: standings.map(\.summary))
        let byAccount = Dictionary(grouping: standings) { $0.summary.key.accountID }
        accounts = byAccount.sorted { $0.key < $1.key }.compactMap { id, standings in
            guard let account = standings.first?.summary.account else { return nil }
            let summaries = standings.map(\.summary)
            var findings: [String: Int] = [:]
            var pending: [String: Int] = [:]
            for summary in summaries {
                for entry in summary.findings { findings[entry.kind.verdict.rawValue, default: 0] += entry.count }
                for change in summary.pendingChanges { pending[change.action, default: 0] += change.count }
            }
            return Account(
                accountId: id.rawValue, accountName: account.accountName, ouPath: account.ouPath,
                state: account.state.rawValue, coverage: states[id] ?? "ok",
                resources: summaries.reduce(ResourceCounts()) { $0 + $1.resourceCounts }, findings: findings,
                pendingChanges: pending, managed: summaries.reduce(ManagedCounts()) { $0 + $1.managed },
                regions: standings.map(Region.init))
        }
    }
}

extension AccountsDocument.Region {
    init(_ standing: AccountStanding) {
        let summary = standing.summary
        self.init(
            region: summary.key.region?.rawValue, status: summary.coverage.status, runId: summary.run.id,
            finishedAt: summary.run.finishedAt, lastSuccessAt: standing.lastSuccessAt, receivedAt: standing.receivedAt,
            resources: summary.resourceCounts)
    }
}

/// The place to go on from, as clients carry it: text without meaning to them, safe in a URL.
enum Cursor {
    static func text(_ position: FindingPosition) -> String {
        let bytes = (try? ReportCoding.encode(position)) ?? []
        return Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    static func position(_ text: String) -> FindingPosition? {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: plain + padding) else { return nil }
        return try? ReportCoding.decode(FindingPosition.self, from: data)
    }
}
