internal import HoldfastYAML

/// Reads a `holdfast.yaml` into a layer of options.
struct ConfigurationFile {
    /// What was said, and what was wrong.
    private(set) var layer = OptionLayer()
    /// The mistakes so far.
    private(set) var reader: YAMLReader
    private let file: String
    private let interpolation: Interpolation

    /// Reads the file's bytes.
    init(_ bytes: [UInt8], file: String, interpolation: Interpolation) {
        let document = YAMLDocument(bytes: bytes, file: file)
        reader = YAMLReader(diagnostics: document.diagnostics)
        self.file = file
        self.interpolation = interpolation
        guard let root = document.root else { return }
        readRoot(root)
    }

    private mutating func readRoot(_ root: YAMLNode) {
        let known = ["apiVersion", "kind"] + Self.keys(under: "")
        guard let fields = reader.fields(of: root, "the configuration", known: known, required: ["apiVersion"]) else {
            return
        }
        checkWord(fields["apiVersion"], "apiVersion", "holdfast/v1")
        checkWord(fields["kind"], "kind", "Configuration")
        for entry in fields.entries where known.dropFirst(2).contains(entry.key) {
            read(entry.value, path: entry.key)
        }
    }

    private mutating func checkWord(_ node: YAMLNode?, _ key: String, _ word: String) {
        guard let node, let text = reader.text(node, key), text != word else { return }
        reader.unknownValue(text, key, known: [word], at: node.location)
    }

    private mutating func read(_ node: YAMLNode, path: String) {
        guard !node.isNull else { return }
        if let option = OptionDefinition.all.first(where: { $0.path == path }) {
            // An empty list says nothing, like a key that is not there.
            if let values = values(of: node, option), !values.isEmpty { layer.values[path] = values }
            return
        }
        let known = Self.keys(under: path + ".")
        guard let fields = reader.fields(of: node, "'\(path)'", known: known) else { return }
        for entry in fields.entries where known.contains(entry.key) { read(entry.value, path: "\(path).\(entry.key)") }
    }

    private mutating func values(of node: YAMLNode, _ option: OptionDefinition) -> [OptionValue]? {
        switch option.shape {
        case .one: reader.text(node, option.path).map { values([($0, node)]) }
        case .many: values(reader.texts(node, option.path).map { ($0.text, $0.node) })
        case .pairs: pairs(of: node, option)
        }
    }

    private mutating func pairs(of node: YAMLNode, _ option: OptionDefinition) -> [OptionValue]? {
        guard let entries = reader.entries(of: node, option.path) else { return nil }
        var texts: [(String, YAMLNode)] = []
        for entry in entries {
            let items = reader.texts(entry.value, "\(option.path).\(entry.key)")
            texts += items.isEmpty ? [(entry.key, entry.value)] : items.map { ("\(entry.key)=\($0.text)", $0.node) }
        }
        return values(texts)
    }

    private mutating func values(_ texts: [(String, YAMLNode)]) -> [OptionValue] {
        texts.compactMap { text, node in
            switch interpolation.fill(text) {
            case .success(let filled): return OptionValue(text: filled, source: .file(node.location))
            case .failure(let mistake):
                reader.report(mistake.code, mistake.message, at: node.location, hint: mistake.hint)
                return nil
            }
        }
    }

    /// The keys that may stand under a path that ends with a dot, or at the top.
    private static func keys(under prefix: String) -> [String] {
        var keys: [String] = []
        for option in OptionDefinition.all where option.path.hasPrefix(prefix) {
            let key = String(option.path.dropFirst(prefix.count).prefix { $0 != "." })
            if !keys.contains(key) { keys.append(key) }
        }
        return keys
    }
}

/// Fills `${env:NAME}` and `${file:PATH}` in values, so that secrets need not stand in the file.
struct Interpolation {
    /// Why a value could not be filled in; names what is missing, never what it holds.
    struct Mistake: Error {
        let code: String
        let message: String
        let hint: String?
    }

    /// The environment.
    let environment: [String: String]
    /// Gives the bytes of a file, which may be named from the configuration file's folder.
    let readFile: (String) throws -> [UInt8]

    /// The text with everything filled in; `$$` stands for one `$`.
    func fill(_ text: String) -> Result<String, Mistake> {
        var filled = ""
        var rest = Substring(text)
        while let dollar = rest.firstIndex(of: "$") {
            filled += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            if rest.hasPrefix("$") {
                filled += "$"
                rest = rest.dropFirst()
            } else if rest.hasPrefix("{") {
                guard let end = rest.firstIndex(of: "}") else {
                    return .failure(Mistake(code: "invalid-reference", message: "'${' is never closed", hint: nil))
                }
                do throws(Mistake) {
                    filled += try value(of: rest[..<end].dropFirst())
                } catch {
                    return .failure(error)
                }
                rest = rest[rest.index(after: end)...]
            } else {
                filled += "$"
            }
        }
        return .success(filled + rest)
    }

    private func value(of reference: Substring) throws(Mistake) -> String {
        if reference.hasPrefix("env:") {
            let name = String(reference.dropFirst(4))
            guard let value = environment[name], !value.isEmpty else {
                throw Mistake(
                    code: "missing-variable", message: "the environment variable \(name) is not set",
                    hint: "set it before starting, or write the value here")
            }
            return value
        }
        guard reference.hasPrefix("file:") else {
            throw Mistake(
                code: "invalid-reference", message: "'${\(reference)}' is neither ${env:NAME} nor ${file:PATH}",
                hint: "write $$ for a dollar sign")
        }
        let path = String(reference.dropFirst(5))
        guard let bytes = try? readFile(path), let text = String(validating: bytes, as: UTF8.self) else {
            throw Mistake(code: "missing-file", message: "the file '\(path)' cannot be read as text", hint: nil)
        }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let first = lines.first, !first.isEmpty, lines.dropFirst().allSatisfy(\.isEmpty) else {
            throw Mistake(code: "missing-file", message: "the file '\(path)' should hold exactly one line", hint: nil)
        }
        return String(first)
    }
}
