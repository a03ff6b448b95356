/// One field of a cron expression that is a set of numbers, as bits.
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

    /// A bit for each value, counted from the lowest of the range.
    private var bits = SIMD4<UInt64>.zero
    private let lowest: Int
    /// Whether every value of the range is in it.
    let isEvery: Bool

    /// Whether a value is in it.
    func contains(_ value: Int) -> Bool {
        let place = value - lowest
        guard (0..<256).contains(place) else { return false }
        return bits[place >> 6] & (1 << UInt64(place & 63)) != 0
    }

    /// The values as bits of one word, bit n for the value n; for every field but the year.
    var mask: UInt64 { bits[0] << UInt64(lowest) }

    /// Reads `*`, `a`, `a-b`, `a/n`, `*/n`, `a-b/n` and lists of them, with names for months and days of the week.
    init(_ text: Substring, _ kind: Kind) throws(Failure) {
        lowest = kind.range.lowerBound
        var bits = SIMD4<UInt64>.zero
        var count = 0
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            for value in try Self.values(of: part, kind) {
                let place = value - kind.range.lowerBound
                let bit: UInt64 = 1 << UInt64(place & 63)
                if bits[place >> 6] & bit == 0 { count += 1 }
                bits[place >> 6] |= bit
            }
        }
        self.bits = bits
        isEvery = count == kind.range.count
    }

    private static func values(of part: Substring, _ kind: Kind) throws(Failure) -> StrideThrough<Int> {
        let pieces = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let base = pieces.first, !base.isEmpty else { throw .invalid("an empty part in the \(kind.words) field") }
        var step = 1
        if pieces.count == 2 {
            // AWS's table of wildcards gives the day of week no slash.
            guard kind != .dayOfWeek else { throw .invalid("a step in the \(kind.words) field") }
            guard let number = Int(pieces[1]), number > 0 else {
                throw .invalid("the step `\(pieces[1])` in the \(kind.words) field")
            }
            step = number
        }
        let range = kind.range
        if base == "*" { return stride(from: range.lowerBound, through: range.upperBound, by: step) }
        let ends = base.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let first = try number(ends[0], kind)
        // `a/n` runs from a to the end of the range; `a` alone is one value.
        var last = pieces.count == 2 ? range.upperBound : first
        if ends.count == 2 { last = try number(ends[1], kind) }
        guard first <= last else { throw .unsupported("the range `\(base)` that runs past the end of the field") }
        return stride(from: first, through: last, by: step)
    }

    /// Reads a number of a field's range, or a name in its place.
    static func number(_ text: Substring, _ kind: Kind) throws(Failure) -> Int {
        if let place = kind.names.firstIndex(of: text.uppercased()) { return place + kind.range.lowerBound }
        guard let value = Int(text), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), kind.range.contains(value)
        else { throw .invalid("`\(text)` in the \(kind.words) field") }
        return value
    }
}
