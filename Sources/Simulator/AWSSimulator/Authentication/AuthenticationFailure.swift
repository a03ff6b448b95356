package import AWSWire

/// Why a request's signature is not accepted, before a protocol's own words for it.
package enum AuthenticationFailure: Error, Sendable {
    /// There is no `Authorization` header.
    case missing
    /// The header is there but cannot be read.
    case incomplete(String)
    /// Nobody has that access key, or the session token is not the one of the key.
    case unknownKey
    /// The session is over.
    case expired
    /// The signature is not the one the secret gives.
    case mismatch
    /// The request's date is too far from the clock; the text says how.
    case skewed(String)

    private static let mismatchMessage =
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
        + "Key and signing method. Consult the service documentation for details."
    private static let invalidToken = "The security token included in the request is invalid."
    private static let expiredToken = "The security token included in the request is expired"
    private static let notValidated = "AWS was not able to validate the provided access credentials"

    /// The error as the services of a protocol word it.
    package func fault(in wireProtocol: WireProtocol) -> ServiceFault {
        switch wireProtocol {
        case .json: jsonFault(status: 400)
        case .restJSON: jsonFault(status: 403)
        case .query: queryFault
        case .ec2: ec2Fault
        case .restXML: s3Fault
        }
    }

    /// The error as the services of the JSON protocols word it.
    package func jsonFault(status: Int) -> ServiceFault {
        switch self {
        case .missing:
            ServiceFault("MissingAuthenticationTokenException", "Missing Authentication Token", status: status)
        case .incomplete(let message): ServiceFault("IncompleteSignatureException", message, status: status)
        case .unknownKey: ServiceFault("UnrecognizedClientException", Self.invalidToken, status: status)
        case .expired: ServiceFault("ExpiredTokenException", Self.expiredToken, status: status)
        case .mismatch: ServiceFault("InvalidSignatureException", Self.mismatchMessage, status: status)
        case .skewed(let message): ServiceFault("InvalidSignatureException", message, status: status)
        }
    }

    /// The error as the services of the query protocol word it.
    package var queryFault: ServiceFault {
        switch self {
        case .missing:
            ServiceFault("MissingAuthenticationToken", "Request is missing Authentication Token", status: 403)
        case .incomplete(let message): ServiceFault("IncompleteSignature", message, status: 400)
        case .unknownKey: ServiceFault("InvalidClientTokenId", Self.invalidToken, status: 403)
        case .expired: ServiceFault("ExpiredToken", Self.expiredToken, status: 403)
        case .mismatch: ServiceFault("SignatureDoesNotMatch", Self.mismatchMessage, status: 403)
        case .skewed(let message): ServiceFault("SignatureDoesNotMatch", message, status: 403)
        }
    }

    /// The error as EC2 words it.
    package var ec2Fault: ServiceFault {
        switch self {
        case .missing, .unknownKey, .mismatch: ServiceFault("AuthFailure", Self.notValidated, status: 401)
        case .incomplete(let message): ServiceFault("IncompleteSignature", message, status: 400)
        case .expired, .skewed: ServiceFault("RequestExpired", "Request has expired.", status: 400)
        }
    }

    /// The error as S3 words it.
    package var s3Fault: ServiceFault {
        switch self {
        case .missing: ServiceFault("AccessDenied", "Access Denied", status: 403)
        case .incomplete(let message): ServiceFault("AuthorizationHeaderMalformed", message, status: 400)
        case .unknownKey:
            ServiceFault(
                "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", status: 403)
        case .expired: ServiceFault("ExpiredToken", "The provided token has expired.", status: 400)
        case .mismatch: ServiceFault("SignatureDoesNotMatch", Self.mismatchMessage, status: 403)
        case .skewed:
            ServiceFault(
                "RequestTimeTooSkewed",
                "The difference between the request time and the current time is too large.", status: 403)
        }
    }
}
