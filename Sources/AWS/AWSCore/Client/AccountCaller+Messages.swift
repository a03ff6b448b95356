internal import AWSWire
internal import HoldfastHTTP
internal import Logging

/// What a call has come to so far.
struct CallInFlight {
    var context: AWSError.Context
    let service: ServiceDescription
    let isSigned: Bool
    var throttledAttempts = 0

    /// An error in this place.
    func failure(_ kind: AWSError.Kind, _ code: String, _ message: String) -> AWSError {
        AWSError(kind: kind, code: code, message: message, context: context)
    }
}

extension AccountCaller {
    /// Makes the request, all but timeout and signature.
    func prepare<Operation: AWSOperation>(
        _ operation: Operation.Type, _ input: Operation.Input, _ call: CallInFlight
    ) throws(AWSError) -> (HTTPRequest, Endpoint) {
        let endpoint: Endpoint
        do throws(EndpointError) {
            endpoint = try client.shared.endpoint(for: Operation.service, region: region, by: client.endpoints)
        } catch {
            throw call.failure(.invalid, "InvalidEndpoint", error.message)
        }
        let wire: WireRequest
        do throws(WireError) {
            wire = try Operation.request(for: input)
        } catch {
            throw call.failure(.invalid, "InvalidInput", error.description)
        }
        let isS3 = Operation.service.endpointPrefix == "s3"
        let place =
            isS3
            ? endpoint.s3(path: wire.path)
            : (authority: endpoint.authority(prefixedBy: wire.hostPrefix), path: endpoint.basePath + wire.path)
        // A parameter without a value goes without its sign, as S3 writes its subresources.
        let query = wire.query.map { name, value in
            let name = PercentEncoding.encode(name)
            return value.isEmpty ? name : "\(name)=\(PercentEncoding.encode(value))"
        }
        let request = HTTPRequest(
            method: wire.method, scheme: endpoint.scheme, authority: place.authority, path: place.path,
            query: query.joined(separator: "&"), headers: HTTPHeaders(wire.headers), body: wire.body)
        return (request, endpoint)
    }

    /// Reads the output of a successful answer.
    func read<Operation: AWSOperation>(
        _ operation: Operation.Type, _ response: HTTPResponse, _ call: CallInFlight
    ) throws(AWSError) -> Operation.Output {
        do throws(WireError) {
            return try Operation.output(
                from: WireResponse(
                    status: response.status, headers: response.headers.fields.map { ($0.name, $0.value) },
                    body: response.body))
        } catch {
            throw call.failure(.malformed, "UnreadableAnswer", error.description)
        }
    }

    /// Tells the observer that the call has ended.
    func report(_ call: CallInFlight, _ outcome: FinishedCall.Outcome, since started: Duration) {
        client.observer?.callFinished(
            FinishedCall(
                service: call.context.service, operation: call.context.operation, account: account, region: region,
                outcome: outcome, duration: client.clock.uptime() - started, attempts: call.context.attempts,
                throttledAttempts: call.throttledAttempts, requestID: call.context.requestID))
    }

    func trace(_ response: HTTPResponse, _ call: CallInFlight) {
        client.logger.trace("request answered", metadata: metadata(call, ["status": "\(response.status)"]))
    }

    func log(_ failure: AttemptFailure, _ action: RetryStateMachine.Action, _ call: CallInFlight) {
        client.logger.debug(
            "attempt failed",
            metadata: metadata(
                call,
                [
                    "error.code": "\(failure.error.code)", "error.message": "\(failure.error.message)",
                    "next": "\(action)",
                ]))
    }

    private func metadata(_ call: CallInFlight, _ more: Logger.Metadata) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "aws.service": "\(call.context.service)", "aws.operation": "\(call.context.operation)",
            "aws.region": "\(region)", "attempt": "\(call.context.attempts)",
        ]
        if let account { metadata["account.id"] = "\(account)" }
        if let requestID = call.context.requestID { metadata["aws.request_id"] = "\(requestID)" }
        return metadata.merging(more) { $1 }
    }
}
