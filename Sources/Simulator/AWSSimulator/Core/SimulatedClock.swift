/// The one clock of a world: real time times a scale since the world's birth, plus every step made by hand.
public struct SimulatedClock: Sendable, Hashable {
    /// The wall-clock moment at which the world was born, which is also the simulated one.
    public let birth: Moment
    /// How many simulated seconds pass in a real one.
    public let scale: Double
    /// The milliseconds stepped by hand so far.
    public private(set) var stepped: Int64 = 0

    /// Makes a clock; a scale that is negative or not a number is taken as zero, a clock that only steps.
    public init(birth: Moment, scale: Double = 1) {
        self.birth = birth
        self.scale = scale > 0 && scale.isFinite ? scale : 0
    }

    /// The simulated moment at a wall-clock moment; never before the birth.
    public func moment(atWall wall: Moment) -> Moment {
        let elapsed = Double(max(0, wall.milliseconds - birth.milliseconds)) * scale
        return Moment(milliseconds: birth.milliseconds + Int64(min(elapsed, 1e15)) + stepped)
    }

    /// Steps the clock forward; simulated time never goes back, so a negative step does nothing.
    public mutating func advance(milliseconds: Int64) { stepped += max(0, min(milliseconds, 1_000_000_000_000_000)) }

    /// The milliseconds of an ISO 8601 duration of days, hours, minutes and seconds such as `P1DT12H`, or nothing.
    public static func milliseconds(ofISO8601 text: String) -> Int64? {
        var rest = Substring(text)
        guard rest.popFirst() == "P", !rest.isEmpty else { return nil }
        var inTime = false
        var total: Int64 = 0
        while let first = rest.first {
            if first == "T", !inTime, rest.count > 1 {
                inTime = true
                rest.removeFirst()
                continue
            }
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let number = Int64(digits), number < 1_000_000_000 else { return nil }
            rest = rest.dropFirst(digits.count)
            switch (rest.popFirst(), inTime) {
            case ("W", false): total += number * 7 * Moment.dayLength
            case ("D", false): total += number * Moment.dayLength
            case ("H", true): total += number * 3_600_000
            case ("M", true): total += number * 60_000
            case ("S", true): total += number * 1_000
            default: return nil
            }
        }
        return total
    }
}
