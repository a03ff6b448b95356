internal import AWSModelCompiler
internal import ArgumentParser
internal import Foundation

/// Generates the service modules from botocore's models and the allow-list.
@main
struct HoldfastModelc: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holdfast-modelc",
        abstract: "Generates the service modules from botocore's models and the allow-list.",
        discussion: """
            Run from the top of the repository. Files are written only when their text changes, and generated files \
            the allow-list no longer asks for are removed. The models come from the installed botocore package, whose \
            version must be the one the allow-list names.
            """)

    @Flag(help: "Write nothing; exit with 1 and a line for each file that would change.")
    var check = false

    @Option(help: ArgumentHelp("The data directory of botocore, when it is not the installed one.", valueName: "dir"))
    var models: String?

    @Option(help: ArgumentHelp("The top of the repository.", valueName: "dir"))
    var root = "."

    func run() throws {
        let list = [UInt8](try read("Sources/Tooling/holdfast-modelc/Services.json"))
        let selections = try ServiceSelection.list(json: list)
        let source = ModelSource(data: models, version: try ServiceSelection.botocoreVersion(json: list))
        let loaded = try source.load(selections.map(\.model))
        let provenance = ModelCompiler.Provenance(botocore: source.version, tool: ModelCompiler.version)
        var changes = OutputFolder(root: root)
        for (selection, model) in zip(selections, loaded) {
            guard model.sha256 == selection.sha256 else {
                throw ModelError(
                    "\(selection.model) has SHA-256 \(model.sha256), but the allow-list names \(selection.sha256)")
            }
            let parsed = try ServiceModel(
                json: [UInt8](model.service), paginators: model.paginators.map { [UInt8]($0) })
            for file in try ModelCompiler(parsed, selection, provenance: provenance).files() { try changes.add(file) }
        }
        try changes.add(CalledOperations.file(of: selections, provenance: provenance))
        let lines = try changes.finish(isDryRun: check)
        for line in lines { print(line) }
        if check, !lines.isEmpty { throw ExitCode(1) }
    }

    private func read(_ path: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: root).appendingPathComponent(path))
    }
}
