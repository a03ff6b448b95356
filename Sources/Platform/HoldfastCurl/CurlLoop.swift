internal import CLibcurl
internal import HoldfastHTTP
internal import Synchronization

/// The exchanges waiting and under way; only the driver's thread touches it.
///
/// libcurl could queue for connections itself, but would count the waiting against a request's time limit.
final class CurlLoop {
    /// What goes to one place; a class, so that an exchange finds it without its name.
    private final class Host {
        let name: String
        var active = 0
        var waiting: ArraySlice<UInt64> = []

        init(name: String) { self.name = name }
    }

    private struct Entry {
        let exchange: CurlExchange
        let host: Host
        let completion: CurlDriver.Completion
        var easy: UnsafeMutableRawPointer?
    }

    private let multi: UnsafeMutableRawPointer
    private let options: CurlOptions
    private var entries: [UInt64: Entry] = [:]
    private var hosts: [String: Host] = [:]
    private var active = 0
    private var waiting = 0
    private var spareHandles: [UnsafeMutableRawPointer] = []
    private var lastLook = ContinuousClock.now

    /// How often exchanges are looked at that may have stopped moving.
    private static let lookEvery = Duration.milliseconds(100)

    init(multi: UnsafeMutableRawPointer, options: CurlOptions) {
        self.multi = multi
        self.options = options
    }

    deinit {
        for easy in spareHandles { curl_easy_cleanup(easy) }
    }

    /// Takes a new exchange or ends one.
    func obey(_ command: CurlDriver.Command) {
        switch command {
        case .start(let id, let exchange, let completion):
            guard !exchange.isCancelled.load(ordering: .acquiring) else {
                completion.resume(returning: .failure(.taskCancelled(mayHaveReachedServer: false)))
                return
            }
            let host = hosts[exchange.host] ?? Host(name: exchange.host)
            hosts[exchange.host] = host
            entries[id] = Entry(exchange: exchange, host: host, completion: completion)
            host.waiting.append(id)
            waiting += 1
            startWaiting(at: host)
        case .cancel(let id):
            guard let entry = entries[id] else { return }
            let reached = entry.easy.map { CurlExchange.hasSentRequest($0) } ?? false
            end(id, .failure(.taskCancelled(mayHaveReachedServer: reached)))
        }
    }

    /// Lets libcurl work and ends what has come to its end.
    func advance() {
        var running: Int32 = 0
        curl_multi_perform(multi, &running)
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            let code = message.pointee.data.result
            let id = UInt64(UInt(bitPattern: holdfast_private(easy)))
            guard let entry = entries[id] else { continue }
            end(id, entry.exchange.result(code, of: easy))
        }
    }

    /// How long the thread may sleep when nothing happens, in milliseconds.
    var patience: Int32 { active == 0 ? 60_000 : 100 }

    /// Ends exchanges that have stopped moving; looks now and then only, since a look costs a few calls per exchange.
    func endStalled() {
        let now = ContinuousClock.now
        guard active > 0, lastLook.duration(to: now) >= Self.lookEvery else { return }
        lastLook = now
        let stalled = entries.compactMap { id, entry in
            entry.easy.flatMap { entry.exchange.stall(of: $0, at: now) }.map { (id, $0) }
        }
        for (id, error) in stalled { end(id, .failure(error)) }
    }

    /// Ends all exchanges.
    func endAll() {
        for id in entries.keys.sorted() { end(id, .failure(.shutDown), startsNext: false) }
    }

    private func end(_ id: UInt64, _ result: Result<HTTPResponse, TransportError>, startsNext: Bool = true) {
        guard let entry = entries.removeValue(forKey: id) else { return }
        let host = entry.host
        if let easy = entry.easy {
            curl_multi_remove_handle(multi, easy)
            entry.exchange.release(easy)
            spareHandles.append(easy)
            active -= 1
            host.active -= 1
        } else {
            host.waiting.removeAll { $0 == id }
            waiting -= 1
        }
        entry.completion.resume(returning: result)
        if startsNext { startNext(at: host) }
        if host.active == 0 && host.waiting.isEmpty { forget(host) }
    }

    /// Forgets a place nothing goes to, once there are many: the usual few are asked for again and again.
    private func forget(_ host: Host) {
        if hosts.count > 64 && hosts[host.name] === host { hosts[host.name] = nil }
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
        guard let easy = spareHandles.popLast() ?? curl_easy_init() else {
            // Back among the waiting for as long as it takes to end it.
            active -= 1
            waiting += 1
            entries[id]?.host.active -= 1
            let error = TransportError(code: .connection, message: "out of memory", mayHaveReachedServer: false)
            end(id, .failure(error), startsNext: false)
            return
        }
        entries[id]?.easy = easy
        exchange.prepare(easy, id: id, options: options)
        curl_multi_add_handle(multi, easy)
    }
}

extension TransportError {
    static func taskCancelled(mayHaveReachedServer: Bool) -> TransportError {
        TransportError(code: .cancelled, message: "the task was cancelled", mayHaveReachedServer: mayHaveReachedServer)
    }
}
