package import HoldfastHTTP

extension AWSError {
    /// Classifies an answer that is no success.
    package init(_ response: HTTPResponse, in context: Context) {
        let body = ErrorBody(response)
        var context = context
        context.status = response.status
        context.requestID = Self.requestID(in: response) ?? body.requestID
        let message = body.message ?? ""
        self.init(
            kind: Self.kind(of: body, status: response.status), code: body.code ?? "HTTP\(response.status)",
            message: message.isEmpty ? "the answer has status \(response.status) and says nothing more" : message,
            context: context)
    }

    /// Describes an exchange that gave no answer.
    init(_ error: TransportError, in context: Context) {
        let kind: Kind
        switch error.code {
        case .cancelled: kind = .cancelled
        case .malformed, .tooLarge: kind = .malformed
        case .invalidRequest: kind = .invalid
        // A certificate that does not fit today will not fit in a second either.
        case .tls: kind = .unknown(error.code.rawValue)
        default: kind = .transient
        }
        self.init(kind: kind, code: error.code.rawValue, message: error.message, context: context)
    }

    /// Describes a lack of credentials, by the failed call behind it where there was one.
    init(_ error: CredentialError, in context: Context) {
        guard let cause = error.underlying else {
            let code = error.code == .missing ? "NoCredentials" : "Credentials.\(error.code.rawValue)"
            self.init(
                kind: error.code == .cancelled ? .cancelled : .unknown(code), code: code, message: error.message,
                context: context)
            return
        }
        var context = context
        context.requestID = cause.context.requestID
        context.status = cause.context.status
        self.init(kind: cause.kind, code: cause.code, message: error.description, context: context)
    }

    /// The id AWS gave the request, by the names its services use.
    static func requestID(in response: HTTPResponse) -> String? {
        for name in ["x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"] {
            if let id = response.headers[name], !id.isEmpty { return id }
        }
        return nil
    }

    private static func kind(of body: ErrorBody, status: Int) -> Kind {
        if let message = body.message, AWSErrorCodes.saysNotImplemented(message) { return .notImplemented }
        if let code = body.code {
            return AWSErrorCodes.kind(of: code) ?? (status >= 500 ? .transient : .unknown(code))
        }
        // AWS names its errors; a page under 404 comes from a server that has no such route.
        if body.isPage && status == 404 { return .notImplemented }
        return AWSErrorCodes.kind(ofStatus: status) ?? .unknown("HTTP\(status)")
    }
}
