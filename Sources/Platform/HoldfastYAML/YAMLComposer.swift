internal import Yams

/// Turns the text of one file into a tree, noting what is wrong on the way.
struct YAMLComposer {
    /// What is wrong so far.
    private(set) var diagnostics: [Diagnostic] = []
    private let file: String
    private let limits: YAMLDocument.Limits
    private var detour = DuplicateKeyDetour()
    private var nodeCount = 0

    /// Makes a composer for one file.
    init(file: String, limits: YAMLDocument.Limits) {
        self.file = file
        self.limits = limits
    }

    /// The tree of the only document; nothing, with a diagnostic, when there is none that can be used.
    mutating func compose(_ bytes: [UInt8]) -> YAMLNode? {
        guard bytes.count <= limits.bytes else {
            report("yaml-too-large", "the file has \(bytes.count) bytes; at most \(limits.bytes) are read", nil)
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            report("yaml-encoding", "the file is not UTF-8", firstInvalidByte(of: bytes), hint: "save it as UTF-8")
            return nil
        }
        guard !AliasBomb.isPossible(in: bytes, limit: limits.nodes) else {
            report(
                "yaml-alias-bomb", "anchors and aliases could unfold to more than \(limits.nodes) values", nil,
                hint: "write the values out, or use fewer anchors")
            return nil
        }
        // libyaml stumbles over the mark when it is told the encoding.
        let marked = text.unicodeScalars.first == "\u{FEFF}"
        guard let root = parse(marked ? String(text.unicodeScalars.dropFirst()) : text) else { return nil }
        return node(root, depth: 1)
    }

    private mutating func parse(_ original: String) -> Node? {
        var text = original
        while true {
            do {
                return try singleDocument(text)
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                let mark = position(context.mark)
                guard detour.count < limits.duplicateKeys, let next = detour.pass(mark, in: original) else {
                    report("duplicate-key", "the key '\(keys.first ?? "")' stands more than once", location(mark))
                    return nil
                }
                text = next
            } catch let error as YamlError {
                report(error)
                return nil
            } catch {
                report("yaml-syntax", "\(error)", nil)
                return nil
            }
        }
    }

    private mutating func singleDocument(_ text: String) throws -> Node? {
        let parser = try Parser(yaml: text, encoding: .utf8)
        guard let root = try parser.nextRoot() else {
            report("yaml-empty", "the file holds no document", Diagnostic.Location(file: file, line: 1, column: 1))
            return nil
        }
        if let second = try parser.nextRoot() {
            report(
                "yaml-multiple-documents", "a second document begins here", location(position(second.mark)),
                hint: "keep one document to a file")
            return nil
        }
        return root
    }

    private mutating func node(_ node: Node, depth: Int) -> YAMLNode? {
        let place = location(position(node.mark))
        nodeCount += 1
        guard nodeCount <= limits.nodes else {
            if nodeCount == limits.nodes + 1 {
                report("yaml-alias-bomb", "aliases unfold to more than \(limits.nodes) values", place)
            }
            return nil
        }
        guard depth <= limits.depth else {
            report("yaml-too-deep", "values stand more than \(limits.depth) deep inside each other", place)
            return nil
        }
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain || scalar.style == .any
            let isNull = isPlain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
            return YAMLNode(
                isNull ? .null : .scalar(scalar.string, isQuoted: !isPlain), at: place, tag: own(scalar.tag))
        case .sequence(let sequence):
            var items: [YAMLNode] = []
            for item in sequence {
                guard let child = self.node(item, depth: depth + 1) else { return nil }
                items.append(child)
            }
            return YAMLNode(.sequence(items), at: place, tag: own(sequence.tag))
        case .mapping(let mapping):
            return entries(of: mapping, depth: depth).map {
                YAMLNode(.mapping($0), at: place, tag: own(mapping.tag))
            }
        case .alias(let alias):
            report("yaml-syntax", "the alias '\(alias.anchor.rawValue)' names no anchor", place)
            return nil
        }
    }

    /// The name of a tag that is not YAML's own.
    private func own(_ tag: Tag) -> String? {
        let name = tag.description
        return name.hasPrefix("!") && name.utf8.count > 1 ? name : nil
    }

    private mutating func entries(of mapping: Node.Mapping, depth: Int) -> [YAMLEntry]? {
        var entries: [YAMLEntry] = []
        var places: [String: Diagnostic.Location] = [:]
        for (key, value) in mapping {
            let place = location(position(key.mark))
            guard case .scalar(let scalar) = key else {
                report("yaml-complex-key", "a key must be text", place)
                continue
            }
            guard let child = node(value, depth: depth + 1) else { return nil }
            if let first = places[scalar.string] {
                report(
                    "duplicate-key", "the key '\(scalar.string)' stands here a second time", place,
                    hint: "it stands first in line \(first.line); keep one of them")
                continue
            }
            places[scalar.string] = place
            entries.append(YAMLEntry(key: scalar.string, keyLocation: place, value: child))
        }
        return entries
    }
}

extension YAMLComposer {
    /// The place in the file of a place in the text Yams read.
    private func position(_ mark: Mark?) -> TextPosition {
        guard let mark else { return TextPosition(line: 1, column: 1) }
        return detour.original(TextPosition(line: mark.line, column: mark.column))
    }

    private func location(_ mark: TextPosition) -> Diagnostic.Location {
        Diagnostic.Location(file: file, line: max(1, mark.line), column: max(1, mark.column))
    }

    private mutating func report(_ code: String, _ message: String, _ place: Diagnostic.Location?, hint: String? = nil)
    {
        diagnostics.append(Diagnostic(code: code, message: message, location: place, hint: hint))
    }

    private mutating func report(_ error: YamlError) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let origin = context.map { " (\($0.text), begun in line \($0.mark.line))" } ?? ""
            report("yaml-syntax", problem + origin, location(position(mark)), hint: Self.hint(for: problem))
        case .reader(let problem, let offset, _, let text):
            let before = text.prefix(offset ?? 0)
            let line = before.count(where: \.isNewline) + 1
            let column =
                (before.lastIndex(where: \.isNewline).map { before[$0...].dropFirst().count } ?? before.count) + 1
            let mark = detour.original(TextPosition(line: line, column: column))
            report("yaml-encoding", problem, location(mark), hint: "take the character out")
        default:
            report("yaml-syntax", "\(error)", nil)
        }
    }

    private static func hint(for problem: String) -> String? {
        if problem.contains("cannot start any token") {
            return "indent with spaces, and put text with @, ` or % in quotes"
        }
        if problem.contains("mapping values are not allowed") { return "put text that holds ': ' in quotes" }
        if problem.contains("undefined alias") { return "put text that begins with '*' in quotes" }
        return nil
    }

    private func firstInvalidByte(of bytes: [UInt8]) -> Diagnostic.Location {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var position = TextPosition(line: 1, column: 1)
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            if scalar == "\n" {
                position = TextPosition(line: position.line + 1, column: 1)
            } else {
                position.column += 1
            }
        }
        return location(position)
    }
}
