internal import HoldfastCurl
internal import HoldfastHTTP
internal import Testing

@Suite(
    "CurlTransport over HTTP/2", .timeLimit(.minutes(1)),
    .enabled(if: SelfSigned.isAvailable, "needs the openssl command-line tool and python3"))
struct HTTP2Tests {
    /// Speaks as much HTTP/2 as a `GET` needs, or HTTP/1.1 to who asks for nothing newer.
    ///
    /// Answers nothing before as many requests are open as its last argument says, and then all with the number of
    /// their connection.
    private static let script = """
        import socket, ssl, struct, sys, threading
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        context.set_alpn_protocols(["h2", "http/1.1"])
        wanted = int(sys.argv[3])
        lock, waiting = threading.Lock(), []
        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        def frame(kind, flags, stream, payload=b""):
            return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload
        def answer(number, stream, identity):
            body = str(number).encode()
            stream.sendall(frame(1, 4, identity, b"\\x88") + frame(0, 1, identity, body))
        def opened(number, stream, identity):
            with lock:
                waiting.append((number, stream, identity))
                if len(waiting) >= wanted:
                    for one in waiting: answer(*one)
                    waiting.clear()
        def exactly(stream, count):
            data = b""
            while len(data) < count:
                piece = stream.recv(count - len(data))
                if not piece: raise OSError
                data += piece
            return data
        def serve(connection, number):
            try:
                with context.wrap_socket(connection, server_side=True) as stream:
                    if stream.selected_alpn_protocol() != "h2":
                        stream.recv(65536)
                        stream.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 8\\r\\nConnection: close\\r\\n\\r\\nhttp/1.1")
                        return
                    exactly(stream, 24)
                    stream.sendall(frame(4, 0, 0))
                    while True:
                        head = exactly(stream, 9)
                        payload = exactly(stream, int.from_bytes(head[:3], "big"))
                        kind, flags, identity = head[3], head[4], int.from_bytes(head[5:], "big")
                        if kind == 1: opened(number, stream, identity)
                        if kind == 4 and not flags & 1: stream.sendall(frame(4, 1, 0))
                        if kind == 6 and not flags & 1: stream.sendall(frame(6, 1, 0, payload))
            except OSError:
                connection.close()
        number = 0
        while True:
            number += 1
            threading.Thread(target=serve, args=(listener.accept()[0], number), daemon=True).start()
        """

    private static func bodies(_ server: PythonServer, _ count: Int, streams: Int) async throws -> [String] {
        let transport = try CurlTransport(
            options: CurlOptions(certificateBundle: server.certificate, http2Streams: streams))
        return try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<count {
                group.addTask {
                    let answer = try await transport.execute(
                        HTTPRequest(authority: server.authority, path: "/\(number)"))
                    return String(decoding: answer.body, as: UTF8.self)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test("requests at the same time share a connection, as many as the limit says and no more", arguments: [8, 4])
    func multiplexing(streams: Int) async throws {
        let server = try PythonServer(Self.script, ["8"])
        defer { server.stop() }
        let bodies = try await Self.bodies(server, 8, streams: streams)
        #expect(bodies.count == 8)
        let shares = Dictionary(grouping: bodies) { $0 }.mapValues(\.count)
        #expect(shares.values.max() == streams)
    }

    @Test("a server that offers it is not asked for it unless it is switched on")
    func off() async throws {
        let server = try PythonServer(Self.script, ["1"])
        defer { server.stop() }
        #expect(try await Self.bodies(server, 1, streams: 0) == ["http/1.1"])
        #expect(try await Self.bodies(server, 1, streams: 8).allSatisfy { Int($0) != nil })
    }
}
