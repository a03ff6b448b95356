internal import ArgumentParser

/// `holdfast version`.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Print the version.")

    func run() { StandardOutput.write("holdfast \(HoldfastVersion.current)\n") }
}
