/// Why a verb cannot begin, or a server cannot take a configuration over: text for people, of one or more lines.
struct SetupError: Error, Hashable, CustomStringConvertible {
    /// The reason, as it is shown.
    let description: String

    /// One reason in words, shown as an error.
    init(_ message: String) { description = "error: \(message)\n" }

    /// Mistakes as they were rendered.
    init(rendered: String) { description = rendered }
}
