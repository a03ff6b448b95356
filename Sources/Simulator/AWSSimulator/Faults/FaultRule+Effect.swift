internal import AWSWire
internal import HoldfastHTTP

extension FaultRule {
    /// The refusal a service gives in place of acting; nothing for kinds that let it act.
    ///
    /// The codes are those of the services' "Common errors" pages and of "Error codes for the Amazon EC2 API" and
    /// "Error responses" (Amazon S3).
    func refusal(of profile: ServiceProfile) -> ServiceFault? {
        let wireProtocol = profile.wireProtocol
        return switch kind {
        case .throttling: ThrottleFault.fault(of: profile)
        case .accessDenied: Self.denial(in: wireProtocol)
        case .serverError: failure(in: wireProtocol)
        case .expiredSession: AuthenticationFailure.expired.fault(in: wireProtocol)
        case .clockSkew:
            AuthenticationFailure.skewed("Signature expired: the request is too far from the clock of the service")
                .fault(in: wireProtocol)
        default: nil
        }
    }

    private static func denial(in wireProtocol: WireProtocol) -> ServiceFault {
        let words = "User is not authorized to perform this operation"
        return switch wireProtocol {
        case .json: ServiceFault("AccessDeniedException", words, status: 400)
        case .restJSON: ServiceFault("AccessDeniedException", words, status: 403)
        case .query: ServiceFault("AccessDenied", words, status: 403)
        case .ec2:
            ServiceFault("UnauthorizedOperation", "You are not authorized to perform this operation.", status: 403)
        case .restXML: ServiceFault("AccessDenied", "Access Denied", status: 403)
        }
    }

    private func failure(in wireProtocol: WireProtocol) -> ServiceFault {
        let code =
            switch (wireProtocol, status) {
            case (.ec2, 503): "Unavailable"
            case (.ec2, _), (.restXML, 500): "InternalError"
            case (_, 503): "ServiceUnavailable"
            default: "InternalFailure"
            }
        return ServiceFault(code, "The request processing has failed by script.", status: status)
    }

    /// The answer as this fault leaves it, and how it travels.
    func spoiling(_ response: HTTPResponse) -> SimulatedAnswer {
        var response = response
        switch kind {
        case .latency: return SimulatedAnswer(response, delivery: .late(delay))
        case .hang: return SimulatedAnswer(response, delivery: .never(atMost: delay))
        case .closed: return SimulatedAnswer(response, delivery: .closed)
        case .reset: return SimulatedAnswer(response, delivery: .reset)
        case .truncatedBody: response.body.removeLast((response.body.count + 1) / 2)
        case .garbledBody: response.body = response.body.map { $0 ^ 0x5a }
        case .htmlPage:
            // A proxy's own answer has none of the service's headers.
            let page = Array("<!DOCTYPE html><html><body><h1>Please log in</h1></body></html>".utf8)
            response = HTTPResponse(
                status: 200, headers: ["Content-Type": "text/html; charset=utf-8"], body: page)
        case .emptyBody: response = HTTPResponse(status: 200)
        default: break
        }
        return SimulatedAnswer(response)
    }
}
