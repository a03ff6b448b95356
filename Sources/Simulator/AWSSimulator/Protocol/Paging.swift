internal import AWSWire
internal import HoldfastCrypto

/// Cuts lists into pages whose tokens only the call that gave them accepts.
package struct Paging: Sendable {
    /// How many items a page holds when the caller does not say.
    package let standard: Int
    /// The most items a page holds.
    package let maximum: Int

    /// Makes the paging of an operation.
    package init(standard: Int, maximum: Int) {
        self.standard = standard
        self.maximum = maximum
    }

    /// The page a token asks for and the token of the next one.
    ///
    /// - Parameters:
    ///   - items: The whole list, in an order that does not change between calls.
    ///   - token: The caller's token, or nothing for the first page.
    ///   - limit: The caller's wish; the caller checks it against the bounds of the model first.
    ///   - purpose: What the list is (operation, account, Region, filters); a token of another purpose is refused.
    /// - Throws: `badToken` when the token was not given for this purpose.
    package func page<Item>(
        _ items: [Item], token: String?, limit: Int?, purpose: [String], badToken: ServiceFault
    ) throws(ServiceFault) -> (items: ArraySlice<Item>, next: String?) {
        var start = 0
        if let token {
            guard let offset = Self.offset(of: token, purpose: purpose), offset <= items.count else { throw badToken }
            start = offset
        }
        let end = min(items.count, start + max(1, min(limit ?? standard, maximum)))
        return (items[start..<end], end < items.count ? Self.token(offset: end, purpose: purpose) : nil)
    }

    /// The token of the page that begins at an offset: forty letters and digits, which every service's model allows.
    package static func token(offset: Int, purpose: [String]) -> String {
        let number = String(offset, radix: 36)
        return String(repeating: "0", count: max(0, Self.width - number.utf8.count)) + number + mark(offset, purpose)
    }

    private static let width = 8

    /// The offset of a token that was given for this purpose; nothing for any other text.
    package static func offset(of token: String, purpose: [String]) -> Int? {
        guard token.utf8.count == width + 32, let offset = Int(token.prefix(width), radix: 36), offset >= 0,
            token == Self.token(offset: offset, purpose: purpose)
        else { return nil }
        return offset
    }

    private static func mark(_ offset: Int, _ purpose: [String]) -> String {
        String(SHA256Digest(of: "\(offset)\u{0}" + purpose.joined(separator: "\u{0}")).hex.prefix(32))
    }
}
