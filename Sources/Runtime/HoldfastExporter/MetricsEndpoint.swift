public import HoldfastHTTP
public import HoldfastMetrics
public import HoldfastWeb
internal import Synchronization

/// Serves metric families to Prometheus, in the form and coding it asks for.
public final class MetricsEndpoint: Sendable {
    private let limit: RequestLimit
    private let gather: @Sendable () async -> [MetricFamily]
    private let answered = Mutex([200: UInt64(0), 500: 0, 503: 0])

    /// Makes the endpoint.
    ///
    /// - Parameters:
    ///   - maximumRequests: How many scrapes are answered at once; more get 503. Zero means no limit.
    ///   - gather: Gives the families; called for each scrape, and must not wait for AWS.
    public init(maximumRequests: Int, gather: @escaping @Sendable () async -> [MetricFamily]) {
        limit = RequestLimit(maximum: maximumRequests)
        self.gather = gather
    }

    /// Adds the endpoint at a path.
    public func register(on router: inout RequestRouter, path: String = "/metrics") {
        router.on("GET", path) { [self] request in await respond(to: request) }
    }

    /// Answers one scrape.
    public func respond(to request: HTTPRequest) async -> HTTPResponse {
        let answer = await limit.run { await self.answer(to: request) }
        let response = answer ?? .text("Limit of concurrent requests reached, try again later.\n", status: 503)
        answered.withLock { $0[response.status, default: 0] += 1 }
        return response
    }

    private func answer(to request: HTTPRequest) async -> HTTPResponse {
        let forms = Exposition.Format.allCases
        let offers = forms.map { form in
            switch form {
            case .text: ContentNegotiation.Offer(mediaType: "text/plain", version: "0.0.4")
            case .openMetrics: ContentNegotiation.Offer(mediaType: "application/openmetrics-text", version: "1.0.0")
            }
        }
        let choice = ContentNegotiation.choose(from: offers, accept: request.headers["Accept"])
        let form = forms.indices.contains(choice) ? forms[choice] : .text
        var families = await gather() + ownFamilies()
        // The parameter of Prometheus' own clients: only the metrics of those names.
        let names = Set(QueryItems(request.query).values(of: "name[]"))
        if !names.isEmpty { families = families.filter { names.contains($0.definition.name) } }
        let problems = MetricLint.problems(in: families)
        guard problems.isEmpty else {
            let list = problems.prefix(20).joined(separator: "\n")
            return .text("An error has occurred while serving metrics:\n\n\(list)\n", status: 500)
        }
        let response = HTTPResponse(
            status: 200, headers: ["Content-Type": form.contentType, "Vary": "Accept"],
            body: Exposition.render(families, as: form))
        return ContentNegotiation.encoded(response, for: request)
    }

    private func ownFamilies() -> [MetricFamily] {
        var requests = MetricFamily(MetricCatalog.handlerRequests)
        for (code, count) in answered.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            requests.add([String(code)], Double(count))
        }
        var inFlight = MetricFamily(MetricCatalog.handlerInFlight)
        inFlight.add([], Double(limit.inFlight))
        return [requests, inFlight]
    }
}
