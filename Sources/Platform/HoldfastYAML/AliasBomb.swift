/// Tells whether a file's aliases could unfold to more values than anybody wants to hold.
///
/// Yams compares keys by walking through what aliases stand for, so the question is asked of the text before Yams sees
/// it. With `a` anchors and `r` aliases a file of `n` values unfolds to `n × (1 + r/a)^a` values at most, which is
/// reached when each anchor's value names the one before it as often as all others do.
enum AliasBomb {
    /// Whether the bound for these bytes is above the limit.
    static func isPossible(in bytes: [UInt8], limit: Int) -> Bool {
        var anchors = 0
        var aliases = 0
        var previous: UInt8 = 0x0A
        for (offset, byte) in bytes.enumerated() {
            if (byte == 0x26 || byte == 0x2A), startsToken(after: previous), offset + 1 < bytes.count,
                isName(bytes[offset + 1])
            {
                if byte == 0x26 { anchors += 1 } else { aliases += 1 }
            }
            previous = byte
        }
        guard anchors > 0, aliases > 0 else { return false }
        let share = 1 + Double(aliases) / Double(anchors)
        var factor = 1.0
        for _ in 0..<anchors where factor <= Double(limit) { factor *= share }
        return factor > Double(limit)
    }

    private static func startsToken(after byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x0A, 0x0D, 0x20, 0x2C, 0x2D, 0x3A, 0x3F, 0x5B, 0x7B: true
        default: false
        }
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x0A, 0x0D, 0x20, 0x2C, 0x5B, 0x5D, 0x7B, 0x7D, 0x3A, 0x2F: false
        default: true
        }
    }
}
