internal import Foundation

/// Files that hold what an output should be, beside the tests that check it.
public enum Golden {
    /// The bytes of a golden file; `RECORD_GOLDEN=1` writes the actual bytes there first.
    ///
    /// - Parameter testFile: The file of the test, `#filePath`; the golden file is in its folder's `Golden`.
    public static func expected(_ name: String, actual: [UInt8], testFile: String = #filePath) throws -> [UInt8] {
        let folder = URL(fileURLWithPath: testFile).deletingLastPathComponent().appendingPathComponent("Golden")
        let file = folder.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(actual).write(to: file)
        }
        return Array(try Data(contentsOf: file))
    }
}
