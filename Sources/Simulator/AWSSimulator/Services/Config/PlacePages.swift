/// Cuts what many accounts and Regions hold into pages, place after place, without looking at more than a page needs.
struct PlacePages {
    /// Where a page begins: a unit of places, and how many of its results stand before.
    struct Position: Sendable, Hashable {
        var unit = 0
        var offset = 0

        private static let offsetBits = 24

        /// Reads the position a token carries.
        ///
        /// - Throws: `InvalidNextTokenException` when the token was not given for that purpose.
        init(token: String?, purpose: [String]) throws(ServiceFault) {
            guard let token else { return }
            guard let number = Paging.offset(of: token, purpose: purpose) else { throw ConfigService.badToken }
            unit = number >> Self.offsetBits
            offset = number & (1 << Self.offsetBits - 1)
        }

        /// Makes a position.
        init(unit: Int = 0, offset: Int = 0) {
            self.unit = unit
            self.offset = offset
        }

        /// The token that leads here.
        func token(purpose: [String]) -> String {
            Paging.token(offset: unit << Self.offsetBits | offset, purpose: purpose)
        }
    }

    /// The most results of a page.
    let limit: Int
    /// The most places one page looks into; a page may then be short, or empty, and yet not the last.
    var visitLimit = 200

    /// The page that begins at a position.
    ///
    /// - Parameters:
    ///   - units: Places whose results belong together, in the order of the results.
    ///   - isWanted: Whether a place can have results at all; others are passed over at no cost.
    ///   - results: The results of the wanted places of one unit.
    func page<Result>(
        from start: Position, units: [[Scope]], where isWanted: (Scope) -> Bool = { _ in true },
        _ results: ([Scope]) -> [Result]
    ) -> (results: [Result], next: Position?) {
        var page: [Result] = []
        var position = start
        var visited = 0
        while position.unit < units.count, page.count < limit {
            let wanted = units[position.unit].filter(isWanted)
            if !wanted.isEmpty {
                guard visited == 0 || visited + wanted.count <= visitLimit else { return (page, position) }
                visited += wanted.count
                let all = results(wanted)
                let begin = min(position.offset, all.count)
                let end = min(all.count, begin + limit - page.count)
                page += all[begin..<end]
                if end < all.count { return (page, Position(unit: position.unit, offset: end)) }
            }
            position = Position(unit: position.unit + 1)
        }
        let rest = units.dropFirst(position.unit)
        return (page, rest.contains { $0.contains(where: isWanted) } ? position : nil)
    }
}
