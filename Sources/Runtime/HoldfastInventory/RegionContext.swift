internal import AWSCore
internal import AWSWire
internal import HoldfastModel

/// What every reader gets: where it reads, through whom, and what is asked for.
struct RegionContext: Sendable {
    /// The account.
    let account: AccountID
    /// The Region.
    let region: AWSRegion
    /// Makes the calls.
    let caller: any AWSCaller
    /// What is asked for.
    let scope: ReadScope
    /// What RDS lists, once it was asked.
    var databases: DatabaseListing?

    /// An ARN of this account and Region.
    func arn(_ service: String, _ resource: String) -> ResourceARN? {
        ResourceARN(rawValue: "arn:\(region.partition):\(service):\(region):\(account):\(resource)")
    }
}

extension Instant {
    /// The same moment, as a service's answer told it.
    init(_ timestamp: WireTimestamp) { self.init(millisecondsSinceEpoch: timestamp.millisecondsSinceEpoch) }
}

extension Optional<WireTimestamp> {
    /// The same moment, where there is one.
    var instant: Instant? { map(Instant.init) }
}

extension Optional<String> {
    /// The text, where it is there and not empty; some endpoints send empty text for what is absent.
    var present: String? { flatMap { $0.isEmpty ? nil : $0 } }
}
