/// What a bench found: names and figures in the order they were added, written as one line of JSON.
struct BenchFigures {
    private var members: [(name: String, text: String)] = []

    /// Begins with the name of the bench.
    init(_ bench: String) { add("bench", bench) }

    /// Adds a text; it must need no escapes in JSON.
    mutating func add(_ name: String, _ text: String) { members.append((name, "\"\(text)\"")) }

    /// Adds a count.
    mutating func add(_ name: String, _ count: Int) { members.append((name, "\(count)")) }

    /// Adds a figure, cut to three digits after the point.
    mutating func add(_ name: String, _ figure: Double) {
        let thousandths = Int(clamping: Int64((figure.isFinite ? figure * 1_000 : 0).rounded()))
        let fraction = String(thousandths % 1_000)
        members.append(
            (name, "\(thousandths / 1_000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"))
    }

    /// The line, with its line feed.
    var line: String { "{" + members.map { "\"\($0.name)\": \($0.text)" }.joined(separator: ", ") + "}\n" }
}
