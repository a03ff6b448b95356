internal import Foundation
internal import Glibc
internal import Synchronization

/// An HTTP server on loopback that answers with exactly the bytes a test gives it, and tells what it was sent.
///
/// One thread per connection, for tests only.
public final class LoopbackServer: Sendable {
    /// A request as it came.
    public struct Request: Sendable {
        /// The request line and the header lines, without line ends.
        public let head: [String]
        /// The body, by its `Content-Length`.
        public let body: [UInt8]
        /// The number of the connection it came over, from 1.
        public let connection: Int

        /// The value of the header of that name in any case.
        public func header(_ name: String) -> String? {
            let prefix = name.lowercased() + ":"
            return head.dropFirst().first { $0.lowercased().hasPrefix(prefix) }
                .map { $0.dropFirst(prefix.count).trimmingCharacters(in: .whitespaces) }
        }
    }

    /// What the server does about a request.
    public enum Reply: Sendable {
        /// Sends the bytes; keeps the connection.
        case bytes([UInt8])
        /// Sends the bytes and closes the connection.
        case bytesThenClose([UInt8])
        /// Sends the bytes, then says nothing until the client goes away.
        case bytesThenSilence([UInt8])
        /// Says nothing until the client goes away.
        case silence
        /// Resets the connection.
        case reset

        /// A whole answer with a `Content-Length`.
        public static func answer(_ status: String = "200 OK", _ headers: [String] = [], _ body: [UInt8] = []) -> Reply
        {
            let lines = ["HTTP/1.1 \(status)"] + headers + ["Content-Length: \(body.count)", "", ""]
            return .bytes(Array(lines.joined(separator: "\r\n").utf8) + body)
        }
    }

    private struct Log {
        var requests: [Request] = []
        var connections = 0
        var open = 0
        var mostOpen = 0
        var waiting: [(condition: @Sendable (Counts) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
    }

    /// What has happened so far.
    public struct Counts: Sendable {
        /// Requests read completely.
        public var requests: Int
        /// Connections accepted.
        public var connections: Int
        /// Connections the client has not left.
        public var open: Int
        /// The most connections open at the same time.
        public var mostOpen: Int
    }

    /// The port on 127.0.0.1.
    public let port: Int
    private let listener: Int32
    private let reply: @Sendable (Request) -> Reply
    private let log = Mutex(Log())

    /// Starts to listen.
    public init(_ reply: @escaping @Sendable (Request) -> Reply) throws {
        self.reply = reply
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, size) == 0 && listen(listener, 128) == 0
                    && getsockname(listener, pointer, &size) == 0
            }
        }
        guard isListening else { throw POSIXError(.EADDRNOTAVAIL) }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in acceptAll() }
    }

    /// Host and port.
    public var authority: String { "127.0.0.1:\(port)" }

    /// What has happened so far.
    public var counts: Counts { log.withLock { Self.counts($0) } }

    /// The requests read so far.
    public var requests: [Request] { log.withLock { $0.requests } }

    /// Waits until what has happened satisfies a condition.
    public func wait(until condition: @escaping @Sendable (Counts) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isMet = log.withLock { log in
                if condition(Self.counts(log)) { return true }
                log.waiting.append((condition, continuation))
                return false
            }
            if isMet { continuation.resume() }
        }
    }

    /// Stops accepting connections.
    public func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func counts(_ log: Log) -> Counts {
        Counts(requests: log.requests.count, connections: log.connections, open: log.open, mostOpen: log.mostOpen)
    }

    private func change(_ body: (inout Log) -> Void) {
        let woken = log.withLock { log in
            body(&log)
            let counts = Self.counts(log)
            let woken = log.waiting.filter { $0.condition(counts) }
            log.waiting.removeAll { $0.condition(counts) }
            return woken.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }

    private func acceptAll() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            var number = 0
            change {
                $0.connections += 1
                $0.open += 1
                $0.mostOpen = max($0.mostOpen, $0.open)
                number = $0.connections
            }
            let id = number
            Thread.detachNewThread { [self] in
                serve(connection, number: id)
                close(connection)
                change { $0.open -= 1 }
            }
        }
        close(listener)
    }

    private func serve(_ connection: Int32, number: Int) {
        var buffer: [UInt8] = []
        while let request = read(connection, &buffer, number: number) {
            change { $0.requests.append(request) }
            switch reply(request) {
            case .bytes(let bytes):
                guard write(connection, bytes) else { return }
            case .bytesThenClose(let bytes):
                _ = write(connection, bytes)
                return
            case .bytesThenSilence(let bytes):
                guard write(connection, bytes) else { return }
                waitForEnd(of: connection)
                return
            case .silence:
                waitForEnd(of: connection)
                return
            case .reset:
                var linger = linger(l_onoff: 1, l_linger: 0)
                setsockopt(
                    connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
                return
            }
        }
    }

    private func read(_ connection: Int32, _ buffer: inout [UInt8], number: Int) -> Request? {
        let mark = Array("\r\n\r\n".utf8)
        var head: Range<Int>?
        while true {
            head = buffer.firstRange(of: mark)
            if let head {
                let lines = String(decoding: buffer[..<head.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
                let empty = Request(head: lines, body: [], connection: number)
                let length = empty.header("Content-Length").flatMap { Int($0) } ?? 0
                if buffer.count >= head.upperBound + length {
                    let body = Array(buffer[head.upperBound..<head.upperBound + length])
                    buffer.removeFirst(head.upperBound + length)
                    return Request(head: lines, body: body, connection: number)
                }
            }
            var piece = [UInt8](repeating: 0, count: 65_536)
            let count = recv(connection, &piece, piece.count, 0)
            guard count > 0 else { return nil }
            buffer.append(contentsOf: piece[..<count])
        }
    }

    private func waitForEnd(of connection: Int32) {
        var byte: UInt8 = 0
        while recv(connection, &byte, 1, 0) > 0 {}
    }

    private func write(_ connection: Int32, _ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
