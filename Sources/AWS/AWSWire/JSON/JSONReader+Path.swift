extension JSONReader {
    /// The same error with the path of the member it happened in, such as `BackupVaultList[3].LockDate`.
    ///
    /// The path is found by going through the bytes again, so that reading without errors pays nothing for it.
    func located(_ error: WireError) -> WireError {
        guard let offset = error.offset, error.path.isEmpty else { return error }
        var frames: [Frame] = []
        var index = 0
        while index < min(offset, bytes.count) {
            switch bytes[index] {
            case .openBrace: frames.append(.object(member: ""))
            case .openBracket: frames.append(.array(index: 0))
            case .closeBrace, .closeBracket: _ = frames.popLast()
            case .comma:
                if case .array(let place)? = frames.last { frames[frames.count - 1] = .array(index: place + 1) }
            case .quote:
                let start = index + 1
                index = endOfString(from: start)
                if case .object? = frames.last, isName(endingAt: index) {
                    let name = String(decoding: bytes[start..<min(index, bytes.count)], as: UTF8.self)
                    frames[frames.count - 1] = .object(member: name)
                }
            default: break
            }
            index += 1
        }
        return WireError(error.message, offset: offset, path: Self.text(frames))
    }

    /// What the place is inside of.
    private enum Frame {
        case object(member: String)
        case array(index: Int)
    }

    private func endOfString(from start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index] != .quote { index += bytes[index] == .backslash ? 2 : 1 }
        return index
    }

    /// Whether a colon follows the string that ends there.
    private func isName(endingAt end: Int) -> Bool {
        var index = end + 1
        while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
        return index < bytes.count && bytes[index] == .colon
    }

    private static func text(_ frames: [Frame]) -> String {
        var path = ""
        for frame in frames {
            switch frame {
            case .object(let member) where member.isEmpty: break
            case .object(let member): path += (path.isEmpty ? "" : ".") + member
            case .array(let index): path += "[\(index)]"
            }
        }
        return path
    }
}
