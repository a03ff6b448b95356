internal import CLibcurl
internal import HoldfastHTTP
internal import Synchronization

/// The exchanges waiting and under way; only the driver's thread touches it.
///
/// libcurl could queue for connections itself, but would count the waiting against a request's time limit.
final class CurlLoop {
    /// What shares connections.
    private struct Place: Hashable {
        let scheme: String
        let authority: String
    }

    /// What goes to one place; a class, so that an exchange finds it without its name.
    private final class Host {
        let place: Place
        var active = 0
        var waiting: ArraySlice<UInt64> = []

        init(place: Place) { self.place = place }
    }

    private struct Entry {
        let exchange: CurlExchange
        let host: Host
        let completion: CurlDriver.Completion
        var easy: EasyHandle?
    }

    private let multi: UnsafeMutableRawPointer
    private let sockets: SocketQueue
    private let options: CurlOptions
    private var entries: [UInt64: Entry] = [:]
    private var hosts: [Place: Host] = [:]
    private var active = 0
    private var waiting = 0
    private var spareHandles: [EasyHandle] = []
    private var ended: [(completion: CurlDriver.Completion, result: Result<HTTPResponse, TransportError>)] = []
    /// When libcurl wants to be called though no socket stirs.
    private var alarm: ContinuousClock.Instant?
    private var lastLook = ContinuousClock.now

    /// How often exchanges are looked at that may have stopped moving.
    private static let lookEvery = Duration.milliseconds(100)

    /// Makes the loop of a multi handle, which must be gone before the loop is.
    init(multi: UnsafeMutableRawPointer, sockets: SocketQueue, options: CurlOptions) {
        self.multi = multi
        self.sockets = sockets
        self.options = options
        sockets.serve(multi)
        holdfast_multi_set_pointer(multi, CURLMOPT_TIMERDATA, Unmanaged.passUnretained(self).toOpaque())
        holdfast_multi_set_timer_callback(multi) { _, milliseconds, context in
            guard let context else { return 0 }
            Unmanaged<CurlLoop>.fromOpaque(context).takeUnretainedValue().setAlarm(milliseconds)
            return 0
        }
    }

    /// Takes a new exchange or ends one.
    func obey(_ command: CurlDriver.Command) {
        switch command {
        case .start(let id, let exchange, let completion):
            guard !exchange.isCancelled.load(ordering: .acquiring) else {
                ended.append((completion, .failure(.taskCancelled(mayHaveReachedServer: false))))
                return
            }
            let host = host(of: exchange.request)
            entries[id] = Entry(exchange: exchange, host: host, completion: completion)
            host.waiting.append(id)
            waiting += 1
            startWaiting(at: host)
        case .cancel(let id):
            guard let entry = entries[id] else { return }
            let reached = entry.easy.map { CurlExchange.hasSentRequest($0.pointer) } ?? false
            end(id, .failure(.taskCancelled(mayHaveReachedServer: reached)))
        }
    }

    /// Lets libcurl begin what is new and do what is due, and tells whoever waits for what has ended.
    func advance() {
        if let alarm, alarm <= .now {
            // libcurl sets the next one while it works.
            self.alarm = nil
            act(on: CURL_SOCKET_BAD, 0)
        }
        collect()
        endStalled()
        tell()
    }

    /// Waits until something happens, and lets libcurl act on it; goes on at once when it may not rest.
    func wait(mayRest: Bool) {
        sockets.wait(mayRest ? patience : 0) { act(on: $0, $1) }
        collect()
    }

    private func act(on socket: Int32, _ directions: Int32) {
        var running: Int32 = 0
        curl_multi_socket_action(multi, socket, directions, &running)
    }

