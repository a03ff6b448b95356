internal import CLibcurl
internal import HoldfastHTTP

/// A handle for one exchange after another, with the options set once that all of them share.
///
/// libcurl copies and frees texts with each option, so that a request is told only what sets it apart. What a handle
/// has been told of proxies and bodies never changes: a request of another kind gets another handle or a reset one.
final class EasyHandle {
    /// What requests must have in common to follow each other on one handle.
    struct Kind: Hashable {
        /// Which options carry method and body.
        enum Form: Hashable {
            /// No body, only a method.
            case bare
            /// No body, and none in the answer.
            case head
            /// A body, be it empty.
            case body
        }

        let form: Form
        /// The URL of the proxy, or nothing where the request goes to the host itself.
        let proxy: String?

        init(_ request: HTTPRequest, _ options: CurlOptions) {
            proxy = options.proxies.proxy(for: request)
            switch request.method {
            case "HEAD": form = .head
            case "POST", "PUT", "PATCH": form = .body
            default: form = request.body.isEmpty ? .bare : .body
            }
        }
    }

    /// The handle of libcurl.
    let pointer: UnsafeMutableRawPointer
    /// What the handle is fit for.
    private(set) var kind: Kind
    /// The exchange it is used for.
    private(set) var exchange: CurlExchange?
    /// The number of that exchange.
    private(set) var id: UInt64 = 0
    private let sockets: SocketQueue
    private var lines: UnsafeMutableBufferPointer<curl_slist>
    private var method = ""
    private var timeout = 0

    /// Makes a handle, or gives nothing when there is no memory.
    init?(_ kind: Kind, _ options: CurlOptions, _ sockets: SocketQueue) {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
        self.kind = kind
        self.sockets = sockets
        lines = .allocate(capacity: 16)
        setShared(options)
    }

    deinit {
        curl_easy_cleanup(pointer)
        lines.deallocate()
    }

    /// Makes the handle fit for another kind of request.
    func turn(to kind: Kind, _ options: CurlOptions) {
        guard kind != self.kind else { return }
        curl_easy_reset(pointer)
        self.kind = kind
        method = ""
        timeout = 0
        setShared(options)
    }

    /// Tells the handle of its next exchange, which it keeps until it ends.
    ///
    /// - Parameters:
    ///   - exchange: What is to be sent.
    ///   - id: Its number.
    ///   - timeout: The limit of the whole exchange in milliseconds.
    func take(_ exchange: CurlExchange, id: UInt64, timeout: Int) {
        self.exchange = exchange
        self.id = id
        holdfast_set_string(pointer, CURLOPT_URL, exchange.text.url)
        setLines(exchange)
        if exchange.request.method != method {
            method = exchange.request.method
            if kind.form != .head { holdfast_set_string(pointer, CURLOPT_CUSTOMREQUEST, method) }
        }
        if timeout != self.timeout {
            self.timeout = timeout
            holdfast_set_long(pointer, CURLOPT_TIMEOUT_MS, timeout)
        }
        if kind.form == .body {
            // curl reads the body where it lies until the exchange has ended.
            let (body, count) = exchange.lendBody()
            holdfast_set_offset(pointer, CURLOPT_POSTFIELDSIZE_LARGE, count)
            holdfast_set_pointer(pointer, CURLOPT_POSTFIELDS, body)
        }
    }

    /// Lets the exchange go; the handle must not be in use any more.
    func release() { exchange = nil }

    private func setLines(_ exchange: CurlExchange) {
        if exchange.text.lineCount > lines.count {
            lines.deallocate()
            lines = .allocate(capacity: exchange.text.lineCount * 2)
        }
        guard let first = lines.baseAddress else { return }
        exchange.text.link(first)
        holdfast_set_list(pointer, CURLOPT_HTTPHEADER, first)
    }

    private func setShared(_ options: CurlOptions) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        holdfast_set_pointer(pointer, CURLOPT_PRIVATE, context)
        holdfast_only_http(pointer)
        setVersion(options)
        // The path was signed as it is; curl must not tidy it.
        holdfast_set_long(pointer, CURLOPT_PATH_AS_IS, 1)
        holdfast_set_long(pointer, CURLOPT_NOSIGNAL, 1)
        // Most pages fit into one piece of this size, which is read with one call.
        holdfast_set_long(pointer, CURLOPT_BUFFERSIZE, 32 * 1_024)
        holdfast_set_long(pointer, CURLOPT_TCP_KEEPALIVE, 1)
        holdfast_set_long(pointer, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        holdfast_set_long(pointer, CURLOPT_SSL_VERIFYPEER, 1)
        holdfast_set_long(pointer, CURLOPT_SSL_VERIFYHOST, 2)
        holdfast_set_long(pointer, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        // Empty text, unlike none, keeps libcurl from looking into the environment itself.
        holdfast_set_string(pointer, CURLOPT_PROXY, kind.proxy ?? "")
        holdfast_set_string(pointer, CURLOPT_NOPROXY, "")
        if let bundle = options.certificateBundle { holdfast_set_string(pointer, CURLOPT_CAINFO, bundle) }
        holdfast_set_long(pointer, CURLOPT_CONNECTTIMEOUT_MS, options.timeouts.connect.curlMilliseconds)
        holdfast_set_string(pointer, CURLOPT_ACCEPT_ENCODING, "gzip")
        holdfast_set_string(pointer, CURLOPT_USERAGENT, options.userAgent)
        switch kind.form {
        case .bare: break
        case .head: holdfast_set_long(pointer, CURLOPT_NOBODY, 1)
        case .body: holdfast_set_long(pointer, CURLOPT_POST, 1)
        }
        holdfast_set_pointer(pointer, CURLOPT_WRITEDATA, context)
        holdfast_set_callback(pointer, CURLOPT_WRITEFUNCTION, takeBody)
        holdfast_set_pointer(pointer, CURLOPT_HEADERDATA, context)
        holdfast_set_callback(pointer, CURLOPT_HEADERFUNCTION, takeHeader)
        sockets.serveConnections(of: pointer)
    }

    private func setVersion(_ options: CurlOptions) {
        guard options.http2Streams > 0 else {
            return _ = holdfast_set_long(pointer, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        }
        holdfast_set_long(pointer, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        // A request waits for a connection that is being made rather than to make one of its own.
        holdfast_set_long(pointer, CURLOPT_PIPEWAIT, 1)
    }
}

private func takeBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let exchange = exchange(of: context) else { return 0 }
    return exchange.take(body: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}

private func takeHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let exchange = exchange(of: context) else { return 0 }
    return exchange.take(header: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}

private func exchange(of context: UnsafeMutableRawPointer?) -> CurlExchange? {
    context.flatMap { Unmanaged<EasyHandle>.fromOpaque($0).takeUnretainedValue().exchange }
}

extension Duration {
    /// The whole milliseconds as libcurl's limits take them, at least one, for zero would mean no limit at all.
    var curlMilliseconds: Int {
        let (seconds, attoseconds) = components
        return max(1, Int(min(seconds, 86_400)) * 1_000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
