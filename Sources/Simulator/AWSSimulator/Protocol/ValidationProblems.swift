package import AWSWire

/// Gathers what is wrong with a request's parameters and words it as AWS's common validation does.
package struct ValidationProblems {
    private var problems: [String] = []

    /// Starts with none.
    package init() {}

    /// Adds a problem in full words.
    package mutating func add(_ problem: String) { problems.append(problem) }

    /// A parameter must be there.
    package mutating func require(_ value: WireValue?, _ path: String) {
        guard value == nil || value == .null else { return }
        add("Value null at '\(path)' failed to satisfy constraint: Member must not be null")
    }

    /// A text must have a length within bounds; an absent one is fine.
    package mutating func checkLength(_ text: String?, _ bounds: ClosedRange<Int>, _ path: String) {
        guard let text, !bounds.contains(text.unicodeScalars.count) else { return }
        let isShort = text.unicodeScalars.count < bounds.lowerBound
        add(
            "Value '\(text)' at '\(path)' failed to satisfy constraint: Member must have length "
                + (isShort
                    ? "greater than or equal to \(bounds.lowerBound)" : "less than or equal to \(bounds.upperBound)"))
    }

    /// A number must be within bounds; an absent one is fine.
    package mutating func checkRange(_ number: Int64?, _ bounds: ClosedRange<Int64>, _ path: String) {
        guard let number, !bounds.contains(number) else { return }
        let isSmall = number < bounds.lowerBound
        add(
            "Value '\(number)' at '\(path)' failed to satisfy constraint: Member must have value "
                + (isSmall
                    ? "greater than or equal to \(bounds.lowerBound)" : "less than or equal to \(bounds.upperBound)"))
    }

    /// A text must fit a pattern, whose check the caller makes.
    package mutating func check(_ text: String, _ path: String, pattern: String, isMet: Bool) {
        guard !isMet else { return }
        add(
            "Value '\(text)' at '\(path)' failed to satisfy constraint: Member must satisfy regular expression "
                + "pattern: \(pattern)")
    }

    /// A text must be one of a set; an absent one is fine.
    package mutating func checkOneOf(_ text: String?, _ choices: [String], _ path: String) {
        guard let text, !choices.contains(text) else { return }
        add(
            "Value '\(text)' at '\(path)' failed to satisfy constraint: Member must satisfy enum value set: "
                + "[\(choices.joined(separator: ", "))]")
    }

    /// All problems in one sentence, or nothing when there are none.
    package var message: String? {
        guard !problems.isEmpty else { return nil }
        let count = problems.count == 1 ? "1 validation error" : "\(problems.count) validation errors"
        return "\(count) detected: \(problems.joined(separator: "; "))"
    }
}