    /// Ends what has come to its end.
    private func collect() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let context = holdfast_private(message.pointee.easy_handle)
            else { continue }
            let code = message.pointee.data.result
            let easy = Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue()
            guard let exchange = easy.exchange else { continue }
            end(easy.id, exchange.result(code, of: easy.pointer))
        }
    }

    /// Tells the tasks that wait, all in one go: each would else take the processor from this thread.
    private func tell() {
        for (completion, result) in ended { completion.resume(returning: result) }
        ended.removeAll(keepingCapacity: true)
    }

    private func setAlarm(_ milliseconds: Int) {
        alarm = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
    }

    /// How long the thread may sleep when nothing happens, in milliseconds.
    private var patience: Int32 {
        let longest: Int32 = active == 0 ? 60_000 : 100
        guard let alarm else { return longest }
        let left = ContinuousClock.now.duration(to: alarm)
        // Rounded up, for a call that comes too early is in vain.
        return left <= .zero ? 0 : min(longest, Int32(clamping: (left + .microseconds(999)).curlMilliseconds))
    }

    /// Ends exchanges that have stopped moving; looks now and then only, since a look costs a few calls per exchange.
    private func endStalled() {
        let now = ContinuousClock.now
        guard active > 0, lastLook.duration(to: now) >= Self.lookEvery else { return }
        lastLook = now
        let stalled = entries.compactMap { id, entry in
            entry.easy.flatMap { entry.exchange.stall(of: $0.pointer, at: now) }.map { (id, $0) }
        }
        for (id, error) in stalled { end(id, .failure(error)) }
    }

    /// Ends all exchanges.
    func endAll() {
        for id in entries.keys.sorted() { end(id, .failure(.shutDown), startsNext: false) }
        tell()
    }

    private func end(_ id: UInt64, _ result: Result<HTTPResponse, TransportError>, startsNext: Bool = true) {
        guard let entry = entries.removeValue(forKey: id) else { return }
        let host = entry.host
        if let easy = entry.easy {
            curl_multi_remove_handle(multi, easy.pointer)
            easy.release()
            spareHandles.append(easy)
            active -= 1
            host.active -= 1
        } else {
            host.waiting.removeAll { $0 == id }
            waiting -= 1
        }
        ended.append((entry.completion, result))
        if startsNext { startNext(at: host) }
        if host.active == 0 && host.waiting.isEmpty { forget(host) }
    }

    /// Forgets a place nothing goes to, once there are many: the usual few are asked for again and again.
    private func forget(_ host: Host) {
        if hosts.count > 64 && hosts[host.place] === host { hosts[host.place] = nil }
    }

    private func host(of request: HTTPRequest) -> Host {
        let place = Place(scheme: request.scheme, authority: request.authority)
        if let known = hosts[place] { return known }
        let host = Host(place: place)
        hosts[place] = host
        return host
    }

    /// Fills the place that has become free: from the same host, else from the one that has waited longest.
    private func startNext(at host: Host) {
        startWaiting(at: host)
        while waiting > 0 && active < options.limits.total {
            let candidates = hosts.values.filter { !$0.waiting.isEmpty && $0.active < options.limits.perHost }
            guard let oldest = candidates.min(by: { ($0.waiting.first ?? .max) < ($1.waiting.first ?? .max) })
            else { return }
            startWaiting(at: oldest)
        }
    }

    private func startWaiting(at host: Host) {
        while active < options.limits.total, host.active < options.limits.perHost, let id = host.waiting.popFirst() {
            waiting -= 1
            host.active += 1
            active += 1
            begin(id)
        }
    }

    private func begin(_ id: UInt64) {
        guard let exchange = entries[id]?.exchange else { return }
        guard let easy = handle(for: EasyHandle.Kind(exchange.request, options)) else {
            // Back among the waiting for as long as it takes to end it.
            active -= 1
            waiting += 1
            entries[id]?.host.active -= 1
            let error = TransportError(code: .connection, message: "out of memory", mayHaveReachedServer: false)
            end(id, .failure(error), startsNext: false)
            return
        }
        entries[id]?.easy = easy
        easy.take(exchange, id: id, timeout: exchange.begin(options).curlMilliseconds)
        curl_multi_add_handle(multi, easy.pointer)
    }

    /// A handle that is fit for such a request; one of another kind is changed rather than to have many.
    private func handle(for kind: EasyHandle.Kind) -> EasyHandle? {
        if let place = spareHandles.lastIndex(where: { $0.kind == kind }) { return spareHandles.remove(at: place) }
        guard active + spareHandles.count > options.limits.total, let other = spareHandles.popLast() else {
            return EasyHandle(kind, options, sockets)
        }
        other.turn(to: kind, options)
        return other
    }
}

extension TransportError {
    static func taskCancelled(mayHaveReachedServer: Bool) -> TransportError {
        TransportError(code: .cancelled, message: "the task was cancelled", mayHaveReachedServer: mayHaveReachedServer)
    }
}
