import HoldfastCommands
import Testing

@Suite("Exit status")
struct ExitStatusTests {
    @Test(
        "The graver status wins: 1 before 5 before 4 before 3 before 2",
        arguments: [
            ([], 0), ([2], 2), ([2, 3], 3), ([3, 4, 2], 4), ([4, 5], 5), ([5, 1, 4], 1),
        ] as [([Int32], Int32)])
    func precedence(happened: [Int32], expected: Int32) {
        #expect(ExitStatus.combined(happened.map(ExitStatus.init(rawValue:))).rawValue == expected)
    }

    @Test(
        "Forgiving counts 2 to 4 as success, and nothing else",
        arguments: [
            ([2, 3, 4], 0), ([4, 5], 5), ([3, 1], 1),
        ] as [([Int32], Int32)])
    func forgiving(happened: [Int32], expected: Int32) {
        let statuses = happened.map(ExitStatus.init(rawValue:))
        #expect(ExitStatus.combined(statuses, forgiving: true).rawValue == expected)
    }
}
