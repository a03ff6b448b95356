/// Names in the order they came, each taken out once, at a cost that does not grow with how many wait.
struct ArrivalQueue: Sendable {
    private var names: [String] = []
    private var head = 0

    /// How many wait.
    var count: Int { names.count - head }

    /// Puts a name at the end.
    mutating func append(_ name: String) { names.append(name) }

    /// Takes the name that has waited longest.
    mutating func popFirst() -> String? {
        guard head < names.count else { return nil }
        let name = names[head]
        head += 1
        if head > 64, head * 2 > names.count {
            names.removeFirst(head)
            head = 0
        }
        return name
    }
}
