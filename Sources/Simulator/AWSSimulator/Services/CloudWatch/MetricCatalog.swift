/// The metrics an account has in a Region, and their points.
///
/// AWS Backup's are counted from its jobs and recovery points, per five minutes and without zeros. Sizes are those of the
/// resources, grown by two in a thousand a day; loads are a steady rate, drawn anew for each day, so that longer
/// periods are the sums of shorter ones.
enum MetricCatalog {
    /// Every metric, in a fixed order.
    static func metrics(in region: RegionState, at now: Moment) -> [Metric] {
        let backup = Set(BackupMetrics.samples(in: region, upTo: now).map(\.metric)).sorted { left, right in
            (left.name, left.dimensions.map(\.value).joined()) < (right.name, right.dimensions.map(\.value).joined())
        }
        return backup + region.resources.flatMap { ResourceMetrics.metrics(of: $0) }
    }

    /// The points of a metric, oldest first; none for a metric that is not there.
    static func points(
        _ metric: Metric, in region: RegionState, query: MetricDataInput.Query, from start: Moment, to end: Moment
    ) -> [MetricPoint] {
        let period = query.period * 1_000
        var begin = start.milliseconds.floorDivided(by: period) * period
        // A query over years in seconds is cut where its answer would end anyway.
        let last = min(end.milliseconds, begin + period * 200_000)
        if metric.namespace == BackupMetrics.namespace {
            return BackupMetrics.points(metric, in: region, query: query, from: begin, to: last)
        }
        let candidates = ResourceMetrics.kinds(for: metric).flatMap { region.resources($0) }
        guard let resource = candidates.first(where: { ResourceMetrics.metrics(of: $0).contains(metric) }),
            let source = ResourceMetrics.source(of: metric, resource)
        else { return [] }
        var points: [MetricPoint] = []
        while begin < last {
            let from = max(begin, resource.createdAt.milliseconds)
            if from < begin + period, let value = source.value(from, begin + period, query.statistic) {
                points.append(MetricPoint(at: Moment(milliseconds: begin), value: value))
            }
            begin += period
        }
        return points
    }
}
