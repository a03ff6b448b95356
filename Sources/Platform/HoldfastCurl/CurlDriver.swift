internal import CLibcurl
internal import Glibc
internal import HoldfastHTTP
internal import Synchronization

/// The thread that owns the one multi handle, and the box through which others tell it what to do.
final class CurlDriver: @unchecked Sendable {
    // Unchecked because of the handle, which only the thread uses. Others have the inbox, which is locked, and the bell.

    /// What the thread is asked to do.
    enum Command {
        case start(UInt64, CurlExchange, Completion)
        case cancel(UInt64)
    }

    typealias Completion = CheckedContinuation<Result<HTTPResponse, TransportError>, Never>

    private struct Inbox {
        var commands: [Command] = []
        /// Whether the thread waits for nothing but sockets and the bell.
        var isAsleep = false
        var isStopping = false
        var isClosed = false
        var whenStopped: [@Sendable () -> Void] = []
    }

    private let multi: UnsafeMutableRawPointer
    private let sockets: SocketQueue
    private let inbox = Mutex(Inbox())
    private let lastID = Atomic<UInt64>(0)

    /// libcurl's own set-up, once in the life of the process as its manual asks.
    private static let isReady = holdfast_global_init() == CURLE_OK

    /// Makes the handle and starts the thread.
    init(options: CurlOptions) throws(TransportError) {
        guard Self.isReady, let sockets = SocketQueue(), let multi = curl_multi_init() else {
            throw TransportError(
                code: .connection, message: "libcurl could not be started", mayHaveReachedServer: false)
        }
        self.multi = multi
        self.sockets = sockets
        // Idle connections are kept as many as there may be busy ones.
        holdfast_multi_set_long(multi, CURLMOPT_MAXCONNECTS, options.limits.total)
        if options.http2Streams > 0 {
            holdfast_multi_set_long(multi, CURLMOPT_MAX_CONCURRENT_STREAMS, options.http2Streams)
        }
        let context = Unmanaged.passRetained(ThreadContext(driver: self, options: options))
        var thread = pthread_t()
        let status = pthread_create(&thread, nil, curlThread, context.toOpaque())
        guard status == 0 else {
            context.release()
            curl_multi_cleanup(multi)
            throw TransportError(
                code: .connection, message: "the network thread could not be started (error \(status))",
                mayHaveReachedServer: false)
        }
        pthread_detach(thread)
    }

    /// A number for one exchange.
    func nextID() -> UInt64 { lastID.add(1, ordering: .relaxed).newValue }

    /// Starts an exchange; its continuation is resumed exactly once.
    func start(_ id: UInt64, _ exchange: CurlExchange, _ completion: Completion) {
        guard !send(.start(id, exchange, completion)) else { return }
        completion.resume(returning: .failure(.shutDown))
    }

    /// Ends an exchange that is waiting or under way; one that has ended already is passed.
    func cancel(_ id: UInt64) { _ = send(.cancel(id)) }

    /// Asks the thread to end everything; calls back when it has.
    func stop(then body: (@Sendable () -> Void)? = nil) {
        let isClosed = inbox.withLock { inbox in
            guard !inbox.isClosed else { return true }
            inbox.isStopping = true
            if let body { inbox.whenStopped.append(body) }
            return false
        }
        if isClosed { body?() } else { sockets.ring() }
    }

    private func send(_ command: Command) -> Bool {
        let (isTaken, wasAsleep) = inbox.withLock { inbox in
            guard !inbox.isStopping && !inbox.isClosed else { return (false, false) }
            inbox.commands.append(command)
            defer { inbox.isAsleep = false }
            return (true, inbox.isAsleep)
        }
        // Only now: the thread would wake to find the inbox locked.
        if wasAsleep { sockets.ring() }
        return isTaken
    }

    /// The thread's work until it is asked to stop.
    fileprivate func run(_ options: CurlOptions) {
        // OpenSSL writes to sockets the server has closed; only this thread could get the signal for it.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)

        let loop = CurlLoop(multi: multi, sockets: sockets, options: options)
        var commands: [Command] = []
        while true {
            let isStopping = inbox.withLock { inbox in
                swap(&commands, &inbox.commands)
                inbox.isAsleep = false
                return inbox.isStopping
            }
            for command in commands { loop.obey(command) }
            commands.removeAll(keepingCapacity: true)
            if isStopping { break }
            loop.advance()
            let mayRest = inbox.withLock { inbox in
                inbox.isAsleep = inbox.commands.isEmpty && !inbox.isStopping
                return inbox.isAsleep
            }
            loop.wait(mayRest: mayRest)
        }
        loop.endAll()
        let whenStopped = inbox.withLock { inbox in
            inbox.isClosed = true
            return inbox.whenStopped
        }
        // The loop is told of the sockets that are closed with it.
        withExtendedLifetime(loop) { _ = curl_multi_cleanup(multi) }
        for body in whenStopped { body() }
    }
}

/// What the new thread is handed; `CurlDriver` stays alive until its thread has ended.
private final class ThreadContext {
    let driver: CurlDriver
    let options: CurlOptions

    init(driver: CurlDriver, options: CurlOptions) {
        self.driver = driver
        self.options = options
    }
}

private func curlThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    let thread = Unmanaged<ThreadContext>.fromOpaque(context).takeRetainedValue()
    thread.driver.run(thread.options)
    return nil
}

extension TransportError {
    static let shutDown = TransportError(
        code: .cancelled, message: "the transport was shut down", mayHaveReachedServer: false)
}
