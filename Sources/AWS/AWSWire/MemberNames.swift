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
            var slot = Self.hash(spelling[...]) & (size - 1)
            while table[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            table[slot] = Int16(index)
        }
        self.names = spellings
        slots = table
    }

    /// The index of the member of that name.
    func index(of name: ArraySlice<UInt8>) -> Int? {
        var slot = Self.hash(name) & (slots.count - 1)
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if names[index].count == name.count, names[index].elementsEqual(name) { return index }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private static func hash(_ name: ArraySlice<UInt8>) -> Int {
        var value: UInt32 = 2_166_136_261
        for byte in name { value = (value ^ UInt32(byte)) &* 16_777_619 }
        return Int(value ^ value >> 15)
    }
}
