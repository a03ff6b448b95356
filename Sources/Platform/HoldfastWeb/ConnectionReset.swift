internal import Glibc
public import HoldfastHTTP
internal import NIOCore

/// Thrown by the handler of a ``WebServer``: the connection is reset in the middle of an answer.
///
/// Head and length are those of the whole answer. What comes of the body stays within what a socket takes at once.
public struct ConnectionReset: Error, Sendable {
    /// The answer that is begun.
    public let answer: HTTPResponse
    /// How many bytes of its body are sent.
    public let sent: Int

    /// Describes a reset after so many bytes of an answer's body, fewer than it has.
    public init(of answer: HTTPResponse, after sent: Int) {
        self.answer = answer
        self.sent = sent
    }

    /// Closes a connection so that the other side is told of a reset, not of an end.
    static func carryOut(on channel: any Channel) async throws {
        if let socket = channel as? any SocketOptionProvider {
            // Closing without lingering is what sends the reset.
            try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try await channel.close()
    }
}
