/// Reads the words of a query by recursive descent; `OR` binds weaker than `AND`, and `AND` weaker than `NOT`.
struct SelectParser {
    private let tokens: [SelectToken]
    private var position = 0
    private var depth = 0

    init(tokens: [SelectToken]) { self.tokens = tokens }

    mutating func columns() throws(ServiceFault) -> [SelectExpression.Column] {
        try expect("SELECT")
        var columns: [SelectExpression.Column] = []
        repeat {
            if take(sign: "*") {
                columns += SelectExpression.scalars.map { .property($0) }
            } else {
                columns.append(try column())
            }
        } while take(sign: ",")
        return columns
    }

    mutating func condition() throws(ServiceFault) -> SelectCondition? {
        guard take(word: "WHERE") else { return nil }
        return try either()
    }

    mutating func groups() throws(ServiceFault) -> [String] {
        guard take(word: "GROUP") else { return [] }
        try expect("BY")
        var groups: [String] = []
        repeat {
            let word = try property("a property is expected after GROUP BY")
            guard SelectExpression.isScalar(word) else {
                throw SelectToken.fault("results cannot be grouped by \(word)")
            }
            groups.append(word)
        } while take(sign: ",")
        return groups
    }

    mutating func orderings() throws(ServiceFault) -> [SelectExpression.Ordering] {
        guard take(word: "ORDER") else { return [] }
        try expect("BY")
        var orderings: [SelectExpression.Ordering] = []
        repeat {
            let column = try column()
            let isDescending = take(word: "DESC")
            if !isDescending { _ = take(word: "ASC") }
            orderings.append(SelectExpression.Ordering(column: column, isDescending: isDescending))
        } while take(sign: ",")
        return orderings
    }

    mutating func end() throws(ServiceFault) {
        guard position < tokens.count else { return }
        if case .word(let word) = tokens[position] { throw SelectToken.fault("unexpected '\(word)'") }
        throw SelectToken.fault("unexpected words after the query")
    }

    private mutating func column() throws(ServiceFault) -> SelectExpression.Column {
        let word = try property("a property is expected")
        guard take(sign: "(") else {
            guard ["tags", "configuration"].contains(word) || SelectExpression.isScalar(word) else {
                throw SelectToken.fault("the property \(word) cannot be selected")
            }
            return .property(word)
        }
        guard let function = SelectAggregate(rawValue: word.uppercased()) else {
            throw SelectToken.fault("the function \(word) is not supported")
        }
        var argument: String?
        if !(function == .count && take(sign: "*")) {
            let name = try property("\(function.rawValue) needs a property")
            guard SelectExpression.isScalar(name) else {
                throw SelectToken.fault("\(function.rawValue) cannot take \(name)")
            }
            argument = name
        }
        guard take(sign: ")") else { throw SelectToken.fault("\(function.rawValue) takes a single property") }
        return .aggregate(function, property: argument)
    }

    private mutating func either() throws(ServiceFault) -> SelectCondition {
        var left = try both()
        while take(word: "OR") { left = .or(left, try both()) }
        return left
    }

    private mutating func both() throws(ServiceFault) -> SelectCondition {
        var left = try single()
        while take(word: "AND") { left = .and(left, try single()) }
        return left
    }

    private mutating func single() throws(ServiceFault) -> SelectCondition {
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

    private mutating func comparison() throws(ServiceFault) -> SelectCondition {
        let property = try property("a property is expected")
        guard SelectExpression.isScalar(property) || SelectExpression.tagProperties.contains(property) else {
            throw SelectToken.fault("the property \(property) cannot be compared")
        }
        if take(sign: "=") { return .isOne(property: property, values: [try literal()]) }
        if take(sign: "<>") || take(sign: "!=") { return .not(.isOne(property: property, values: [try literal()])) }
        for order in [SelectCondition.Order.atMost, .atLeast, .less, .more] where take(sign: order.rawValue) {
            return .compares(property: property, order, try literal())
        }
        let isNegated = take(word: "NOT")
        let found: SelectCondition
        if take(word: "LIKE") {
            found = .like(property: property, pattern: try pattern())
        } else if take(word: "IN") {
            guard take(sign: "(") else { throw SelectToken.fault("IN needs a list") }
            var values = [try literal()]
            while take(sign: ",") { values.append(try literal()) }
            guard take(sign: ")") else { throw SelectToken.fault("a parenthesis is not closed") }
            found = .isOne(property: property, values: values)
        } else if take(word: "BETWEEN") {
            let low = try literal()
            try expect("AND")
            found = .and(
                .compares(property: property, .atLeast, low), .compares(property: property, .atMost, try literal()))
        } else {
            throw SelectToken.fault("a comparison is expected after \(property)")
        }
        return isNegated ? .not(found) : found
    }

    /// A pattern with wildcards at its end only, after three characters or more.
    private mutating func pattern() throws(ServiceFault) -> String {
        guard case .text(let text)? = next() else { throw SelectToken.fault("a quoted value is expected") }
        let isWildcard = { (character: Character) in character == "%" || character == "_" }
        let stem = text.prefix { !isWildcard($0) }
        guard text.dropFirst(stem.count).allSatisfy(isWildcard) else {
            throw SelectToken.fault("wildcards are supported at the end of a value only")
        }
        guard stem.count >= 3 || stem.count == text.count else {
            throw SelectToken.fault("a wildcard must follow three characters, at least")
        }
        return text
    }

    private mutating func literal() throws(ServiceFault) -> SelectCondition.Literal {
        switch next() {
        case .text(let text): return .text(text)
        case .number(let number): return .number(Double(number) ?? 0)
        case .word(let word) where ["TRUE", "FALSE"].contains(word.uppercased()):
            return .truth(word.uppercased() == "TRUE")
        default: throw SelectToken.fault("a quoted value is expected")
        }
    }

    private mutating func property(_ complaint: String) throws(ServiceFault) -> String {
        guard case .word(let word)? = next() else { throw SelectToken.fault(complaint) }
        return word
    }

    private mutating func next() -> SelectToken? {
        guard position < tokens.count else { return nil }
        defer { position += 1 }
        return tokens[position]
    }

    private mutating func take(sign: String) -> Bool {
        guard position < tokens.count, tokens[position] == .sign(sign) else { return false }
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
