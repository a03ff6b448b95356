internal import AWSWire

/// The configuration recorder and the delivery channel of an account in a Region.
extension ConfigService {
    func recorders(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        .json(("ConfigurationRecorders", .array(try names(request, in: region).map { Self.recorder($0, region) })))
    }

    func recorderStatus(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        .json(
            ("ConfigurationRecordersStatus", .array(try names(request, in: region).map { Self.status($0, region) })))
    }

    func deliveryChannels(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let channels = try channelNames(request, in: region).map { name in
            let bucket = "config-bucket-\(region.scope.account)"
            let properties = WireValue.record(("deliveryFrequency", .string("TwentyFour_Hours")))
            return WireValue.record(
                ("name", .string(name)), ("s3BucketName", .string(bucket)),
                ("configSnapshotDeliveryProperties", properties))
        }
        return .json(("DeliveryChannels", .array(channels)))
    }

    func deliveryChannelStatus(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let changed = region.config.evaluatedAt
        let statuses = try channelNames(request, in: region).map { name in
            let export = WireValue.record(
                ("lastStatus", .string("Success")), ("lastAttemptTime", .time(changed)),
                ("lastSuccessfulTime", .time(changed)), ("nextDeliveryTime", .time(changed.adding(days: 1))))
            return WireValue.record(
                ("name", .string(name)), ("configSnapshotDeliveryInfo", export), ("configHistoryDeliveryInfo", export),
                (
                    "configStreamDeliveryInfo",
                    .record(("lastStatus", .string("Success")), ("lastStatusChangeTime", .time(changed)))
                ))
        }
        return .json(("DeliveryChannelsStatus", .array(statuses)))
    }

    private func names(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> [String] {
        let running = region.config.recorderName
        for name in request.parameters["ConfigurationRecorderNames"]?.textsValue ?? [] where name != running {
            throw ServiceFault(
                "NoSuchConfigurationRecorderException",
                "Cannot find configuration recorder with the specified name '\(name)'.")
        }
        return running.map { [$0] } ?? []
    }

    /// The names of the delivery channels: an account with a recorder has one of the same name.
    private func channelNames(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> [String] {
        let present = region.config.recorderName
        for name in request.parameters["DeliveryChannelNames"]?.textsValue ?? [] where name != present {
            throw ServiceFault(
                "NoSuchDeliveryChannelException", "Cannot find delivery channel with specified name '\(name)'.")
        }
        return present.map { [$0] } ?? []
    }

    private static func arn(of name: String, _ scope: Scope) -> String {
        let id = ResourceDetails(arn: "\(scope.account)/\(scope.region)/\(name)").hex(16, "recorder")
        return "arn:aws:config:\(scope.region):\(scope.account):configuration-recorder/\(name)/\(id)"
    }

    private static func recorder(_ name: String, _ region: RegionState) -> WireValue {
        let scope = region.scope
        let role = "arn:aws:iam::\(scope.account):role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
        return .record(
            ("arn", .string(arn(of: name, scope))), ("name", .string(name)), ("roleARN", .string(role)),
            (
                "recordingGroup",
                .record(
                    ("allSupported", .bool(true)), ("includeGlobalResourceTypes", .bool(false)),
                    ("resourceTypes", .array([])),
                    ("recordingStrategy", .record(("useOnly", .string("ALL_SUPPORTED_RESOURCE_TYPES")))))
            ),
            ("recordingMode", .record(("recordingFrequency", .string("CONTINUOUS")))),
            ("recordingScope", .string("PAID")))
    }

    private static func status(_ name: String, _ region: RegionState) -> WireValue {
        let changed = region.config.evaluatedAt
        return .record(
            ("arn", .string(arn(of: name, region.scope))), ("name", .string(name)),
            ("lastStartTime", .time(Moment(day: changed.day - 365))), ("recording", .bool(true)),
            ("lastStatus", .string("Success")), ("lastStatusChangeTime", .time(changed)))
    }
}
