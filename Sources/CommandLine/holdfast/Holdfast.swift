internal import HoldfastCommands

/// Where the program begins.
@main
struct Holdfast {
    static func main() async { await HoldfastCommand.runProcess() }
}
