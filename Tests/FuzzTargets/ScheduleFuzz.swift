internal import AWSCore
internal import AWSSimulator
internal import AWSWire
internal import HoldfastEvaluation
internal import HoldfastModel
internal import HoldfastYAML

/// Schedules, instants and durations.
enum ScheduleFuzz {
    private static let start = Instant(millisecondsSinceEpoch: 1_795_435_200_000)

    static func readCron(_ input: [UInt8], _ outcome: inout FuzzOutcome) {
        let lines = String(decoding: input, as: UTF8.self).split(
            maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" })
        let text = String(lines[0])
        switch CronExpression.parse(text, timezone: lines.count > 1 ? String(lines[1]) : nil) {
        case .invalid(let reason): outcome.keep(reason)
        case .unsupported(let construct): outcome.keep(construct)
        case .expression(let expression):
            outcome.keep("\(expression.greatestInterval(after: start))")
            let next = expression.next(after: start)
            outcome.keep("\(next) \(expression.previous(before: start))")
            if case .at(let run) = next { check(run, of: expression, text, isUTC: lines.count == 1, &outcome) }
        }
        outcome.keep("\(CronFields(text).map { $0.minutes(onDay: 20_000) } ?? [])")
    }

    /// A run must be a moment to come, and one that the simulator's own reading of the schedule has too.
    private static func check(
        _ run: Instant, of expression: CronExpression, _ text: String, isUTC: Bool, _ outcome: inout FuzzOutcome
    ) {
        outcome.expect(run > start, "\(run) is not after \(start)")
        outcome.expect(expression.previous(before: run) != .at(run), "a run before itself")
        guard isUTC, !text.contains("\t") else { return }
        guard let fields = CronFields(text.dropFirst(5).dropLast()) else {
            outcome.expect(false, "the simulator does not take it")
            return
        }
        let minutes = run.millisecondsSinceEpoch / 60_000
        outcome.expect(
            fields.minutes(onDay: minutes / 1_440).contains(Int(minutes % 1_440)),
            "the simulator does not run at \(run)")
    }

    static func readTimestamp(_ input: [UInt8], _ outcome: inout FuzzOutcome) {
        let text = String(decoding: input, as: UTF8.self)
        if let instant = WireTimestamp(text) {
            outcome.keep("\(instant.millisecondsSinceEpoch)")
            for format in [WireTimestamp.Format.iso8601, .epochSeconds] {
                outcome.expect(WireTimestamp(instant.text(format)) == instant, "\(instant.text(format)) is another")
            }
            outcome.keep(instant.text(.rfc822))
        }
        if let date = AWSTime(httpDate: text) { outcome.keep("\(date) \(date.timestamp)") }
        if let instant = Instant(rfc3339: text) {
            outcome.keep("\(instant)")
            outcome.expect(Instant(rfc3339: "\(instant)") == instant, "\(instant) is another")
        }
        if let moment = Moment(basicISO8601: text) { outcome.keep(moment.basicISO8601) }
        if let duration = DurationText.parse(text) {
            outcome.keep(DurationText.write(duration))
            outcome.expect(DurationText.parse(DurationText.write(duration)) == duration, "\(duration) is another")
        }
        if let bytes = Base64.decode(input) {
            outcome.keep("\(bytes.count)")
            outcome.expect(Base64.decode(Base64.encode(bytes).utf8) == bytes, "base64 of it is another")
        }
    }
}
