/// A digest that is the same on every machine and in every run, for ids and for spreading load.
///
/// FNV-1a with 128 bits, after the algorithm of Fowler, Noll and Vo (RFC 9923). It resists accidents, not attackers: two
/// different subjects in one organization do not share an id, but nothing may be trusted because of it.
package struct StableDigest: Hashable, Sendable {
    private var state: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d

    /// Digests the parts, each told apart from the next.
    package init(_ parts: [String]) {
        for part in parts {
            for byte in part.utf8 { add(byte) }
            // No UTF-8 text holds this byte, so parts cannot run into each other.
            add(0xFF)
        }
    }

    private mutating func add(_ byte: UInt8) {
        state ^= UInt128(byte)
        state &*= 0x0000_0000_0100_0000_0000_0000_0000_013B
    }

    /// 32 hexadecimal digits.
    package var hex: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 32 - digits.utf8.count) + digits
    }

    /// A number from 0 until `bound`, spread evenly.
    package func number(below bound: UInt64) -> UInt64 {
        // The low bits of FNV alone are weak for short texts.
        UInt64(truncatingIfNeeded: state ^ (state >> 64)) % max(1, bound)
    }
}
