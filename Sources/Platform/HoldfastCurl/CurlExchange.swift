internal import CLibcurl
internal import HoldfastHTTP
internal import Synchronization

/// One request on its way and what has come of its answer; after its making only the driver's thread touches it.
final class CurlExchange: @unchecked Sendable {
    // Unchecked: made by the caller, then handed to the driver's thread through its locked inbox, once.

    /// Whether the task has been cancelled; known to all threads, since that may happen before the exchange has come.
    let isCancelled = Atomic(false)
    /// What is asked.
    let request: HTTPRequest
    /// The URL and the header lines.
    let text: RequestText
    private var head = ResponseHead()
    private var body: [UInt8] = []
    private var largestBody = 0
    private var isTooLarge = false
    private var payload: UnsafeMutableBufferPointer<UInt8>?
    private var watch = StallWatch(at: .now)
    private var timeouts = TransportTimeouts()

    /// Checks that the request can be sent as it stands.
    init(_ request: HTTPRequest) throws(TransportError) {
        text = try RequestText(request)
        self.request = request
    }

    deinit { payload?.deallocate() }

    /// Begins to count time; gives the limit of the whole exchange.
    func begin(_ options: CurlOptions) -> Duration {
        largestBody = options.largestBody
        timeouts = options.timeouts
        timeouts.total = request.timeout ?? timeouts.total
        watch = StallWatch(at: .now)
        return timeouts.total
    }

    /// The request's body where it stays until the exchange is gone.
    func lendBody() -> (start: UnsafeMutableRawPointer?, count: Int) {
        let payload = payload ?? .allocate(capacity: max(1, request.body.count))
        _ = payload.update(fromContentsOf: request.body)
        self.payload = payload
        return (payload.baseAddress.map { UnsafeMutableRawPointer($0) }, request.body.count)
    }

    /// What the exchange came to.
    func result(_ code: CURLcode, of easy: UnsafeMutableRawPointer) -> Result<HTTPResponse, TransportError> {
        guard code != CURLE_OK else {
            return .success(HTTPResponse(status: head.status, headers: head.headers, body: body))
        }
        if isTooLarge {
            return .failure(
                TransportError(
                    code: .tooLarge, message: "the answer of \(host) is larger than \(largestBody) bytes",
                    mayHaveReachedServer: true))
        }
        return .failure(
            TransportError(
                code: Self.kind(of: code), message: "\(host): \(words(for: code, of: easy))",
                mayHaveReachedServer: Self.hasSentRequest(easy)))
    }

    /// The failure of an exchange that no longer moves, or nothing while it does.
    func stall(of easy: UnsafeMutableRawPointer, at now: ContinuousClock.Instant) -> TransportError? {
        let progress = StallWatch.Progress(
            hasSentRequest: Self.hasSentRequest(easy), sent: Int(holdfast_offset_info(easy, CURLINFO_SIZE_UPLOAD_T)),
            received: head.byteCount + Int(holdfast_offset_info(easy, CURLINFO_SIZE_DOWNLOAD_T)))
        guard let words = watch.stall(progress, at: now, limits: timeouts) else { return nil }
        return TransportError(code: .timeout, message: "\(host): \(words)", mayHaveReachedServer: true)
    }

    /// Whether any byte of a request has left; before that the server cannot have acted.
    ///
    /// The bytes that ask a proxy for its tunnel count in libcurl too, but leave before the exchange is ready to begin.
    static func hasSentRequest(_ easy: UnsafeMutableRawPointer) -> Bool {
        holdfast_long_info(easy, CURLINFO_REQUEST_SIZE) > 0
            && holdfast_offset_info(easy, CURLINFO_PRETRANSFER_TIME_T) > 0
    }

    /// Scheme, host and port, for errors.
    private var host: String { "\(request.scheme)://\(request.authority)" }

    private func words(for code: CURLcode, of easy: UnsafeMutableRawPointer) -> String {
        guard code == CURLE_OPERATION_TIMEDOUT else {
            return curl_easy_strerror(code).map { String(cString: $0) } ?? "error \(code.rawValue)"
        }
        let isConnecting = holdfast_offset_info(easy, CURLINFO_PRETRANSFER_TIME_T) == 0
        return isConnecting && timeouts.connect <= timeouts.total
            ? "no connection was made within \(timeouts.connect)" : "it was not finished within \(timeouts.total)"
    }

    /// Takes one line of header; more than enough of them ends the exchange.
    func take(header bytes: UnsafeRawBufferPointer) -> Bool {
        if head.take(bytes) { return true }
        isTooLarge = true
        return false
    }

    /// Takes a piece of body; more than the limit ends the exchange.
    func take(body bytes: UnsafeRawBufferPointer) -> Bool {
        guard body.count + bytes.count <= largestBody else {
            isTooLarge = true
            return false
        }
        if body.isEmpty { reserve(bytes.count) }
        body.append(contentsOf: bytes)
        return true
    }

    /// Makes room for the body the server announces, but for no more than a megabyte on its word alone.
    private func reserve(_ received: Int) {
        let announced = head.headers["Content-Length"].flatMap { Int($0) } ?? 0
        body.reserveCapacity(max(received, min(announced, largestBody, 1_024 * 1_024)))
    }
}
