internal import HoldfastCrypto
internal import HoldfastEvaluation
internal import HoldfastExporter
internal import HoldfastHTTP
internal import HoldfastMetrics
internal import HoldfastModel
internal import HoldfastReport
internal import HoldfastStore
internal import HoldfastWeb
internal import Logging
internal import Synchronization

/// Takes account reports in: `POST /api/v1/reports`.
final class ReportIngest: Sendable {
    /// What can become of a report; the values of the label `outcome`.
    enum Outcome: String, CaseIterable {
        case stored, unchanged, conflict, invalid, unauthorized, failed
    }

    private let settings: AggregatorSettings
    private let store: any StateStore
    private let view: PublishedReport
    private let now: @Sendable () -> Instant
    private let logger: Logger
    private let counts = Mutex<[Outcome: UInt64]>([:])

    init(
        settings: AggregatorSettings, store: any StateStore, view: PublishedReport,
        now: @escaping @Sendable () -> Instant,
        logger: Logger
    ) {
        self.settings = settings
        self.store = store
        self.view = view
        self.now = now
        self.logger = logger
    }

    /// Reports since the start, by outcome.
    var family: MetricFamily {
        let counts = counts.withLock { $0 }
        var family = MetricFamily(MetricCatalog.reportsReceived)
        for outcome in Outcome.allCases { family.add([outcome.rawValue], Double(counts[outcome] ?? 0)) }
        return family
    }

    /// Answers one report.
    func respond(to request: HTTPRequest) async -> HTTPResponse {
        let (outcome, response) = await answer(to: request)
        counts.withLock { $0[outcome, default: 0] += 1 }
        return response
    }

    private func answer(to request: HTTPRequest) async -> (Outcome, HTTPResponse) {
        if let refusal = refusal(of: request) { return (.unauthorized, refusal) }
        guard let sequence = request.headers["Holdfast-Sequence"].flatMap({ Int64($0) }), sequence >= 0 else {
            return (.invalid, .problem(400, "the header Holdfast-Sequence must be a whole number, not negative"))
        }
        let content: [UInt8]
        switch request.headers["Content-Encoding"]?.lowercased() {
        case nil, "identity": content = request.body
        case "gzip", "x-gzip":
            do {
                content = try Compression.gunzip(request.body, limit: settings.maximumContentBytes)
            } catch .tooLarge {
                return (.invalid, .problem(413, "the report is larger than \(settings.maximumContentBytes) bytes"))
            } catch {
                return (.invalid, .problem(400, "the body is no gzip stream: \(error)"))
            }
        case let coding?: return (.invalid, .problem(415, "the content coding \(coding) is not taken, only gzip"))
        }
        do {
            let report = try ReportCoding.accountReport(from: content)
            if let problem = Self.contradiction(in: report) { return (.invalid, .problem(400, problem)) }
            return await keep(report, sequence: sequence)
        } catch {
            return (.invalid, .problem(400, "the body is no account report: \(error)"))
        }
    }

    private func keep(_ report: AccountReport, sequence: Int64) async -> (Outcome, HTTPResponse) {
        let receivedAt = now()
        do throws(StoreError) {
            switch try await store.putReport(report, sequence: sequence, receivedAt: receivedAt) {
            case .unchanged: return (.unchanged, .json(Array("{\"outcome\":\"unchanged\"}\n".utf8)))
            case .stored:
                view.publish(AccountSummary(report), receivedAt: receivedAt)
                logger.debug(
                    "report stored",
                    metadata: [
                        "account.id": "\(report.account.accountID)", "aws.region": "\(report.region?.rawValue ?? "")",
                        "sweep.id": "\(report.run.id)",
                    ])
                return (.stored, .json(Array("{\"outcome\":\"stored\"}\n".utf8)))
            }
        } catch {
            if error.code == .conflict { return (.conflict, .problem(409, error.message)) }
            logger.error("report could not be stored", metadata: ["error": "\(error)"])
            return (.failed, .problem(503, error.message))
        }
    }

    private func refusal(of request: HTTPRequest) -> HTTPResponse? {
        guard let token = settings.token() else {
            return settings.isLoopback
                ? nil : .problem(403, "this aggregator has no token, so it takes reports on loopback addresses only")
        }
        let given = request.headers["Authorization"] ?? ""
        let scheme = given.prefix(7).lowercased()
        guard scheme == "bearer ", ConstantTime.equal(given.dropFirst(7).utf8, token.utf8) else {
            var response = HTTPResponse.problem(401, "the header Authorization must hold the agents' token")
            response.headers["WWW-Authenticate"] = "Bearer realm=\"holdfast\""
            return response
        }
        return nil
    }

    /// What makes a report contradict itself; one agent must not speak for accounts its report does not name.
    private static func contradiction(in report: AccountReport) -> String? {
        let foreign = report.findings.contains {
            $0.accountID != report.account.accountID || ($0.region != nil && $0.region != report.region)
        }
        if foreign { return "a finding is about another account or Region than the report" }
        if report.coverage.status.isInScope != (report.region != nil) {
            return "a report of status \(report.coverage.status.rawValue) "
                + (report.region == nil
                    ? "must name its Region" : "is about the account as a whole and names no Region")
        }
        return nil
    }
}

extension HTTPResponse {
    /// An answer that says what was wrong, as JSON.
    static func problem(_ status: Int, _ message: String) -> HTTPResponse {
        struct Problem: Encodable {
            let error: String
        }
        let body = (try? ReportCoding.encode(Problem(error: message))) ?? Array("{\"error\":\"\"}".utf8)
        return .json(body + [0x0A], status: status)
    }
}
