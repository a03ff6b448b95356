/// One field of a cron expression, as the set of its values.
struct CronField: Hashable, Sendable {
    /// The fields in their order.
    enum Kind: String, CaseIterable {
        case minute, hour, dayOfMonth, month, dayOfWeek, year

        var range: ClosedRange<Int> {
            switch self {
            case .minute: 0...59
            case .hour: 0...23
            case .dayOfMonth: 1...31
            case .month: 1...12
            case .dayOfWeek: 1...7
            case .year: 1970...2199
            }
        }

        var names: [String] {
            switch self {
            case .month: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
            case .dayOfWeek: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
            default: []
            }
        }

        /// The words of an error message.
        var words: String {
            switch self {
            case .dayOfMonth: "day of month"
            case .dayOfWeek: "day of week"
            default: rawValue
            }
        }
    }

    /// Why a field could not be taken.
    enum Failure: Error, Hashable {
        case invalid(String)
        case unsupported(String)
    }

    /// The values, sorted; nothing for `?`, which sets no value.
    let values: [Int]?
    /// Whether every value of the range is in it.
    let isEvery: Bool

    func contains(_ value: Int) -> Bool { values?.contains(value) ?? true }

    /// Reads `*`, `?`, `a`, `a-b`, `a/n`, `*/n`, `a-b/n` and lists of them, with names for months and days of the week.
    init(_ text: Substring, _ kind: Kind) throws(Failure) {
        if text == "?" {
            guard kind == .dayOfMonth || kind == .dayOfWeek else { throw .invalid("`?` in the \(kind.words) field") }
            values = nil
            isEvery = false
            return
        }
        var set: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            set.formUnion(try Self.values(of: part, kind))
        }
        values = set.sorted()
        isEvery = set.count == kind.range.count
    }

    private static func values(of part: Substring, _ kind: Kind) throws(Failure) -> [Int] {
        try refuseUnmodelled(part, kind)
        let pieces = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let base = pieces.first, !base.isEmpty else { throw .invalid("an empty part in the \(kind.words) field") }
        var step = 1
        if pieces.count == 2 {
            guard let number = Int(pieces[1]), number > 0 else {
                throw .invalid("the step `\(pieces[1])` in the \(kind.words) field")
            }
            step = number
        }
        let range = kind.range
        if base == "*" { return Array(stride(from: range.lowerBound, through: range.upperBound, by: step)) }
        let ends = base.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let first = try number(ends[0], kind)
        // `a/n` runs from a to the end of the range; `a` alone is one value.
        var last = pieces.count == 2 ? range.upperBound : first
        if ends.count == 2 { last = try number(ends[1], kind) }
        guard first <= last else { throw .unsupported("the range `\(base)` that runs past the end of the field") }
        return Array(stride(from: first, through: last, by: step))
    }

    private static func number(_ text: Substring, _ kind: Kind) throws(Failure) -> Int {
        if let place = kind.names.firstIndex(of: text.uppercased()) { return place + kind.range.lowerBound }
        guard let value = Int(text), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), kind.range.contains(value)
        else { throw .invalid("`\(text)` in the \(kind.words) field") }
        return value
    }

    /// `L`, `W` and `#` are part of AWS's cron and not modelled here yet.
    private static func refuseUnmodelled(_ part: Substring, _ kind: Kind) throws(Failure) {
        let text = part.uppercased()
        guard kind == .dayOfMonth || kind == .dayOfWeek else { return }
        if text.contains("#") { throw .unsupported("`#` in the \(kind.words) field") }
        // No name of a day holds an L.
        if text.contains("L") { throw .unsupported("`L` in the \(kind.words) field") }
        if kind == .dayOfMonth, text.contains("W") { throw .unsupported("`W` in the \(kind.words) field") }
    }
}
