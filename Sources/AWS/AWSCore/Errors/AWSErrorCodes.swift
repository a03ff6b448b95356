/// The one place that knows AWS's code strings.
///
/// botocore's `retries/standard.py`, the error shapes of the service models, and the "Common errors" pages of the API
/// references.
enum AWSErrorCodes {
    /// What a code means, or nothing when it is not known.
    static func kind(of code: String) -> AWSError.Kind? {
        if let kind = kinds[code] { return kind }
        for (pattern, kind) in patterns where pattern.matches(code) { return kind }
        return nil
    }

    /// What a status means where no code says more.
    static func kind(ofStatus status: Int) -> AWSError.Kind? {
        switch status {
        case 400, 405, 406, 411...417: .invalid
        case 401, 403: .denied
        case 404, 410: .notFound
        case 408: .transient
        case 409: .conflict
        case 429: .throttled
        case 501: .notImplemented
        case 500, 502, 503, 504: .transient
        default: nil
        }
    }

    /// Codes that come with a signature the endpoint's clock does not agree with, or may do so.
    static let mayBeClockSkew: Set<String> = [
        "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException",
        "SignatureDoesNotMatch", "AuthFailure",
    ]

    /// Whether the words say that the operation or service is unknown, as emulators say it under many codes.
    static func saysNotImplemented(_ message: String) -> Bool {
        let message = message.lowercased()
        return notImplementedPhrases.contains { message.contains($0) }
    }

    private static let notImplementedPhrases = [
        "not been implemented", "not implemented", "not yet implemented", "unsupported service", "no route for",
        "unknown operation", "unknown action", "could not find operation",
    ]

    private static let kinds: [String: AWSError.Kind] = {
        var kinds: [String: AWSError.Kind] = [:]
        for (kind, codes) in table {
            for code in codes.split(whereSeparator: \.isWhitespace) { kinds[String(code)] = kind }
        }
        return kinds
    }()

    private static let table: [(AWSError.Kind, String)] = [
        (
            .throttled,
            """
            BandwidthLimitExceeded EC2ThrottledException PriorRequestNotComplete ProvisionedThroughputExceededException
            RequestLimitExceeded RequestThrottled RequestThrottledException SlowDown ThrottledException Throttling
            ThrottlingException TooManyRequests TooManyRequestsException TransactionInProgressException
            """
        ),
        (
            .denied,
            """
            AccessDenied AccessDeniedException AccessDeniedForDependencyException AccountProblem AllAccessDisabled
            AuthorizationError AuthorizationErrorException InsufficientPrivilegesException NotAuthorized
            NotAuthorizedException OptInRequired RegionDisabledException SubscriptionRequiredException
            UnauthorizedAccess UnauthorizedException UnauthorizedOperation
            """
        ),
        (
            .expiredCredentials,
            """
            AuthFailure ExpiredToken ExpiredTokenException IncompleteSignature IncompleteSignatureException
            InvalidAccessKeyId InvalidClientTokenId InvalidSignatureException InvalidToken MissingAuthenticationToken
            MissingAuthenticationTokenException RequestExpired RequestInTheFuture RequestTimeTooSkewed
            SignatureDoesNotMatch TokenRefreshRequired UnrecognizedClientException
            """
        ),
        (
            .notFound,
            """
            AWSOrganizationsNotInUseException NoAvailableConfigurationRecorderException
            NoAvailableDeliveryChannelException NoRunningConfigurationRecorderException
            """
        ),
        (
            .conflict,
            """
            BucketAlreadyExists BucketAlreadyOwnedByYou BucketNotEmpty ConditionalCheckFailedException DeleteConflict
            DependencyViolation IdempotentParameterMismatch IdempotentParameterMismatchException IncorrectState
            InvalidResourceStateException OperationAborted OperationNotPermittedException PolicyChangesInProgressException
            TransactionConflictException
            """
        ),
        (
            .invalid,
            """
            ConstraintViolationException LimitExceeded LimitExceededException MalformedPolicyDocument
            MalformedQueryString MalformedXML OptInRequiredException SerializationException ServiceQuotaExceededException
            UnsupportedOperation ValidationError ValidationException
            """
        ),
        (
            .transient,
            """
            DependencyFailureException FinalizingOrganizationException InternalError InternalFailure
            InternalServerError InternalServerErrorException InternalServerException InternalServiceError
            InternalServiceException KMSInternalException RequestTimeout RequestTimeoutException ServerInternal
            ServiceException ServiceFailure ServiceUnavailable ServiceUnavailableException Unavailable
            """
        ),
        (
            .notImplemented,
            """
            InvalidAction NotImplemented NotImplementedException UnknownOperation UnknownOperationException
            UnsupportedAPIEndpointException
            """
        ),
    ]

    /// Families of codes, for all that the table does not name; the first match counts.
    private static let patterns: [(Pattern, AWSError.Kind)] = [
        (.contains("Throttl"), .throttled),
        (.prefix("NoSuch"), .notFound), (.contains("NotFound"), .notFound), (.contains("DoesNotExist"), .notFound),
        (.contains("AlreadyExists"), .conflict), (.prefix("Duplicate"), .conflict), (.contains("InUse"), .conflict),
        (.contains("Conflict"), .conflict), (.prefix("Concurrent"), .conflict),
        (.prefix("Invalid"), .invalid), (.prefix("Missing"), .invalid), (.prefix("Malformed"), .invalid),
    ]

    private enum Pattern {
        case prefix(String)
        case contains(String)

        func matches(_ code: String) -> Bool {
            switch self {
            case .prefix(let text): code.hasPrefix(text)
            case .contains(let text): code.contains(text)
            }
        }
    }
}
