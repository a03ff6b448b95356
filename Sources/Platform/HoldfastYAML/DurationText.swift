/// Durations as people write them in files and flags: `15m`, `24h`, `7d`, `1h30m`.
public enum DurationText {
    /// The way durations are written, for hints.
    public static let form = "write a number with a unit, such as 15m, 24h or 7d"

    /// Reads a duration of one or more numbers, each with `s`, `m`, `h`, `d` (24 hours) or `w`, larger units first.
    ///
    /// Gives nothing for other text, for a unit that comes twice or in the wrong order, and for what cannot be told.
    public static func parse(_ text: String) -> Duration? {
        let units: [(Character, Int64)] = [("w", 604_800), ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)]
        var rest = Substring(text)
        var nextUnit = 0
        var seconds: Int64 = 0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            guard let amount = Int64(digits), let symbol = rest.popFirst(),
                let unit = units.indices.first(where: { $0 >= nextUnit && units[$0].0 == symbol })
            else { return nil }
            let (product, overflow) = amount.multipliedReportingOverflow(by: units[unit].1)
            let (sum, overflowed) = seconds.addingReportingOverflow(product)
            guard !overflow, !overflowed else { return nil }
            seconds = sum
            nextUnit = unit + 1
        }
        return text.isEmpty ? nil : .seconds(seconds)
    }

    /// Writes a duration as `parse` reads it, in whole seconds: `1d12h`; `0s` for none.
    public static func write(_ duration: Duration) -> String {
        var rest = max(0, duration.components.seconds)
        var text = ""
        for (symbol, seconds) in [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)] as [(String, Int64)]
        where rest >= seconds {
            text += "\(rest / seconds)\(symbol)"
            rest %= seconds
        }
        return text.isEmpty ? "0s" : text
    }
}
