internal import FoundationEssentials

/// How a time zone's clocks differ from UTC.
package struct TimeZoneRules: Sendable, Hashable {
    private let zone: TimeZone?

    /// Coordinated universal time.
    package static let utc = TimeZoneRules(zone: nil)

    private init(zone: TimeZone?) { self.zone = zone }

    /// The zone of an IANA name such as `Europe/Berlin`; gives nothing for a name that is none.
    package init?(identifier: String) {
        switch identifier {
        case "UTC", "Etc/UTC", "GMT", "Etc/GMT", "Etc/UCT", "Zulu": zone = nil
        default:
            guard identifier.contains("/"), let zone = TimeZone(identifier: identifier) else { return nil }
            self.zone = zone
        }
    }

    /// The moment at which the zone's clocks show a local time, given as if it were UTC.
    ///
    /// A local time the clocks skip gives nothing; one they show twice is the first. Source: AWS re:Post, "How do I adjust
    /// my EventBridge schedule for Daylight Saving Time?".
    package func moment(ofLocal local: Moment) -> Moment? {
        guard let zone else { return local }
        let before = local.milliseconds - offset(zone, local.milliseconds - Moment.dayLength)
        let after = local.milliseconds - offset(zone, local.milliseconds + Moment.dayLength)
        let first = min(before, after)
        if first + offset(zone, first) == local.milliseconds { return Moment(milliseconds: first) }
        let second = max(before, after)
        if second + offset(zone, second) == local.milliseconds { return Moment(milliseconds: second) }
        return nil
    }

    private func offset(_ zone: TimeZone, _ milliseconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(milliseconds) / 1_000))) * 1_000
    }
}
