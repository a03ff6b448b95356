internal import CLibcurl
internal import HoldfastHTTP
internal import Synchronization

/// One request on its way and what has come of its answer; after its making only the driver's thread touches it.
final class CurlExchange: @unchecked Sendable {
    // Unchecked: made by the caller, then handed to the driver's thread through its locked inbox, once.

    /// Scheme, host and port: what shares connections.
    let host: String
    /// Whether the task has been cancelled; known to all threads, since that may happen before the exchange has come.
    let isCancelled = Atomic(false)
    private let request: HTTPRequest
    private let url: String
    private var head = ResponseHead()
    private var body: [UInt8] = []
    private var largestBody = 0
    private var isTooLarge = false
    private var lines: UnsafeMutablePointer<curl_slist>?
    private var payload: UnsafeMutableBufferPointer<UInt8>?
    private var watch = StallWatch(at: .now)
    private var timeouts = TransportTimeouts()

    /// Checks that the request can be sent as it stands.
    init(_ request: HTTPRequest) throws(TransportError) {
        func refuse(_ message: String) -> TransportError {
            TransportError(code: .invalidRequest, message: message, mayHaveReachedServer: false)
        }
        guard request.scheme == "https" || request.scheme == "http" else { throw refuse("the scheme is not HTTP's") }
        guard !request.method.isEmpty, request.method.utf8.allSatisfy(Self.isToken) else {
            throw refuse("the method is no word")
        }
        let url = request.url
        guard !request.authority.isEmpty, request.path.hasPrefix("/"),
            url.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw refuse("the URL has a space or another character that must be encoded") }
        for field in request.headers.fields {
            guard !field.name.isEmpty, field.name.utf8.allSatisfy(Self.isToken),
                field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
            else { throw refuse("the header \(field.name.prefix(40)) has a character it cannot have") }
        }
        self.request = request
        self.url = url
        host = "\(request.scheme)://\(request.authority)"
    }

    /// Tells a fresh or reset handle what to do.
    func prepare(_ easy: UnsafeMutableRawPointer, id: UInt64, options: CurlOptions) {
        largestBody = options.largestBody
        timeouts = options.timeouts
        timeouts.total = request.timeout ?? timeouts.total
        watch = StallWatch(at: .now)
        holdfast_set_pointer(easy, CURLOPT_PRIVATE, UnsafeMutableRawPointer(bitPattern: UInt(id)))
        holdfast_set_string(easy, CURLOPT_URL, url)
        holdfast_only_http(easy)
        prepareVersion(easy, options)
        // The path was signed as it is; curl must not tidy it.
        holdfast_set_long(easy, CURLOPT_PATH_AS_IS, 1)
        holdfast_set_long(easy, CURLOPT_NOSIGNAL, 1)
        // Most pages fit into one piece of this size, which is read with one call.
        holdfast_set_long(easy, CURLOPT_BUFFERSIZE, 32 * 1_024)
        holdfast_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1)
        holdfast_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        holdfast_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1)
        holdfast_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2)
        holdfast_set_long(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        // Empty text, unlike none, keeps libcurl from looking into the environment itself.
        holdfast_set_string(easy, CURLOPT_PROXY, options.proxies.proxy(for: request) ?? "")
        holdfast_set_string(easy, CURLOPT_NOPROXY, "")
        if let bundle = options.certificateBundle { holdfast_set_string(easy, CURLOPT_CAINFO, bundle) }
        holdfast_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(timeouts.connect))
        holdfast_set_long(easy, CURLOPT_TIMEOUT_MS, Self.milliseconds(timeouts.total))
        holdfast_set_string(easy, CURLOPT_ACCEPT_ENCODING, "gzip")
        holdfast_set_string(easy, CURLOPT_USERAGENT, options.userAgent)
        prepareMethod(easy)
        prepareHeaders(easy)
        let context = Unmanaged.passUnretained(self).toOpaque()
        holdfast_set_pointer(easy, CURLOPT_WRITEDATA, context)
        holdfast_set_callback(easy, CURLOPT_WRITEFUNCTION, takeBody)
        holdfast_set_pointer(easy, CURLOPT_HEADERDATA, context)
        holdfast_set_callback(easy, CURLOPT_HEADERFUNCTION, takeHeader)
    }

    /// Frees what the handle used and makes it fit for another exchange.
    func release(_ easy: UnsafeMutableRawPointer) {
        curl_easy_reset(easy)
        curl_slist_free_all(lines)
        lines = nil
        payload?.deallocate()
        payload = nil
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

    private func words(for code: CURLcode, of easy: UnsafeMutableRawPointer) -> String {
        guard code == CURLE_OPERATION_TIMEDOUT else {
            return curl_easy_strerror(code).map { String(cString: $0) } ?? "error \(code.rawValue)"
        }
        let isConnecting = holdfast_offset_info(easy, CURLINFO_PRETRANSFER_TIME_T) == 0
        return isConnecting && timeouts.connect <= timeouts.total
            ? "no connection was made within \(timeouts.connect)" : "it was not finished within \(timeouts.total)"
    }

    private func prepareVersion(_ easy: UnsafeMutableRawPointer, _ options: CurlOptions) {
        guard options.http2Streams > 0 else {
            return _ = holdfast_set_long(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        }
        holdfast_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        // A request waits for a connection that is being made rather than to make one of its own.
        holdfast_set_long(easy, CURLOPT_PIPEWAIT, 1)
    }

    private func prepareMethod(_ easy: UnsafeMutableRawPointer) {
        if request.method == "HEAD" {
            holdfast_set_long(easy, CURLOPT_NOBODY, 1)
        } else if !request.body.isEmpty || ["POST", "PUT", "PATCH"].contains(request.method) {
            // curl reads the body where it lies until the exchange has ended.
            let payload = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, request.body.count))
            _ = payload.update(fromContentsOf: request.body)
            self.payload = payload
            holdfast_set_long(easy, CURLOPT_POST, 1)
            holdfast_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, Int(request.body.count))
            holdfast_set_pointer(easy, CURLOPT_POSTFIELDS, payload.baseAddress.map { UnsafeMutableRawPointer($0) })
            holdfast_set_string(easy, CURLOPT_CUSTOMREQUEST, request.method)
        } else {
            holdfast_set_string(easy, CURLOPT_CUSTOMREQUEST, request.method)
        }
    }

    private func prepareHeaders(_ easy: UnsafeMutableRawPointer) {
        if request.headers["Host"] == nil { append("Host: \(request.authority)") }
        for field in request.headers.fields {
            append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        // Without these curl would add headers of its own that nobody signed or meant.
        if request.headers["Content-Type"] == nil { append("Content-Type:") }
        if request.headers["Expect"] == nil { append("Expect:") }
        holdfast_set_list(easy, CURLOPT_HTTPHEADER, lines)
    }

    private func append(_ line: String) { lines = curl_slist_append(lines, line) ?? lines }

    /// Takes one line of header; more than enough of them ends the exchange.
    fileprivate func take(header bytes: UnsafeRawBufferPointer) -> Bool {
        if head.take(bytes) { return true }
        isTooLarge = true
        return false
    }

    /// Takes a piece of body; more than the limit ends the exchange.
    fileprivate func take(body bytes: UnsafeRawBufferPointer) -> Bool {
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

    private static func milliseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        // Zero would mean no limit at all.
        return max(1, Int(min(seconds, 86_400)) * 1_000 + Int(attoseconds / 1_000_000_000_000_000))
    }

    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

private func takeBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
)
    -> Int
{
    guard let bytes, let context else { return 0 }
    let exchange = Unmanaged<CurlExchange>.fromOpaque(context).takeUnretainedValue()
    return exchange.take(body: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}

private func takeHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let context else { return 0 }
    let exchange = Unmanaged<CurlExchange>.fromOpaque(context).takeUnretainedValue()
    return exchange.take(header: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}
