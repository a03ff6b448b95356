/// The names of a structure's members on the wire, found by their bytes without making a string.
///
/// Made once for each structure; finding a name costs a hash over its bytes and one comparison.
public struct MemberNames: Sendable {
    private let names: [[UInt8]]
    /// Indexes into `names`, open addressing, -1 where nothing stands; a power of two, at least twice the names.
    private let slots: [Int16]

    /// Makes a table; a member's index is its place in the list.
    public init(_ names: String...) {
        self.init(names)
    }

    /// Makes a table; a member's index is its place in the list.
    public init(_ names: [String]) {
        let spellings = names.map { Array($0.utf8) }
        var size = 8
        while size < spellings.count * 2 { size *= 2 }
        var table = [Int16](repeating: -1, count: size)
        for (index, spelling) in spellings.enumerated() {
            var slot = Self.hash(spelling, 0..<spelling.count) & (size - 1)
            while table[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            table[slot] = Int16(index)
        }
        self.names = spellings
        slots = table
    }

    /// The index of the member whose name stands at that place.
    func index(of range: Range<Int>, in bytes: [UInt8]) -> Int? {
        var slot = Self.hash(bytes, range) & (slots.count - 1)
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if Self.isEqual(names[index], bytes, range) { return index }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private static func isEqual(_ name: [UInt8], _ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        guard name.count == range.count else { return false }
        for index in 0..<name.count where name[index] != bytes[range.lowerBound + index] { return false }
        return true
    }

    /// Mixes the length and up to eight bytes, four from each end, where members of one structure differ most.
    private static func hash(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
        var value = UInt32(truncatingIfNeeded: range.count)
        for index in range.prefix(4) { value = (value ^ UInt32(bytes[index])) &* 16_777_619 }
        for index in range.suffix(4) { value = (value ^ UInt32(bytes[index])) &* 16_777_619 }
        return Int(value ^ value >> 15)
    }
}
