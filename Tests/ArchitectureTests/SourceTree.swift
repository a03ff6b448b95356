import FoundationEssentials

/// The package's own files, as text.
struct SourceTree {
    /// One Swift file.
    struct File {
        /// The path below the package's root.
        let path: String
        /// The folder below `Sources`, such as `Domain`.
        let folder: String
        /// The target it belongs to.
        let target: String
        /// What it says.
        let text: String

        /// The modules it imports, in order; an import stands at the start of its line.
        var imports: [String] {
            text.split(separator: "\n").filter { $0.first?.isWhitespace == false }.compactMap { line in
                let words = line.split(separator: " ").map(String.init)
                guard let place = words.firstIndex(of: "import"), place < words.count - 1,
                    words[..<place].allSatisfy({ Self.modifiers.contains($0) })
                else { return nil }
                let module =
                    Self.kinds.contains(words[place + 1]) && place + 2 < words.count
                    ? words[place + 2] : words[place + 1]
                return module.split(separator: ".").first.map(String.init)
            }
        }

        private static let modifiers: Set = [
            "public", "package", "internal", "private", "fileprivate", "@preconcurrency",
        ]
        private static let kinds: Set = ["struct", "class", "enum", "protocol", "func", "typealias", "let", "var"]
    }

    /// The package's root.
    let root: String
    /// Every Swift file below `Sources`, sorted by path.
    let sources: [File]

    /// Reads the tree this test was compiled from.
    init(testFile: String = #filePath) throws {
        let parts = testFile.split(separator: "/", omittingEmptySubsequences: false)
        root = parts.dropLast(3).joined(separator: "/")
        var files: [File] = []
        let base = root + "/Sources"
        for path in try FileManager.default.subpathsOfDirectory(atPath: base).sorted() where path.hasSuffix(".swift") {
            let steps = path.split(separator: "/").map(String.init)
            guard steps.count > 2 else { continue }
            let isService = steps[0] == "AWS" && steps[1] == "Services"
            files.append(
                File(
                    path: "Sources/" + path, folder: steps[0], target: isService ? steps[2] : steps[1],
                    text: try String(contentsOfFile: "\(base)/\(path)", encoding: .utf8)))
        }
        sources = files
    }

    /// The text of one file below the root.
    func text(of path: String) throws -> String { try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8) }
}
