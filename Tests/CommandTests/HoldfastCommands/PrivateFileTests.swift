internal import Foundation
internal import Testing

@testable internal import HoldfastCommands

@Suite("PrivateFile")
struct PrivateFileTests {
    private static func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("holdfast-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test("a file is replaced whole, whatever others could read before, and only its owner may read the new one")
    func replace() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("token.json")
        try Data("a longer text that was there before".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
        try PrivateFile.replace(file.path, with: Array("new".utf8))
        #expect(try Data(contentsOf: file) == Data("new".utf8))
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["token.json"])
    }

    @Test("where it cannot be written the error names the file, and nothing is left behind")
    func failures() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let nowhere = folder.appendingPathComponent("none/token.json").path
        let missing = #expect(throws: SetupError.self) { try PrivateFile.replace(nowhere, with: [1]) }
        #expect(missing?.description.contains(nowhere) == true)
        // A folder in the file's place cannot be replaced by it.
        let taken = folder.appendingPathComponent("token.json/inside")
        try FileManager.default.createDirectory(at: taken, withIntermediateDirectories: true)
        let path = folder.appendingPathComponent("token.json").path
        #expect(throws: SetupError.self) { try PrivateFile.replace(path, with: [1]) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["token.json"])
    }
}
