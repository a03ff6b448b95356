internal import HoldfastYAML

/// Takes the strongest value of each option and gives it its type, noting every mistake.
struct OptionReader {
    /// The mistakes so far.
    private(set) var diagnostics: [Diagnostic] = []
    private let layers: [OptionLayer]
    private let options: [String: OptionDefinition]

    /// Makes a reader over layers, the strongest first.
    init(layers: [OptionLayer], options: [OptionDefinition]) {
        self.layers = layers
        self.options = Dictionary(options.map { ($0.path, $0) }) { first, _ in first }
    }

    /// All values of an option, from the strongest layer that says any.
    func values(_ path: String) -> [OptionValue] { layers.lazy.compactMap { $0.values[path] }.first ?? [] }

    /// The one value of an option.
    func value(_ path: String) -> OptionValue? { values(path).first }

    /// The one text of an option.
    func text(_ path: String) -> String? { value(path)?.text }

    /// Notes a mistake in a value, which is shown unless it is a secret.
    mutating func report(_ path: String, _ value: OptionValue, _ code: String, _ problem: String, hint: String? = nil) {
        guard let option = options[path] else { return }
        let shown = option.isSecret ? "" : " '\(value.text)'"
        diagnostics.append(
            Diagnostic(
                code: code, message: "\(value.source.name(of: option))\(shown) \(problem)",
                location: value.source.location, hint: hint))
    }

    /// Notes what is probably not meant.
    mutating func warn(_ path: String, _ value: OptionValue, _ code: String, _ problem: String, hint: String? = nil) {
        guard let option = options[path] else { return }
        diagnostics.append(
            Diagnostic(
                severity: .warning, code: code, message: "\(value.source.name(of: option)) \(problem)",
                location: value.source.location, hint: hint))
    }

    /// A duration within bounds.
    mutating func duration(_ path: String, in range: ClosedRange<Duration>) -> Duration? {
        guard let value = value(path) else { return nil }
        guard let duration = DurationText.parse(value.text) else {
            report(path, value, "invalid-duration", "is not a duration", hint: DurationText.form)
            return nil
        }
        guard range.contains(duration) else {
            let bounds = "\(DurationText.write(range.lowerBound)) to \(DurationText.write(range.upperBound))"
            report(path, value, "out-of-range", "is out of bounds: \(bounds)")
            return nil
        }
        return duration
    }

    /// A whole number within bounds.
    mutating func number(_ path: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = value(path) else { return nil }
        guard let number = Int(value.text), range.contains(number) else {
            report(
                path, value, "out-of-range", "is not a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// `true` or `false`.
    mutating func flag(_ path: String) -> Bool? {
        guard let value = value(path) else { return nil }
        guard let flag = Bool(value.text) else {
            report(path, value, "wrong-type", "is neither true nor false")
            return nil
        }
        return flag
    }

    /// One of the words that are known.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ path: String, of type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let value = value(path) else { return nil }
        guard let choice = Choice(rawValue: value.text) else {
            let known = Choice.allCases.map(\.rawValue)
            let hint = Suggestion.hint(for: value.text, among: known) ?? "known: " + known.joined(separator: ", ")
            report(path, value, "unknown-value", "is not known", hint: hint)
            return nil
        }
        return choice
    }

    /// A path that fits the working directory: one said in the configuration file begins at that file's folder.
    func path(_ path: String) -> String? {
        guard let value = value(path) else { return nil }
        guard case .file(let location) = value.source else { return value.text }
        return FilePathText.resolve(value.text, besides: location.file)
    }
}

/// Joins paths.
enum FilePathText {
    /// A path as seen from the working directory when it is written in `file`.
    static func resolve(_ path: String, besides file: String) -> String {
        guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
        return file[...slash] + path
    }
}
