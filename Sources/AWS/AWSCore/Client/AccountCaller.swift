internal import AWSWire
internal import HoldfastHTTP
internal import Logging

/// Calls AWS in the name of one account in one Region.
struct AccountCaller: AWSCaller {
    let client: AWSClient
    let account: String?
    let region: String
    let credentials: any CredentialProvider

    func call<Operation: AWSOperation>(
        _ operation: Operation.Type, _ input: Operation.Input
    ) async throws(AWSError) -> Operation.Output {
        let started = client.clock.uptime()
        var call = CallInFlight(
            context: AWSError.Context(
                service: Operation.service.id, operation: Operation.name, account: account, region: region,
                attempts: 0),
            service: Operation.service, isSigned: Operation.isSigned)
        do throws(AWSError) {
            let response = try await send(operation, input, &call)
            let output = try read(operation, response, call)
            report(call, .success, since: started)
            return output
        } catch {
            report(call, .failure(error.kind), since: started)
            throw error
        }
    }

    /// Sends until there is a successful answer or nothing more to try.
    private func send<Operation: AWSOperation>(
        _ operation: Operation.Type, _ input: Operation.Input, _ call: inout CallInFlight
    ) async throws(AWSError) -> HTTPResponse {
        let (request, endpoint) = try prepare(operation, input, call)
        let started = client.clock.uptime()
        let gate = client.shared.governor.gate(
            Governor.Place(
                account: account, region: endpoint.signingRegion, service: Operation.service.id,
                isCustom: endpoint.isCustom), at: started)
        var machine = RetryStateMachine(
            settings: client.retry, isIdempotent: Operation.isIdempotent, start: started)
        while true {
            let pass = try await admission(operation, at: gate, before: machine.deadline, call)
            guard !Task.isCancelled else {
                gate.giveBack(pass, at: client.clock.uptime())
                throw call.failure(.cancelled, "cancelled", "the task was cancelled")
            }
            let timeout = machine.attemptTimeout(at: client.clock.uptime())
            switch await attempt(request, to: endpoint, timeout: timeout, &call) {
            case .answer(let response):
                gate.succeeded(pass, machine, at: client.clock.uptime())
                return response
            case .failure(let failure):
                let action = gate.failed(
                    pass, &machine, by: failure.failure, at: client.clock.uptime(), jitter: client.jitter())
                log(failure, action, call)
                try await obey(action, after: failure, to: endpoint, call)
            }
        }
    }

    /// Waits until the call may go, which counts against its deadline.
    private func admission<Operation: AWSOperation>(
        _ operation: Operation.Type, at gate: QuotaGate, before deadline: Duration, _ call: CallInFlight
    ) async throws(AWSError) -> QuotaState.Pass {
        do throws(QuotaGate.Refusal) {
            return try await gate.admit(operation, before: deadline, by: client.clock)
        } catch {
            switch error {
            case .cancelled: throw call.failure(.cancelled, "cancelled", "the task was cancelled")
            case .deadline(let waiting, let rate):
                let sent = call.context.attempts == 0 ? "was never sent" : "was not sent again"
                throw call.failure(
                    .throttled, "AdmissionTimeout",
                    "the call \(sent): its \(client.retry.deadline) ended while it waited for its turn, with \(waiting) "
                        + "others, at \((rate * 10).rounded() / 10) calls a second; aws.rates sets the rate")
            }
        }
    }

    /// Makes ready for the next attempt, or throws the failure when there is none.
    private func obey(
        _ action: RetryStateMachine.Action, after failure: AttemptFailure, to endpoint: Endpoint, _ call: CallInFlight
    ) async throws(AWSError) {
        switch action {
        case .giveUp: throw failure.error
        case .pause(let duration): try await wait(duration, call)
        case .correctClock:
            guard let time = failure.serverTime else { throw failure.error }
            client.shared.setTime(time, of: endpoint.authority, by: client.clock)
        case .renewCredentials:
            guard let refused = failure.credentials else { throw failure.error }
            await credentials.discard(refused)
            let renewed: AWSCredentials
            do throws(CredentialError) {
                renewed = try await credentials.credentials()
            } catch {
                throw AWSError(error, in: call.context)
            }
            // Whoever has only these would be refused again.
            guard renewed != refused else { throw failure.error }
        }
    }

    /// Signs and sends once.
    private func attempt(
        _ request: HTTPRequest, to endpoint: Endpoint, timeout: Duration, _ call: inout CallInFlight
    ) async -> AttemptOutcome {
        call.context.attempts += 1
        let signers: AWSCredentials?
        do throws(CredentialError) {
            signers = call.isSigned ? try await credentials.credentials() : nil
        } catch {
            call.context.attempts -= 1
            return .failure(AttemptFailure(unsent: AWSError(error, in: call.context)))
        }
        var request = request
        request.timeout = timeout
        let time = client.shared.signingTime(for: endpoint.authority, by: client.clock)
        if let signers { sign(&request, with: signers, at: time, for: endpoint, call) }
        do throws(TransportError) {
            let response = try await client.transport.execute(request)
            let serverTime = response.headers["Date"].flatMap { AWSTime(httpDate: $0) }
            if let serverTime { client.clock.observe(serverTime: serverTime) }
            call.context.requestID = AWSError.requestID(in: response)
            call.context.status = response.status
            trace(response, call)
            if (200..<300).contains(response.status) { return .answer(response) }
            let failure = AttemptFailure(
                response, context: call.context, credentials: signers, signedAt: time, serverTime: serverTime)
            if case .throttled = failure.failure { call.throttledAttempts += 1 }
            return .failure(failure)
        } catch {
            return .failure(AttemptFailure(error, context: call.context))
        }
    }

    private func sign(
        _ request: inout HTTPRequest, with credentials: AWSCredentials, at time: AWSTime, for endpoint: Endpoint,
        _ call: CallInFlight
    ) {
        let signer = SignatureV4(region: endpoint.signingRegion, service: call.service.signingName)
        let key = client.shared.keys.key(for: signer, credentials: credentials, at: time)
        signer.sign(&request, with: credentials, at: time, key: key)
    }

    private func wait(_ duration: Duration, _ call: CallInFlight) async throws(AWSError) {
        guard duration > .zero else { return }
        do {
            try await client.clock.sleep(for: duration)
        } catch {
            throw call.failure(.cancelled, "cancelled", "the task was cancelled")
        }
    }
}
