/// The parameters of a query string, decoded, in their order.
public struct QueryItems: Sendable, Hashable {
    /// One parameter.
    public struct Item: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// Its value; empty when there is none.
        public let value: String
    }

    /// All parameters; names may occur more than once.
    public let items: [Item]

    /// Takes a query string apart; escapes that are none, and bytes that are no UTF-8, become replacement characters.
    public init(_ query: String) {
        items = query.split(separator: "&").map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Item(name: Self.decoded(sides[0]), value: sides.count > 1 ? Self.decoded(sides[1]) : "")
        }
    }

    /// The first value of that name.
    public subscript(name: String) -> String? { items.first { $0.name == name }?.value }

    /// All values of that name, in order.
    public func values(of name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                bytes.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), let value = UInt8(rest.prefix(2).map { Character(.init($0)) }) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension UInt8 {
    /// The byte two hexadecimal digits stand for.
    fileprivate init?(_ digits: [Character]) {
        guard digits.count == 2, digits.allSatisfy(\.isHexDigit) else { return nil }
        self.init(String(digits), radix: 16)
    }
}
