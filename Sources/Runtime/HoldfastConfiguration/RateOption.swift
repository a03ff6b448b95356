internal import HoldfastYAML

/// How fast one service or operation is called in each account and Region.
public struct RateOption: Hashable, Sendable {
    /// A service such as `backup`, or `service:Operation`.
    public let target: String
    /// Calls a second.
    public let rate: Double
    /// Calls at once after a rest.
    public let burst: Double
}

extension OptionReader {
    /// The rates that are said, sorted by what they are for.
    mutating func rates() -> [RateOption] {
        var rates: [String: RateOption] = [:]
        for value in values("aws.rates") {
            let pair = OptionPair(value.text)
            guard isKnown(pair.key, value), let rate = rate(pair, value) else { continue }
            if rates[rate.target] != nil { warn("aws.rates", value, "duplicate-value", "names '\(pair.key)' twice") }
            rates[rate.target] = rate
        }
        return rates.values.sorted { $0.target < $1.target }
    }

    private mutating func isKnown(_ target: String, _ value: OptionValue) -> Bool {
        let parts = target.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let operations = CalledOperations.all[parts[0]] else {
            let known = CalledOperations.all.keys.sorted()
            report(
                "aws.rates", value, "unknown-value", "is for a service that is not called",
                hint: Suggestion.hint(for: parts[0], among: known) ?? "known: " + known.joined(separator: ", "))
            return false
        }
        guard parts.count == 2, !operations.contains(parts[1]) else { return true }
        report(
            "aws.rates", value, "unknown-value", "is for an operation that is not called",
            hint: Suggestion.hint(for: parts[1], among: operations)
                ?? "known of \(parts[0]): " + operations.joined(separator: ", "))
        return false
    }

    /// Reads `RATE` or `RATE/BURST`; the burst is one second's worth where it is not said.
    private mutating func rate(_ pair: OptionPair, _ value: OptionValue) -> RateOption? {
        let parts = (pair.value ?? "").split(separator: "/", omittingEmptySubsequences: false).map { Double($0) }
        guard (1...2).contains(parts.count), let rate = parts[0], (0.1...10_000).contains(rate) else {
            report(
                "aws.rates", value, "out-of-range", "is no rate from 0.1 to 10000 calls a second",
                hint: "write a rate such as 10, or with the calls that may come at once, 10/20")
            return nil
        }
        guard parts.count == 2 else { return RateOption(target: pair.key, rate: rate, burst: max(1, rate)) }
        guard let burst = parts[1], (1...10_000).contains(burst) else {
            report("aws.rates", value, "out-of-range", "lets no number from 1 to 10000 of calls come at once")
            return nil
        }
        return RateOption(target: pair.key, rate: rate, burst: burst)
    }
}
