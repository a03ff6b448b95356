/// The names of a structure's members on the wire, found by their bytes without making a string.
///
/// Made once for each structure; finding a name costs a hash over its length and up to sixteen of its bytes, and one
/// comparison.
public struct MemberNames: Sendable {
    /// A name as it is compared: numbers of its first and its last eight bytes tell it from all of up to sixteen bytes.
    private struct Entry {
        var key: Key
        /// -1 where nothing stands.
        var index: Int
        /// Where the spelling begins in `spellings`.
        var start: Int
    }

    private struct Key: Equatable {
        var length: Int
        var head: UInt64
        var tail: UInt64

        @inline(__always)
        var hash: Int {
            let mixed = (head ^ tail &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: length)) &* .multiplier
            return Int(truncatingIfNeeded: mixed >> 40)
        }
    }

    /// Open addressing; a power of two, at least four times the names.
    private let slots: [Entry]
    /// All names, one after another.
    private let spellings: [UInt8]

    /// Makes a table; a member's index is its place in the list.
    public init(_ names: String...) {
        self.init(names)
    }

    /// Makes a table; a member's index is its place in the list.
    public init(_ names: [String]) {
        var size = 8
        while size < names.count * 4 { size *= 2 }
        let empty = Entry(key: Key(length: -1, head: 0, tail: 0), index: -1, start: 0)
        var slots = [Entry](repeating: empty, count: size)
        var spellings: [UInt8] = []
        for (index, name) in names.enumerated() {
            let start = spellings.count
            spellings.append(contentsOf: name.utf8)
            let key = spellings.withUnsafeBytes { Self.key(of: start..<$0.count, in: $0) }
            var slot = key.hash & (size - 1)
            while slots[slot].index >= 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = Entry(key: key, index: index, start: start)
        }
        self.slots = slots
        self.spellings = spellings
    }

    /// The index of the member whose name stands at that place, which must lie within the bytes.
    @inline(__always)
    func index(of range: Range<Int>, in bytes: UnsafeRawBufferPointer) -> Int? {
        let key = Self.key(of: range, in: bytes)
        let mask = slots.count - 1
        // There are more slots than names, so an empty one ends the search; the mask keeps it within the slots.
        let entry = slots.withUnsafeBufferPointer { slots -> Entry in
            var slot = key.hash & mask
            while slots[slot].index >= 0, slots[slot].key != key { slot = (slot + 1) & mask }
            return slots[slot]
        }
        if entry.index < 0 { return nil }
        if key.length <= 16 || hasSameMiddle(entry, bytes, range) { return entry.index }
        return longIndex(of: range, in: bytes)
    }

    /// Finds a name that has head, tail and length in common with another one, by comparing all of both.
    private func longIndex(of range: Range<Int>, in bytes: UnsafeRawBufferPointer) -> Int? {
        let key = Self.key(of: range, in: bytes)
        return slots.first { $0.index >= 0 && $0.key == key && hasSameMiddle($0, bytes, range) }?.index
    }

    /// Compares what head and tail do not cover.
    private func hasSameMiddle(_ entry: Entry, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
        spellings.withUnsafeBytes { spellings in
            var offset = 8
            // The last eight bytes are the tail, so that eight more are always there.
            while offset < range.count - 8 {
                let word = ByteScan.load(bytes, at: range.lowerBound + offset)
                if ByteScan.load(spellings, at: entry.start + offset) != word { return false }
                offset += 8
            }
            return true
        }
    }

    @inline(__always)
    private static func key(of range: Range<Int>, in bytes: UnsafeRawBufferPointer) -> Key {
        guard range.count < 8 else {
            return Key(
                length: range.count, head: ByteScan.load(bytes, at: range.lowerBound),
                tail: ByteScan.load(bytes, at: range.upperBound - 8))
        }
        let head: UInt64
        if range.lowerBound + 8 <= bytes.count {
            let unused = UInt64(64 - range.count * 8)
            // A shift by all 64 bits gives zero, as an empty name should.
            head = (ByteScan.load(bytes, at: range.lowerBound) << unused) >> unused
        } else {
            head = bytes[range].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        return Key(length: range.count, head: head, tail: 0)
    }
}

extension UInt64 {
    /// An odd number with its bits well spread, so that the upper bits of a product depend on all bits of a factor.
    fileprivate static var multiplier: UInt64 { 0xD6E8_FEB8_6659_FD93 }
}
