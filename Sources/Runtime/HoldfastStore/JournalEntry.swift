public import HoldfastModel
public import HoldfastPlanning

/// One line of the journal of writes.
public struct JournalEntry: Sendable, Hashable, Codable {
    /// What is written down.
    public enum Event: Sendable, Hashable, Codable {
        /// The change is about to be made.
        case intended(Change)
        /// The change ended so.
        case ended(ChangeOutcome)
    }

    /// The run the change belongs to.
    public let runID: String
    /// When it was written.
    public let recordedAt: Instant
    /// What is written down.
    public let event: Event

    /// Writes a line.
    public init(runID: String, recordedAt: Instant, event: Event) {
        self.runID = runID
        self.recordedAt = recordedAt
        self.event = event
    }

    /// The change it is about.
    public var changeID: String {
        switch event {
        case .intended(let change): change.id
        case .ended(let outcome): outcome.changeID
        }
    }

    /// Whether it says how the change ended.
    public var isEnd: Bool {
        if case .ended = event { true } else { false }
    }
}
