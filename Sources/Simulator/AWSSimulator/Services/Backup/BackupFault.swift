internal import AWSWire

/// The errors of AWS Backup, by their codes.
enum BackupFault {
    /// A parameter's value cannot be taken.
    static func invalid(_ message: String) -> ServiceFault {
        ServiceFault("InvalidParameterValueException", message)
    }

    /// A required parameter is missing.
    static func missing(_ message: String) -> ServiceFault {
        ServiceFault("MissingParameterValueException", message)
    }

    /// The request cannot be carried out as things stand.
    static func refused(_ message: String) -> ServiceFault { ServiceFault("InvalidRequestException", message) }

    /// What the request names is in a state the operation does not take.
    static func state(_ message: String) -> ServiceFault { ServiceFault("InvalidResourceStateException", message) }

    /// A change of the same thing is still going on.
    static func conflict(_ message: String) -> ServiceFault { ServiceFault("ConflictException", message) }

    /// A policy denies the request.
    static func denied(_ message: String) -> ServiceFault {
        ServiceFault("AccessDeniedException", message, status: 403)
    }

    /// What the request names does not exist.
    static func notFound(_ message: String) -> ServiceFault {
        ServiceFault("ResourceNotFoundException", message)
    }

    /// The request asks for more than a quota allows.
    static func limit(_ message: String) -> ServiceFault {
        ServiceFault("LimitExceededException", message)
    }

    /// What the request would create is there already.
    static func exists(_ message: String, arn: String?, creatorRequestID: String?) -> ServiceFault {
        ServiceFault(
            "AlreadyExistsException", message,
            members: [("Arn", .text(arn)), ("CreatorRequestId", .text(creatorRequestID))])
    }
}
