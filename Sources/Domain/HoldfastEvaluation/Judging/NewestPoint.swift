internal import HoldfastModel

/// The newest moment a resource's data can be recovered from.
struct NewestPoint {
    /// How old that moment is counted from: the creation of a completed point, or what a continuous one reaches.
    let reachesTo: Instant
    /// When it was whole.
    let completedAt: Instant
    /// The point.
    let point: RecoveryPoint

    /// Chooses the newest usable point.
    ///
    /// Only COMPLETED points count, and continuous ones that are AVAILABLE: those reach to 5 minutes ago for RDS and
    /// Aurora and to 15 minutes ago for S3, of which the later is taken for all. The age runs from the creation of the
    /// point, which is when its data was true. A point created after `now` counts as made now.
    /// Source: AWS Backup Developer Guide, "Continuous backups and point-in-time recovery (PITR)".
    init?(of points: [RecoveryPoint], now: Instant) {
        let usable = points.compactMap { point -> NewestPoint? in
            switch point.status {
            case .completed:
                NewestPoint(
                    reachesTo: min(point.createdAt, now), completedAt: point.completedAt ?? point.createdAt,
                    point: point)
            case .available where Self.continuousTypes.contains(point.resourceType?.rawValue ?? ""):
                Self.continuous(point, now: now)
            default: nil
            }
        }
        guard
            let newest = usable.max(by: {
                ($0.reachesTo, $0.point.arn.rawValue) < ($1.reachesTo, $1.point.arn.rawValue)
            })
        else { return nil }
        self = newest
    }

    private init(reachesTo: Instant, completedAt: Instant, point: RecoveryPoint) {
        self.reachesTo = reachesTo
        self.completedAt = completedAt
        self.point = point
    }

    private static func continuous(_ point: RecoveryPoint, now: Instant) -> NewestPoint {
        let reach = max(point.createdAt, now.advanced(by: .minutes(-15)))
        return NewestPoint(reachesTo: min(reach, now), completedAt: min(reach, now), point: point)
    }

    private static let continuousTypes: Set = ["Aurora", "RDS", "S3", "SAP HANA on Amazon EC2"]
}
