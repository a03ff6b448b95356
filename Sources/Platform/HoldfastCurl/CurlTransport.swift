public import HoldfastHTTP
internal import Synchronization

/// Carries requests by libcurl, over connections that are kept and shared by everything the program calls.
///
/// Speaks HTTP/1.1, or HTTP/2 where that is switched on and offered; asks for gzip and decompresses. Dropping the
/// transport ends it as `shutdown` does.
public final class CurlTransport: HTTPTransport {
    private let driver: CurlDriver

    /// Starts the transport's thread.
    ///
    /// - Throws: ``TransportError`` when libcurl or the thread cannot be started.
    public init(options: CurlOptions = CurlOptions()) throws(TransportError) {
        driver = try CurlDriver(options: options)
    }

    deinit { driver.stop() }

    /// Sends the request and waits for the complete answer.
    ///
    /// Cancelling the calling task takes the exchange out of libcurl; its connection is closed, for the rest of the
    /// answer may still be on it.
    public func execute(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let exchange = try CurlExchange(request)
        let id = driver.nextID()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                driver.start(id, exchange, continuation)
            }
        } onCancel: {
            exchange.isCancelled.store(true, ordering: .releasing)
            driver.cancel(id)
        }
        return try result.get()
    }

    /// Ends every exchange with the error `cancelled`, closes all connections and waits for the thread to end.
    public func shutdown() async {
        await withCheckedContinuation { continuation in driver.stop { continuation.resume() } }
    }
}
