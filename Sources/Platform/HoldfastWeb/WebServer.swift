internal import HTTPTypes
public import HoldfastHTTP
internal import HummingbirdCore
public import Logging
internal import NIOCore
internal import NIOPosix
public import ServiceLifecycle

/// Listens for HTTP/1.1 and answers every request with one handler, on this package's own message values.
///
/// Bodies are complete in memory on both sides. The handler sees the target as it was sent, percent-encoding kept, which
/// a signature check needs. Answers to `HEAD` keep the length of the body they leave out.
public struct WebServer: Service {
    /// How long requests in progress may go on after a shutdown was asked for.
    private static let drainTime = Duration.seconds(4)

    private let listen: ListenAddress
    private let maxBodyBytes: Int
    private let logger: Logger
    private let onListening: @Sendable (ListenAddress) async -> Void
    private let handler: @Sendable (HoldfastHTTP.HTTPRequest) async throws -> HoldfastHTTP.HTTPResponse

    /// Describes a server; nothing is bound before ``run()``.
    ///
    /// - Parameters:
    ///   - listen: Where to listen; port 0 takes a free one.
    ///   - maxBodyBytes: The largest request body taken; a larger one is answered with 413.
    ///   - logger: Where the listener reports, at debug and below.
    ///   - onListening: Called once with the address that was bound, its real port in it.
    ///   - handler: Gives the answer to a request; called concurrently. A `Date` it sets is kept. Throwing ends the
    ///     connection without an answer, a ``ConnectionReset`` in the middle of one.
    public init(
        listen: ListenAddress, maxBodyBytes: Int, logger: Logger,
        onListening: @escaping @Sendable (ListenAddress) async -> Void = { _ in },
        handler: @escaping @Sendable (HoldfastHTTP.HTTPRequest) async throws -> HoldfastHTTP.HTTPResponse
    ) {
        self.listen = listen
        self.maxBodyBytes = maxBodyBytes
        self.logger = logger
        self.onListening = onListening
        self.handler = handler
    }

    /// Listens until a graceful shutdown or the task's cancellation, and returns within five seconds of either.
    ///
    /// - Throws: What the system says when the address cannot be bound.
    public func run() async throws {
        var quiet = logger
        // What it calls an error is a connection that a shutdown closed; a failed bind is thrown.
        quiet.logLevel = .critical
        let listen = listen
        let onListening = onListening
        let server = try HTTPServerBuilder.http1().buildServer(
            configuration: ServerConfiguration(address: .hostname(listen.host, port: listen.port), backlog: 1_024),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet,
            responder: { [self] request, writer, channel in
                let isHead = request.head.method == .head
                var reset: ConnectionReset?
                let answer: HoldfastHTTP.HTTPResponse
                do {
                    answer = try await response(to: request)
                } catch let error as ConnectionReset {
                    (reset, answer) = (error, error.answer)
                }
                let (head, body) = Self.wire(answer, isHead: isHead)
                guard let reset else { return try await writer.write(response: head, body: body) }
                let part = isHead ? [] : answer.body.prefix(reset.sent)
                var unfinished = try await writer.writeHead(head)
                try await unfinished.write(ByteBuffer(bytes: part))
                try await ConnectionReset.carryOut(on: channel)
            },
            onServerRunning: { channel in
                await onListening(ListenAddress(host: listen.host, port: channel.localAddress?.port ?? listen.port))
            })
        var configuration = ServiceGroupConfiguration(services: [server], logger: quiet)
        configuration.maximumGracefulShutdownDuration = Self.drainTime
        try await ServiceGroup(configuration: configuration).run()
    }

    private func response(to request: Request) async throws -> HoldfastHTTP.HTTPResponse {
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: maxBodyBytes)
        } catch is NIOTooManyBytesError {
            return HoldfastHTTP.HTTPResponse(status: 413, headers: ["Connection": "close"])
        } catch {
            return HoldfastHTTP.HTTPResponse(status: 400, headers: ["Connection": "close"])
        }
        return try await handler(Self.message(request.head, body: body))
    }

    /// Turns what came over the wire into this package's request, with the target untouched.
    private static func message(_ head: HTTPTypes.HTTPRequest, body: ByteBuffer) -> HoldfastHTTP.HTTPRequest {
        var target = head.path ?? "/"
        if !target.hasPrefix("/"), let slash = target.firstIndex(of: "/"),
            let path = target[slash...].dropFirst(2).firstIndex(of: "/")
        {
            target = String(target[path...])
        }
        let mark = target.firstIndex(of: "?")
        var headers = HTTPHeaders()
        for field in head.headerFields { headers.add(field.name.rawName, field.value) }
        return HoldfastHTTP.HTTPRequest(
            method: head.method.rawValue, scheme: head.scheme ?? "http", authority: head.authority ?? "",
            path: mark.map { String(target[..<$0]) } ?? target,
            query: mark.map { String(target[target.index(after: $0)...]) } ?? "",
            headers: headers, body: Array(body.readableBytesView))
    }

    /// Turns an answer into head and body for the wire; the body of an answer to `HEAD` stays behind.
    private static func wire(
        _ answer: HoldfastHTTP.HTTPResponse, isHead: Bool
    ) -> (HTTPTypes.HTTPResponse, ResponseBody) {
        var fields = HTTPFields()
        fields.reserveCapacity(answer.headers.fields.count + 1)
        for field in answer.headers.fields {
            guard let name = HTTPField.Name(field.name), name != .contentLength else { continue }
            fields.append(HTTPField(name: name, value: field.value))
        }
        if answer.status >= 200, answer.status != 204, answer.status != 304 {
            fields[.contentLength] = String(answer.body.count)
        }
        let head = HTTPTypes.HTTPResponse(status: .init(code: answer.status), headerFields: fields)
        guard !isHead, !answer.body.isEmpty else { return (head, ResponseBody()) }
        return (head, ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}
