internal import HoldfastModel
internal import HoldfastYAML

extension PolicyReading {
    /// When backups of a tier run; derived from the RPO when nothing, or nothing right, is said.
    mutating func schedule(_ node: YAMLNode?, _ tier: String) -> ProtectionTier.Schedule {
        guard let node else { return .derivedFromRPO }
        guard case .mapping = node.content else {
            guard let text = reader.text(node, "the schedule of \(tier)") else { return .derivedFromRPO }
            if text == "derived" { return .derivedFromRPO }
            checkExpression(text, tier, at: node.location)
            return .expression(text, timezone: nil)
        }
        guard
            let fields = reader.fields(
                of: node, "the schedule of \(tier)", known: ["expression", "timezone"], required: ["expression"]),
            let text = reader.text(fields["expression"], "the schedule of \(tier)")
        else { return .derivedFromRPO }
        checkExpression(text, tier, at: fields.place(of: "expression"))
        let timezone = reader.text(fields["timezone"], "the timezone of \(tier)")
        if let timezone { checkTimezone(timezone, tier, at: fields.place(of: "timezone")) }
        return .expression(text, timezone: timezone)
    }

    private mutating func checkExpression(_ text: String, _ tier: String, at place: Diagnostic.Location) {
        guard let problem = ScheduleText.problem(in: text) else { return }
        reader.report(
            "invalid-schedule", "the schedule of \(tier) '\(text)' \(problem.message)", at: place, hint: problem.hint)
    }

    /// The name must have the form of the time zone database; only AWS knows which names it takes.
    private mutating func checkTimezone(_ name: String, _ tier: String, at place: Diagnostic.Location) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isName = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { Self.isNameByte($0) || $0 == 0x2B }
        }
        let isOffset = name.hasPrefix("+") || name.hasPrefix("-") || name.first?.isNumber == true
        guard !isName || isOffset || !(parts.count > 1 || name == "UTC") else { return }
        reader.report(
            "invalid-timezone", "the timezone of \(tier) '\(name)' is not a name of the time zone database", at: place,
            hint: "write its area and city, such as Europe/Berlin, or UTC")
    }
}

/// Looks at the form of AWS schedule expressions; when one runs is not its business.
///
/// Source: Amazon EventBridge User Guide, "Cron expressions reference" and "Rate expressions".
enum ScheduleText {
    /// What is wrong with an expression, and the way out; nothing when its form is right.
    static func problem(in text: String) -> (message: String, hint: String?)? {
        if let inside = content(of: text, "cron") { return cronProblem(in: inside) }
        if let inside = content(of: text, "rate") { return rateProblem(in: inside) }
        if text.split(separator: " ").count >= 5 { return ("is not in cron(…)", "write cron(\(text))") }
        let hint = Suggestion.hint(for: text, among: ["derived"])
        return ("is neither 'derived' nor cron(…) nor rate(…)", hint ?? "such as cron(0 5 ? * * *) or derived")
    }

    private static func content(of text: String, _ function: String) -> Substring? {
        guard text.hasPrefix(function + "("), text.hasSuffix(")") else { return nil }
        return text.dropFirst(function.count + 1).dropLast()
    }

    private static func rateProblem(in text: Substring) -> (message: String, hint: String?)? {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let value = Int(parts[0]), value > 0 else {
            return ("is not a number and a unit", "such as rate(12 hours)")
        }
        let unit = parts[1].hasSuffix("s") ? parts[1].dropLast() : parts[1]
        guard ["minute", "hour", "day"].contains(unit) else {
            return ("has a unit AWS does not know", "minutes, hours or days")
        }
        guard (value == 1) == (unit == parts[1]) else {
            return ("has the wrong grammar for AWS", "write rate(\(value) \(unit)\(value == 1 ? "" : "s"))")
        }
        return nil
    }

    private struct Field {
        let name: String
        let range: ClosedRange<Int>
        let words: [Substring]
    }

    private static let fields = [
        Field(name: "minutes", range: 0...59, words: []),
        Field(name: "hours", range: 0...23, words: []),
        Field(name: "day of month", range: 1...31, words: []),
        Field(
            name: "month", range: 1...12,
            words: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]),
        Field(name: "day of week", range: 1...7, words: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]),
        Field(name: "year", range: 1970...2199, words: []),
    ]

    private static func cronProblem(in text: Substring) -> (message: String, hint: String?)? {
        let parts = text.split(separator: " ")
        guard parts.count == fields.count else {
            let hint = "minutes hours day-of-month month day-of-week year, with '?' for one of the two days"
            return ("has \(parts.count) fields; an AWS cron expression has 6", hint)
        }
        for (field, part) in zip(fields, parts) {
            if let wrong = wrongItem(in: part, of: field) {
                return (
                    "has '\(wrong)' in the field \(field.name)",
                    "\(field.range.lowerBound) to \(field.range.upperBound)"
                )
            }
        }
        guard (parts[2] == "?") != (parts[4] == "?") else {
            return ("needs '?' in exactly one of day of month and day of week", "such as cron(0 5 ? * * *)")
        }
        return nil
    }

    /// The first item of a field that no AWS cron expression can hold.
    private static func wrongItem(in part: Substring, of field: Field) -> Substring? {
        let isDay = field.name.hasPrefix("day")
        if part == "?" { return isDay ? nil : part }
        for item in part.split(separator: ",", omittingEmptySubsequences: false) {
            let step = item.split(separator: "/", omittingEmptySubsequences: false)
            let bounds = (step.first ?? "").split(separator: "-", omittingEmptySubsequences: false)
            let isStepRight = step.count == 1 || (step.count == 2 && (Int(step[1]) ?? 0) > 0)
            guard isStepRight, bounds.count <= 2,
                bounds.allSatisfy({ $0 == "*" && bounds.count == 1 || isValue($0, of: field, isDay: isDay) })
            else { return item }
        }
        return nil
    }

    private static func isValue(_ text: Substring, of field: Field, isDay: Bool) -> Bool {
        if field.words.contains(Substring(text.uppercased())) { return true }
        if let number = Int(text), text.first?.isNumber == true { return field.range.contains(number) }
        guard isDay else { return false }
        // `L`, `LW`, `15W`, `6L` and `3#2` are AWS's words for days that move; their sense is judged elsewhere.
        let digits = text.prefix { $0.isNumber }
        let mark = text.dropFirst(digits.count)
        let isNumberRight = digits.isEmpty || Int(digits).map(field.range.contains) == true
        if mark == "L" || mark == "W" || mark == "LW" { return isNumberRight && !(mark == "W" && digits.isEmpty) }
        return !digits.isEmpty && isNumberRight && mark.first == "#"
            && Int(mark.dropFirst()).map((1...5).contains) == true
    }
}
