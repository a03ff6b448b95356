internal import AWSWire
internal import HoldfastHTTP

/// Asks an endpoint on the machine or its link, which no client of a service knows.
struct MetadataRequest: Sendable {
    let tools: CredentialTools
    /// Who is asked, for messages.
    let source: String
    /// How often a passing fault is tried.
    let attempts: Int

    /// Sends until there is an answer that is no passing fault.
    func answer(to request: HTTPRequest) async throws(CredentialError) -> HTTPResponse {
        var request = request
        // A proxy is elsewhere: it would ask its own machine, and learn the token.
        request.bypassesProxy = true
        var attempt = 1
        while true {
            do throws(TransportError) {
                let response = try await tools.transport.execute(request)
                guard response.status == 429 || response.status >= 500, attempt < attempts else { return response }
            } catch {
                if error.code == .cancelled { throw cancelled }
                guard attempt < attempts else {
                    throw CredentialError(code: .sourceFailed, message: "\(source) cannot be reached: \(error)")
                }
            }
            do {
                try await tools.clock.sleep(for: .milliseconds(100 << min(attempt, 5)))
            } catch {
                throw cancelled
            }
            attempt += 1
        }
    }

    /// Reads the answer's JSON.
    func object(in response: HTTPResponse) throws(CredentialError) -> WireValue {
        guard (200..<300).contains(response.status) else {
            let body = ErrorBody(response)
            let words = [body.code, body.message].compactMap { $0 }.joined(separator: ": ")
            throw CredentialError(
                code: .sourceFailed,
                message: "\(source) answered with status \(response.status)\(words.isEmpty ? "" : ": \(words)")")
        }
        do {
            return try WireValue(json: response.body)
        } catch {
            // The reader's words could quote what it read.
            throw CredentialError(code: .malformed, message: "\(source) did not answer with JSON")
        }
    }

    private var cancelled: CredentialError {
        CredentialError(code: .cancelled, message: "the task waiting for \(source) was cancelled")
    }
}
