import Testing

@Suite("The layers hold")
struct LayeringTests {
    let tree: SourceTree

    init() throws { tree = try SourceTree() }

    @Test("Every target imports only what its row of the design lists")
    func importsFollowTheTable() throws {
        #expect(tree.sources.count > 20, "the tree was not found")
        var broken: [String] = []
        for file in tree.sources {
            let row = file.path.hasPrefix("Sources/AWS/Services/") ? "service" : file.target
            guard let allowed = ImportRules.rows[row] else { continue }
            for module in file.imports where !allowed.contains(module) && !ImportRules.always.contains(module) {
                broken.append("\(file.path) imports \(module)")
            }
        }
        #expect(broken == [])
    }

    @Test("Every target with sources has a row")
    func everyTargetHasARow() {
        let targets = Set(
            tree.sources.filter { !$0.path.hasPrefix("Sources/AWS/Services/") }.map(\.target))
        #expect(targets.subtracting(ImportRules.rows.keys).sorted() == [])
    }

    @Test("Every import is declared in the target's own line of Package.swift")
    func importsAreDeclared() throws {
        let manifest = try tree.text(of: "Package.swift").filter { !$0.isWhitespace }
        var undeclared: Set<String> = []
        let ours = Set(tree.sources.map(\.target))
        for file in tree.sources where !file.path.hasPrefix("Sources/AWS/Services/") {
            let declared = Self.declaration(of: file, in: manifest)
            for module in file.imports where ours.contains(module) && !declared.contains("\"\(module)\"") {
                undeclared.insert("\(file.target) does not declare \(module)")
            }
        }
        #expect(undeclared.sorted() == [])
    }

    @Test("A foreign library has one importer")
    func fencesHold() {
        var broken: [String] = []
        for file in tree.sources {
            for module in file.imports {
                if let owner = ImportRules.fences[module], owner != file.target {
                    broken.append("\(file.path) imports \(module)")
                }
            }
        }
        #expect(broken == [])
    }

    @Test("The pure folder holds no effect")
    func domainIsPure() {
        var broken: [String] = []
        for file in tree.sources where file.folder == "Domain" {
            for (index, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                let code = line.split(separator: "//", omittingEmptySubsequences: false).first ?? ""
                for word in ImportRules.effects where code.contains(word) {
                    broken.append("\(file.path):\(index + 1) holds \(word)")
                }
            }
        }
        #expect(broken == [])
    }

    /// The text between the target's name in the manifest and the end of its call.
    static func declaration(of file: SourceTree.File, in manifest: String) -> Substring {
        let module = "module(\"\(file.folder)\",\"\(file.target)\""
        guard let start = manifest.firstRange(of: module) ?? manifest.firstRange(of: "name:\"\(file.target)\"") else {
            return ""
        }
        let rest = manifest[start.upperBound...]
        var depth = 1
        for index in rest.indices {
            if rest[index] == "(" { depth += 1 }
            if rest[index] == ")" { depth -= 1 }
            if depth == 0 { return rest[..<index] }
        }
        return rest
    }
}
