public import HoldfastYAML

/// Where the value of an option was said.
public enum OptionSource: Hashable, Sendable {
    /// On the command line.
    case flag(String)
    /// In the environment.
    case environment(String)
    /// In the configuration file.
    case file(Diagnostic.Location)
    /// Nowhere: it is the default.
    case standard

    /// The place in the file, where it was said there.
    public var location: Diagnostic.Location? {
        if case .file(let location) = self { location } else { nil }
    }

    /// What people call the option where they said it.
    func name(of option: OptionDefinition) -> String {
        switch self {
        case .flag(let flag): "--\(flag)"
        case .environment(let variable): variable
        case .file, .standard: option.path
        }
    }
}

/// One value of an option, as text.
public struct OptionValue: Hashable, Sendable {
    /// The text.
    public let text: String
    /// Where it was said.
    public let source: OptionSource

    /// Describes a value.
    public init(text: String, source: OptionSource) {
        self.text = text
        self.source = source
    }
}

/// The values one source gives, by the options' paths; an option that is not there was not said.
public struct OptionLayer: Hashable, Sendable {
    /// The values of each option that was said.
    public var values: [String: [OptionValue]]

    /// Describes a layer.
    public init(values: [String: [OptionValue]] = [:]) { self.values = values }

    /// What flags say; those that are no options of this process are left to whoever knows them.
    ///
    /// - Parameter flags: The values by the flags' names without dashes; a flag that stands alone has `true`.
    public static func flags(_ flags: [String: [String]], _ options: [OptionDefinition]) -> OptionLayer {
        var layer = OptionLayer()
        for option in options {
            guard let texts = flags[option.flag], !texts.isEmpty else { continue }
            layer.values[option.path] = split(texts, option).map { OptionValue(text: $0, source: .flag(option.flag)) }
        }
        return layer
    }

    /// What the environment says; an empty variable says nothing.
    public static func environment(_ variables: [String: String], _ options: [OptionDefinition]) -> OptionLayer {
        var layer = OptionLayer()
        for option in options {
            guard let text = variables[option.variable], !text.isEmpty else { continue }
            layer.values[option.path] = split([text], option).map {
                OptionValue(text: $0, source: .environment(option.variable))
            }
        }
        return layer
    }

    /// What holds when nobody says anything.
    public static func standards(_ options: [OptionDefinition]) -> OptionLayer {
        var layer = OptionLayer()
        for option in options where !option.standard.isEmpty {
            layer.values[option.path] = option.standard.map { OptionValue(text: $0, source: .standard) }
        }
        return layer
    }

    private static func split(_ texts: [String], _ option: OptionDefinition) -> [String] {
        guard option.shape != .one else { return texts.suffix(1) }
        return texts.flatMap { $0.split(separator: ",") }.map { part in
            String(part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }.filter { !$0.isEmpty }
    }
}
