/// Names with weights in the order they came, each taken out once, at a cost that does not grow with how many wait.
struct ArrivalQueue: Sendable {
    private var entries: [(name: String, weight: Int)] = []
    private var head = 0
    /// The weights of all that wait, together.
    private(set) var weight = 0

    /// How many wait.
    var count: Int { entries.count - head }

    /// Puts a name at the end.
    mutating func append(_ name: String, weight: Int) {
        entries.append((name, weight))
        self.weight += weight
    }

    /// Takes the name that has waited longest.
    mutating func popFirst() -> String? {
        guard head < entries.count else { return nil }
        let entry = entries[head]
        head += 1
        weight -= entry.weight
        if head > 64, head * 2 > entries.count {
            entries.removeFirst(head)
            head = 0
        }
        return entry.name
    }
}
