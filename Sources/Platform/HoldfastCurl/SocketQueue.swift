internal import CLibcurl
internal import Glibc

/// The sockets libcurl waits for, in an event queue of the kernel's, and the bell that wakes the thread waiting for them.
///
/// libcurl takes its wait for a connection back after each exchange and asks for it again in the next one. Here a
/// connection stays watched for answers in between, which spares two calls of the kernel for each exchange; one that
/// stirs though nobody waits for it, since its server has closed it, is watched no longer.
final class SocketQueue: @unchecked Sendable {
    // Unchecked: all but `ring` is for the driver's thread, and `ring` uses a descriptor that lives as long as this does.

    private struct Watch {
        /// Whether it was opened for a connection, whose closing is told here; libcurl has other sockets too.
        var isConnection = false
        /// The events the kernel is asked for; zero when it does not know the socket.
        var watched: UInt32 = 0
        /// The events libcurl waits for.
        var wanted: UInt32 = 0
    }

    private let queue: Int32
    private let bell: Int32
    private var watches: [Watch] = []
    private var events = [epoll_event](repeating: epoll_event(), count: 256)

    private static let readable = EPOLLIN.rawValue
    private static let writable = EPOLLOUT.rawValue

    /// Makes the queue, or gives nothing when the process may have no more descriptors.
    init?() {
        queue = epoll_create1(Int32(EPOLL_CLOEXEC))
        bell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        // Every ring is an event of its own, so that nobody need read how often it has rung.
        guard queue >= 0, bell >= 0, tell(EPOLL_CTL_ADD, bell, Self.readable | EPOLLET.rawValue) else {
            closeDescriptors()
            return nil
        }
    }

    deinit { closeDescriptors() }

    /// Wakes the thread that waits, or that waits next; any thread may call it.
    func ring() {
        var count: UInt64 = 1
        _ = write(bell, &count, MemoryLayout<UInt64>.size)
    }

    /// Waits for sockets or the bell, and gives each socket with what libcurl should do with it.
    ///
    /// - Parameters:
    ///   - patience: The longest wait, in milliseconds.
    ///   - act: Takes a socket and libcurl's `CURL_CSELECT` bits; none where libcurl should look for itself.
    func wait(_ patience: Int32, _ act: (_ socket: Int32, _ directions: Int32) -> Void) {
        let count = epoll_wait(queue, &events, Int32(events.count), patience)
        guard count > 0 else { return }
        for place in 0..<Int(count) {
            let (socket, happened) = (events[place].data.fd, events[place].events)
            guard socket != bell, watches.indices.contains(Int(socket)) else { continue }
            let wanted = watches[Int(socket)].wanted
            guard wanted != 0 else {
                forget(socket)
                continue
            }
            var directions: Int32 = 0
            if happened & (EPOLLERR.rawValue | EPOLLHUP.rawValue) == 0 {
                if happened & wanted & Self.readable != 0 { directions |= CURL_CSELECT_IN }
                if happened & wanted & Self.writable != 0 { directions |= CURL_CSELECT_OUT }
            }
            act(socket, directions)
        }
    }

    /// Takes what libcurl wants of a socket from now on, as its socket callback says it.
    fileprivate func want(_ action: Int32, of socket: Int32) {
        guard socket >= 0 else { return }
        makeRoom(for: socket)
        switch action {
        case CURL_POLL_IN: watch(socket, for: Self.readable)
        case CURL_POLL_OUT: watch(socket, for: Self.writable)
        case CURL_POLL_INOUT: watch(socket, for: Self.readable | Self.writable)
        default:
            let known = watches[Int(socket)]
            watches[Int(socket)].wanted = 0
            if !known.isConnection || known.watched != Self.readable { forget(socket) }
        }
    }

    /// Opens the socket of a connection.
    fileprivate func open(_ address: curl_sockaddr) -> Int32 {
        let socket = socket(address.family, address.socktype | Int32(SOCK_CLOEXEC.rawValue), address.protocol)
        guard socket >= 0 else { return socket }
        makeRoom(for: socket)
        // Nothing the queue knew of an earlier socket of that number holds for this one.
        watches[Int(socket)] = Watch(isConnection: true)
        return socket
    }

    /// Closes the socket of a connection.
    fileprivate func close(_ socket: Int32) -> Int32 {
        if watches.indices.contains(Int(socket)) { watches[Int(socket)] = Watch() }
        // The kernel takes it out of the queue by itself.
        return Glibc.close(socket)
    }

    private func watch(_ socket: Int32, for wanted: UInt32) {
        let known = watches[Int(socket)]
        watches[Int(socket)].wanted = wanted
        // Of other sockets it is not known whether their number still means the same one.
        guard known.watched != wanted || !known.isConnection else { return }
        let isTold =
            tell(known.watched == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, socket, wanted)
            || tell(known.watched == 0 ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, wanted)
        watches[Int(socket)].watched = isTold ? wanted : 0
    }

    private func forget(_ socket: Int32) {
        guard watches[Int(socket)].watched != 0 else { return }
        watches[Int(socket)].watched = 0
        _ = tell(EPOLL_CTL_DEL, socket, 0)
    }

    private func makeRoom(for socket: Int32) {
        while watches.count <= Int(socket) { watches.append(Watch()) }
    }

    private func tell(_ operation: Int32, _ socket: Int32, _ events: UInt32) -> Bool {
        var event = epoll_event()
        event.events = events
        event.data.fd = socket
        return epoll_ctl(queue, operation, socket, &event) == 0
    }

    private func closeDescriptors() {
        for descriptor in [queue, bell] where descriptor >= 0 { _ = Glibc.close(descriptor) }
    }
}

extension SocketQueue {
    /// Lets a multi handle tell here which sockets it waits for; this must outlive the handle.
    func serve(_ multi: UnsafeMutableRawPointer) {
        holdfast_multi_set_pointer(multi, CURLMOPT_SOCKETDATA, Unmanaged.passUnretained(self).toOpaque())
        holdfast_multi_set_socket_callback(multi) { _, socket, action, context, _ in
            guard let context else { return 0 }
            Unmanaged<SocketQueue>.fromOpaque(context).takeUnretainedValue().want(action, of: socket)
            return 0
        }
    }

    /// Lets the connections of an easy handle be opened and closed here.
    func serveConnections(of easy: UnsafeMutableRawPointer) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        holdfast_set_pointer(easy, CURLOPT_OPENSOCKETDATA, context)
        holdfast_set_open_callback(easy) { context, _, address in
            guard let context, let address else { return -1 }
            return Unmanaged<SocketQueue>.fromOpaque(context).takeUnretainedValue().open(address.pointee)
        }
        holdfast_set_pointer(easy, CURLOPT_CLOSESOCKETDATA, context)
        holdfast_set_close_callback(easy) { context, socket in
            guard let context else { return Glibc.close(socket) }
            return Unmanaged<SocketQueue>.fromOpaque(context).takeUnretainedValue().close(socket)
        }
    }
}
