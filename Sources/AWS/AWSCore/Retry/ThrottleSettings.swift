/// The limits calls begin with, by service.
public struct ThrottleSettings: Sendable {
    /// Limits of services that have none of their own.
    public var standard: ThrottleBudget.Limits
    /// Limits by service id.
    public var services: [String: ThrottleBudget.Limits]
    /// Limits of endpoints that are not AWS's own, whose quotas nobody knows.
    public var custom: ThrottleBudget.Limits

    /// Makes settings.
    public init(
        standard: ThrottleBudget.Limits, services: [String: ThrottleBudget.Limits] = [:],
        custom: ThrottleBudget.Limits
    ) {
        self.standard = standard
        self.services = services
        self.custom = custom
    }

    /// About half of what AWS documents, because consoles and other tools use the same quotas.
    ///
    /// AWS General Reference, "AWS Backup endpoints and quotas"; AWS Organizations User Guide, "Quotas"; Amazon EC2
    /// Developer Guide, "Request throttling"; IAM User Guide, "IAM and AWS STS quotas". Others are not published.
    public static let aws = ThrottleSettings(
        standard: .init(rate: 10, burst: 20),
        services: [
            "backup": .init(rate: 25, burst: 25),
            "sts": .init(rate: 100, burst: 100),
            "ec2": .init(rate: 10, burst: 50),
            "organizations": .init(rate: 5, burst: 12),
            "tag": .init(rate: 8, burst: 15),
            "config": .init(rate: 5, burst: 20),
            "s3": .init(rate: 50, burst: 50),
        ],
        custom: .init(rate: 1_000, burst: 1_000, floor: 1, step: 50))

    func limits(service: String, isCustom: Bool) -> ThrottleBudget.Limits {
        isCustom ? custom : services[service] ?? standard
    }
}
