/// Turns the names of a model into Swift's.
enum SwiftName {
    /// Words Swift keeps for itself where a member's or case's name may stand.
    private static let keywords: Set<String> = [
        "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do",
        "else",
        "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import", "in",
        "init",
        "inout", "internal", "is", "let", "nil", "operator", "precedencegroup", "private", "protocol", "public",
        "repeat",
        "rethrows", "return", "self", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true",
        "try", "typealias", "var", "where", "while",
    ]
    /// Names an enumeration has already, or that would be mistaken for those of an optional.
    private static let taken: Set<String> = ["none", "some", "rawValue", "description", "wireText", "hashValue"]
    /// Names of the standard library and of our own modules that generated code uses.
    private static let takenTypes: Set<String> = [
        "Any", "Array", "Bool", "Dictionary", "Double", "Error", "Int", "JSONReader", "JSONWriter", "MemberNames",
        "Optional", "Protocol", "QueryWriter", "Self", "Set", "String", "Type", "WireBlob", "WireError", "WireRequest",
        "WireResponse", "WireTimestamp", "XMLReader", "XMLWriter",
    ]

    /// The name of a type.
    static func type(_ name: String) -> String {
        let capitalized = name.prefix(1).uppercased() + name.dropFirst()
        return takenTypes.contains(capitalized) ? capitalized + "Value" : capitalized
    }

    /// The name of a member or operation: `BackupPlanArn` becomes `backupPlanARN`.
    static func member(_ name: String) -> String {
        escaped(camel(words(name), abbreviating: true))
    }

    /// The name of an enumeration's value: `CREATE_IN_PROGRESS` becomes `createInProgress`.
    static func enumerationCase(_ value: String) -> String {
        let isShouted = !value.contains { $0.isLowercase }
        let pieces = value.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.map(String.init)
        let name = camel(pieces.flatMap { isShouted ? [$0.lowercased()] : words($0) }, abbreviating: false)
        guard let first = name.first else { return "empty" }
        if first.isNumber { return "value" + name }
        return taken.contains(name) ? name + "Value" : escaped(name)
    }

    /// A name with back quotes when Swift keeps it for itself.
    static func escaped(_ name: String) -> String {
        keywords.contains(name) ? "`\(name)`" : name
    }

    private static func camel(_ words: [String], abbreviating: Bool) -> String {
        var name = ""
        for word in words {
            if name.isEmpty {
                name = word.lowercased()
            } else if abbreviating, ["arn", "id", "url", "uri"].contains(word.lowercased()) {
                name += word.uppercased()
            } else if abbreviating, ["Arns", "Ids"].contains(word) {
                name += word.dropLast().uppercased() + "s"
            } else {
                name += word.prefix(1).uppercased() + word.dropFirst()
            }
        }
        return name
    }

    /// Takes `DBClusterARNs` apart into `DB`, `Cluster`, `ARNs`.
    static func words(_ name: String) -> [String] {
        var words: [String] = []
        let letters = Array(name)
        var start = 0
        for index in letters.indices.dropFirst() {
            let isBoundary =
                letters[index].isUppercase
                && (!letters[index - 1].isUppercase
                    || (index + 1 < letters.count && letters[index + 1].isLowercase
                        && !isPlural(letters, at: index + 1)))
            if isBoundary || letters[index] == "_" || letters[index] == "-" {
                words.append(String(letters[start..<index]))
                start = index
            }
        }
        words.append(String(letters[start...]))
        return words.map { $0.filter { $0 != "_" && $0 != "-" } }.filter { !$0.isEmpty }
    }

    /// Whether the letter is the `s` of a plural such as `ARNs`.
    private static func isPlural(_ letters: [Character], at index: Int) -> Bool {
        letters[index] == "s" && (index + 1 == letters.count || letters[index + 1].isUppercase)
    }
}
