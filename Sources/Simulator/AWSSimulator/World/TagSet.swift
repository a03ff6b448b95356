/// The tags of one resource, sorted by key; a key occurs once.
package struct TagSet: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// One tag.
    package struct Tag: Sendable, Hashable {
        /// The key, case-sensitive.
        package let key: String
        /// The value, possibly empty.
        package let value: String
    }

    /// Every tag, sorted by key.
    package private(set) var all: [Tag] = []

    /// Takes pairs; the last of a key wins.
    package init(_ pairs: [(String, String)] = []) { for (key, value) in pairs { self[key] = value } }

    /// Takes the pairs of a literal.
    package init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }

    /// Whether there are none.
    package var isEmpty: Bool { all.isEmpty }

    /// The value of a key; nothing removes it.
    package subscript(key: String) -> String? {
        get { all.first { $0.key == key }?.value }
        set {
            let index = all.firstIndex { $0.key >= key } ?? all.endIndex
            let exists = index < all.endIndex && all[index].key == key
            switch (exists, newValue) {
            case (true, let value?): all[index] = Tag(key: key, value: value)
            case (false, let value?): all.insert(Tag(key: key, value: value), at: index)
            case (true, nil): all.remove(at: index)
            case (false, nil): break
            }
        }
    }

    /// Sets every tag of the other set.
    package mutating func merge(_ other: TagSet) { for tag in other.all { self[tag.key] = tag.value } }
}
