/// Whether a table can be restored to a moment, as `DescribeContinuousBackups` describes it.
public struct TableRecovery: Hashable, Sendable, Codable {
    /// Whether point-in-time recovery is on.
    public let isOn: Bool
    /// How far back it reaches; nothing while it is off, or where AWS does not say.
    public let period: CalendarDays?

    /// Describes a table's recovery.
    public init(isOn: Bool, period: CalendarDays? = nil) {
        self.isOn = isOn
        self.period = period
    }
}
