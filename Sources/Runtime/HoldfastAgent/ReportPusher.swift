internal import HoldfastGzip
public import HoldfastHTTP
public import HoldfastModel
public import HoldfastReport
public import Logging
internal import Synchronization

/// Sends reports to the aggregator, newest of each account and Region, and keeps what it did not take for the next time.
///
/// Every request carries a number that grows, across restarts as well, so that the aggregator can tell old from new.
public final class ReportPusher: Sendable {
    /// Where reports go.
    public struct Target: Sendable, Hashable {
        /// `http` or `https`.
        public let scheme: String
        /// Host and port.
        public let authority: String
        /// The path before `/api/v1/reports`, without a slash at the end.
        public let basePath: String

        /// Reads a URL of scheme, host, port and path; gives nothing for other text.
        public init?(url: String) {
            let parts = url.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0] == "http" || parts[0] == "https" else { return nil }
            let rest = parts[1].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let host = rest.first, !host.isEmpty else { return nil }
            scheme = String(parts[0])
            authority = String(host)
            var path = rest.count > 1 ? "/" + rest[1] : ""
            while path.hasSuffix("/") { path.removeLast() }
            basePath = path
        }
    }

    private struct State {
        var waiting: [ReportKey: AccountReport] = [:]
        var sequence: Int64 = 0
    }

    private let target: Target
    private let token: @Sendable () -> String?
    private let transport: any HTTPTransport
    private let now: @Sendable () -> Instant
    private let logger: Logger
    private let state = Mutex(State())

    /// Makes a sender.
    ///
    /// - Parameters:
    ///   - target: Where reports go.
    ///   - token: Gives the token to show, read anew for each request, so that it can be changed at run time.
    ///   - transport: Carries requests.
    ///   - now: The moment now.
    ///   - logger: Hears of reports the aggregator refuses.
    public init(
        target: Target, token: @escaping @Sendable () -> String?, transport: any HTTPTransport,
        now: @escaping @Sendable () -> Instant, logger: Logger
    ) {
        self.target = target
        self.token = token
        self.transport = transport
        self.now = now
        self.logger = logger
    }

    /// How many reports wait to be sent.
    public var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Takes a report in, in place of an older one on the same account and Region.
    public func add(_ report: AccountReport) { state.withLock { $0.waiting[report.key] = report } }

    /// Sends what waits, and stops at the first exchange that fails.
    ///
    /// Costs one request a report.
    ///
    /// - Returns: Whether nothing waits any more.
    @discardableResult
    public func flush() async -> Bool {
        let keys = state.withLock { $0.waiting.keys.sorted() }
        for key in keys {
            guard !Task.isCancelled else { return false }
            guard let report = state.withLock({ $0.waiting[key] }) else { continue }
            guard await send(report) else { return false }
            state.withLock { state in
                if state.waiting[key]?.run == report.run { state.waiting[key] = nil }
            }
        }
        return waitingCount == 0
    }

    /// Sends one report; false where it shall be tried again later.
    private func send(_ report: AccountReport) async -> Bool {
        let request: HTTPRequest
        do {
            request = try self.request(for: report)
        } catch {
            logger.error("report could not be written", metadata: ["error": "\(error)"])
            return true
        }
        do throws(TransportError) {
            let response = try await transport.execute(request)
            switch response.status {
            case 200..<300: return true
            case 409:
                logger.debug("the aggregator has a newer report", metadata: Self.metadata(of: report))
                return true
            case 408, 429, 500...:
                logger.warning(
                    "the aggregator cannot take reports now", metadata: ["status": "\(response.status)"])
                return false
            case 401, 403:
                logger.error("the aggregator refuses the token", metadata: ["status": "\(response.status)"])
                return false
            default:
                var facts = Self.metadata(of: report)
                facts["status"] = "\(response.status)"
                facts["answer"] = "\(String(decoding: response.body.prefix(300), as: UTF8.self))"
                logger.error("the aggregator refuses a report", metadata: facts)
                return true
            }
        } catch {
            logger.warning("the aggregator cannot be reached", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func request(for report: AccountReport) throws -> HTTPRequest {
        let sequence = state.withLock { state in
            state.sequence = max(state.sequence + 1, now().millisecondsSinceEpoch)
            return state.sequence
        }
        var headers: HTTPHeaders = [
            "Content-Type": "application/json", "Content-Encoding": "gzip", "Holdfast-Sequence": "\(sequence)",
        ]
        if let token = token() { headers["Authorization"] = "Bearer \(token)" }
        let body = try GzipEncoder.encode(try ReportCoding.encode(report))
        return HTTPRequest(
            method: "POST", scheme: target.scheme, authority: target.authority,
            path: target.basePath + "/api/v1/reports", headers: headers, body: body, timeout: .seconds(30))
    }

    private static func metadata(of report: AccountReport) -> Logger.Metadata {
        ["account.id": "\(report.account.accountID)", "aws.region": "\(report.region?.rawValue ?? "")"]
    }
}
