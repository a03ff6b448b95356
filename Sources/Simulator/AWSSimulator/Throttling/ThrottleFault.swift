internal import AWSWire

/// The refusal of a request past its rate, in each service's own words.
///
/// The codes are those of the services' "Common errors" pages and error shapes, of "Error codes for the Amazon EC2 API"
/// and of "Error responses" (Amazon S3).
enum ThrottleFault {
    /// The refusal of that service.
    static func fault(of profile: ServiceProfile) -> ServiceFault {
        switch profile.signingName {
        case "organizations":
            ServiceFault("TooManyRequestsException", "You have sent too many requests; try again later.")
        case "tagging": ServiceFault("ThrottledException", "Rate exceeded")
        default: fault(in: profile.wireProtocol)
        }
    }

    private static func fault(in wireProtocol: WireProtocol) -> ServiceFault {
        switch wireProtocol {
        case .json: ServiceFault("ThrottlingException", "Rate exceeded", status: 400)
        case .restJSON: ServiceFault("ThrottlingException", "Rate exceeded", status: 429)
        case .query: ServiceFault("Throttling", "Rate exceeded", status: 400)
        case .ec2: ServiceFault("RequestLimitExceeded", "Request limit exceeded.", status: 503)
        case .restXML: ServiceFault("SlowDown", "Please reduce your request rate.", status: 503)
        }
    }
}
