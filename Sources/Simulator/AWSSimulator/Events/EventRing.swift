/// The newest events of a world, numbered from 1 in the order the world learned of them.
///
/// An account's schedules are run when somebody touches the account, so its events come then, with their own times.
package struct EventRing: Sendable {
    /// An event with its number.
    package struct Entry: Sendable, Hashable {
        /// The number; the first event of a world has 1.
        package let number: Int
        /// The event.
        package let event: BackupEvent
    }

    /// The most events that are kept.
    package static let capacity = 10_000

    /// The number of the newest event; 0 before the first.
    package private(set) var last = 0
    private var slots: [Entry] = []
    private var oldest = 0

    /// Makes an empty ring.
    package init() {}

    /// Takes an event in; the oldest gives way when the ring is full.
    package mutating func append(_ event: BackupEvent) {
        last += 1
        let entry = Entry(number: last, event: event)
        if slots.count < Self.capacity {
            slots.append(entry)
        } else {
            slots[oldest] = entry
            oldest = (oldest + 1) % Self.capacity
        }
    }

    /// The events after a number, oldest first, and how many after it are no longer kept.
    ///
    /// - Parameter limit: The most events to give.
    package func events(after number: Int, limit: Int) -> (entries: [Entry], lost: Int) {
        let first = last - slots.count + 1
        let start = max(number + 1, first)
        guard start <= last, limit > 0 else { return ([], 0) }
        let entries = (start...min(last, start + limit - 1)).map { slots[(oldest + $0 - first) % slots.count] }
        return (entries, start - number - 1)
    }
}
