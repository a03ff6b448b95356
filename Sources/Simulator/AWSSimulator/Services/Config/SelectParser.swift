/// Reads the words of a query by recursive descent; `OR` binds weaker than `AND`, and `AND` weaker than `NOT`.
struct SelectParser {
    private let tokens: [SelectToken]
    private var position = 0
    private var depth = 0

    init(tokens: [SelectToken]) { self.tokens = tokens }

    mutating func properties() throws(ServiceFault) -> [String] {
        try expect("SELECT")
        var names: [String] = []
        repeat {
            if take(sign: "*") {
                names += SelectExpression.scalars
                continue
            }
            guard case .word(let word)? = next() else { throw SelectToken.fault("a property is expected") }
            guard peekSign() != "(" else { throw SelectToken.fault("the function \(word) is not supported") }
            guard word == "tags" || SelectExpression.isScalar(word) else {
                throw SelectToken.fault("the property \(word) cannot be selected")
            }
            names.append(word)
        } while take(sign: ",")
        return names
    }

    mutating func condition() throws(ServiceFault) -> SelectExpression.Condition? {
        guard position < tokens.count else { return nil }
        try expect("WHERE")
        let condition = try either()
        guard position == tokens.count else { throw SelectToken.fault("unexpected words after the condition") }
        return condition
    }

    private mutating func either() throws(ServiceFault) -> SelectExpression.Condition {
        var left = try both()
        while take(word: "OR") { left = .or(left, try both()) }
        return left
    }

    private mutating func both() throws(ServiceFault) -> SelectExpression.Condition {
        var left = try single()
        while take(word: "AND") { left = .and(left, try single()) }
        return left
    }

    private mutating func single() throws(ServiceFault) -> SelectExpression.Condition {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 32 else { throw SelectToken.fault("the condition is nested too deep") }
        if take(word: "NOT") { return .not(try single()) }
        if take(sign: "(") {
            let inner = try either()
            guard take(sign: ")") else { throw SelectToken.fault("a parenthesis is not closed") }
            return inner
        }
        return try comparison()
    }

    private mutating func comparison() throws(ServiceFault) -> SelectExpression.Condition {
        guard case .word(let property)? = next() else { throw SelectToken.fault("a property is expected") }
        guard SelectExpression.isScalar(property) || SelectExpression.tagProperties.contains(property) else {
            throw SelectToken.fault("the property \(property) cannot be compared")
        }
        if take(sign: "=") { return .isOne(property: property, values: [try text()]) }
        if take(sign: "<>") || take(sign: "!=") { return .not(.isOne(property: property, values: [try text()])) }
        let isNegated = take(word: "NOT")
        let found: SelectExpression.Condition
        if take(word: "LIKE") {
            found = .like(property: property, pattern: try text())
        } else if take(word: "IN") {
            guard take(sign: "(") else { throw SelectToken.fault("IN needs a list") }
            var values = [try text()]
            while take(sign: ",") { values.append(try text()) }
            guard take(sign: ")") else { throw SelectToken.fault("a parenthesis is not closed") }
            found = .isOne(property: property, values: values)
        } else {
            throw SelectToken.fault("a comparison is expected after \(property)")
        }
        return isNegated ? .not(found) : found
    }

    private mutating func text() throws(ServiceFault) -> String {
        guard case .text(let text)? = next() else { throw SelectToken.fault("a quoted value is expected") }
        return text
    }

    private mutating func next() -> SelectToken? {
        guard position < tokens.count else { return nil }
        defer { position += 1 }
        return tokens[position]
    }

    private func peekSign() -> String? {
        guard position < tokens.count, case .sign(let sign) = tokens[position] else { return nil }
        return sign
    }

    private mutating func take(sign: String) -> Bool {
        guard peekSign() == sign else { return false }
        position += 1
        return true
    }

    private mutating func take(word: String) -> Bool {
        guard position < tokens.count, case .word(let found) = tokens[position], found.uppercased() == word else {
            return false
        }
        position += 1
        return true
    }

    private mutating func expect(_ word: String) throws(ServiceFault) {
        guard take(word: word) else { throw SelectToken.fault("\(word) is expected") }
    }
}
