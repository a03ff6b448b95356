/// One word of a query.
enum SelectToken: Sendable, Hashable {
    case word(String)
    case text(String)
    case number(String)
    case sign(String)

    static func fault(_ message: String) -> ServiceFault {
        ServiceFault("InvalidExpressionException", "Error: \(message)")
    }

    /// The words of SQL the language does not have, by the page "Querying the Current Configuration State".
    static let unsupported: Set<String> = [
        "ALL", "AS", "DISTINCT", "FROM", "HAVING", "JOIN", "NULL", "UNION",
    ]

    private static let signs = ["<>", "!=", "<=", ">=", ",", "(", ")", "=", "*", "<", ">"]

    static func tokens(of expression: String) throws(ServiceFault) -> [SelectToken] {
        guard (1...4_096).contains(expression.count) else {
            throw fault("the expression must have 1 to 4096 characters")
        }
        var tokens: [SelectToken] = []
        var rest = Substring(expression)
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if first == "'" {
                tokens.append(.text(try quoted(&rest)))
            } else if first.isLetter || first == "_" {
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
                rest = rest.dropFirst(word.count)
                guard !unsupported.contains(word.uppercased()) else {
                    throw fault("the keyword \(word.uppercased()) is not supported")
                }
                tokens.append(.word(String(word)))
            } else if first.isASCII, first.isNumber || first == "-" {
                let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-" || $0.isLetter) }
                guard Double(number) != nil else { throw fault("'\(number)' is no number") }
                rest = rest.dropFirst(number.count)
                tokens.append(.number(String(number)))
            } else if let sign = signs.first(where: rest.hasPrefix) {
                rest = rest.dropFirst(sign.count)
                tokens.append(.sign(sign))
            } else {
                throw fault("unexpected '\(first)'")
            }
        }
        return tokens
    }

    /// Text between quotes, in which two quotes are one.
    private static func quoted(_ rest: inout Substring) throws(ServiceFault) -> String {
        rest.removeFirst()
        var text = ""
        while let character = rest.popFirst() {
            guard character == "'" else {
                text.append(character)
                continue
            }
            guard rest.first == "'" else { return text }
            text.append("'")
            rest.removeFirst()
        }
        throw fault("a quote is not closed")
    }
}

extension GlobPattern {
    /// Reads a pattern of SQL's `LIKE`.
    init(sqlLike pattern: String) {
        self.init(
            pattern.map { character -> String in
                switch character {
                case "%": "*"
                case "_": "?"
                case "*", "?", "\\": "\\\(character)"
                default: String(character)
                }
            }.joined())
    }
}
