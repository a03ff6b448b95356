/// Random numbers that are a function of a seed and of what they are for, never of when or in which order they are drawn.
///
/// Every fact of the world draws from its own generator (`SeededGenerator(seed, "account", "7")`), so adding a fact
/// changes no other one. FNV-1a folds the words into the state, SplitMix64 gives the numbers.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Makes the generator of one purpose.
    package init(_ seed: UInt64, _ words: String...) { self.init(seed, words: words) }

    /// Makes the generator of one purpose.
    package init(_ seed: UInt64, words: [String]) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ seed
        for word in words {
            for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ 0xff) &* 0x100_0000_01b3
        }
        state = hash
    }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    /// A whole number below the bound, which is at least one.
    package mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

    /// A whole number within the bounds, both included.
    package mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// Whether something happens that happens that often in a hundred.
    package mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// One of the choices; the fallback when there are none.
    package mutating func pick<Choice>(_ choices: [Choice], else fallback: Choice) -> Choice {
        choices.isEmpty ? fallback : choices[below(choices.count)]
    }

    /// That many lowercase hexadecimal digits.
    package mutating func hex(_ count: Int) -> String { text(count, of: Self.hexDigits) }

    /// That many decimal digits, the first not zero.
    package mutating func digits(_ count: Int) -> String {
        text(1, of: Self.decimalDigits.dropFirst()) + text(max(0, count - 1), of: Self.decimalDigits[...])
    }

    /// That many lowercase letters and digits.
    package mutating func alphanumeric(_ count: Int) -> String { text(count, of: Self.lowercase) }

    /// That many capital letters and digits of the base-32 alphabet, as access key ids have them.
    package mutating func base32(_ count: Int) -> String { text(count, of: Self.base32Digits) }

    /// That many letters and digits of both cases.
    package mutating func mixed(_ count: Int) -> String { text(count, of: Self.mixedDigits) }

    /// A UUID of version 4 in lowercase.
    package mutating func uuid() -> String {
        let variant = String(UnicodeScalar(Self.variants[below(4)]))
        return "\(hex(8))-\(hex(4))-4\(hex(3))-\(variant)\(hex(3))-\(hex(12))"
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)[...]
    private static let decimalDigits = Array("0123456789".utf8)
    private static let lowercase = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)[...]
    private static let base32Digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)[...]
    private static let mixedDigits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)[...]
    private static let variants = Array("89ab".utf8)

    private mutating func text(_ count: Int, of alphabet: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for _ in 0..<count { bytes.append(alphabet[alphabet.startIndex + below(alphabet.count)]) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
