internal import AWSWire

/// Runs a query over accounts and Regions, one page at a time, holding no more than the page and what sorts it.
///
/// A query of plain items goes through the places in their order and stops where the page is full; so does one grouped
/// by account. Other groups and sorted results need every item, of which only tallies or the first rows are kept.
struct SelectRun {
    /// One page: its results and where the next begins.
    typealias Page = (results: [WireValue], next: PlacePages.Position?)

    let expression: SelectExpression
    let limit: Int

    /// The page that begins at a position.
    ///
    /// - Parameters:
    ///   - scopes: The accounts and Regions, sorted; those the query cannot mean are passed over.
    ///   - items: What the query can find in one of them.
    func page(from start: PlacePages.Position, scopes: [Scope], items: (Scope) -> [any QueryableItem]) -> Page {
        guard expression.isAggregated else {
            return expression.orderings.isEmpty
                ? pages.page(from: start, units: scopes.map { [$0] }, where: expression.canMatch) {
                    matching($0, items).map(result(of:))
                }
                : sorted(from: start, scopes: scopes, items: items)
        }
        guard expression.groups.contains("accountId"), expression.orderings.isEmpty else {
            let groups = self.groups(of: scopes, items)
            let end = min(groups.count, start.offset + limit)
            let rest = end < groups.count && !expression.isUnpaged ? PlacePages.Position(offset: end) : nil
            return (Array(groups[min(start.offset, end)..<end]), rest)
        }
        return pages.page(from: start, units: Self.byAccount(scopes), where: expression.canMatch) {
            groups(of: $0, items)
        }
    }

    private var pages: PlacePages { PlacePages(limit: limit) }

    private static func byAccount(_ scopes: [Scope]) -> [[Scope]] {
        var units: [[Scope]] = []
        for scope in scopes {
            if units.last?.last?.account == scope.account {
                units[units.count - 1].append(scope)
            } else {
                units.append([scope])
            }
        }
        return units
    }

    /// The items of places that meet the condition.
    private func matching(_ scopes: [Scope], _ items: (Scope) -> [any QueryableItem]) -> [any QueryableItem] {
        scopes.flatMap { scope in items(scope).filter { expression.matches($0.values) } }
    }

    /// One result: the columns the item has a value for.
    private func result(of item: any QueryableItem) -> WireValue {
        var result = WireValue.object([])
        for case .property(let name) in expression.columns {
            if let value = item.selected(name) { result = result.joined(with: Self.placed(value, at: name)) }
        }
        return result
    }

    /// A value where its column stands: what is asked for of the configuration keeps its shape.
    private static func placed(_ value: WireValue, at column: String) -> WireValue {
        .object([WireValue.Member(column.hasPrefix("configuration.") ? "configuration" : column, value)])
    }
}

// MARK: - Sorted results

extension SelectRun {
    private struct Row {
        let keys: [WireValue?]
        let number: Int
        let value: WireValue
    }

    /// The page of sorted items; rows that cannot be on it are dropped on the way.
    private func sorted(from start: PlacePages.Position, scopes: [Scope], items: (Scope) -> [any QueryableItem]) -> Page
    {
        let wanted = start.offset + limit
        var rows: [Row] = []
        var number = 0
        for scope in scopes where expression.canMatch(scope) {
            for item in matching([scope], items) {
                let keys = expression.orderings.map { item.values($0.column.name).first }
                rows.append(Row(keys: keys, number: number, value: result(of: item)))
                number += 1
            }
            if rows.count > 4 * wanted + 1_000 {
                rows.sort(by: isBefore)
                rows.removeLast(rows.count - wanted)
            }
        }
        rows.sort(by: isBefore)
        let page = rows.dropFirst(start.offset).prefix(limit).map(\.value)
        return (page, wanted < number ? PlacePages.Position(offset: wanted) : nil)
    }

    /// The order of rows: by the columns asked for, then as they were found; a row without a value comes last.
    private func isBefore(_ left: Row, _ right: Row) -> Bool {
        for (index, ordering) in expression.orderings.enumerated() {
            guard let first = left.keys[index] else {
                if right.keys[index] != nil { return false }
                continue
            }
            guard let second = right.keys[index] else { return true }
            if SelectAggregate.isBefore(first, second) { return !ordering.isDescending }
            if SelectAggregate.isBefore(second, first) { return ordering.isDescending }
        }
        return left.number < right.number
    }
}

// MARK: - Groups

extension SelectRun {
    /// Every group of the items in those places, sorted; without `GROUP BY` all of them are one.
    private func groups(of scopes: [Scope], _ items: (Scope) -> [any QueryableItem]) -> [WireValue] {
        let functions = aggregates
        var tallies: [[WireValue]: [SelectAggregate.Tally]] = [:]
        if expression.groups.isEmpty { tallies[[]] = functions.map { _ in SelectAggregate.Tally() } }
        for scope in scopes where expression.canMatch(scope) {
            for item in matching([scope], items) {
                for key in keys(of: item) {
                    var group = tallies.removeValue(forKey: key) ?? functions.map { _ in SelectAggregate.Tally() }
                    for (index, function) in functions.enumerated() {
                        if let property = function.property {
                            group[index].add(item.values(property))
                        } else {
                            group[index].add()
                        }
                    }
                    tallies[key] = group
                }
            }
        }
        let ordered = tallies.sorted { left, right in
            left.key.lexicographicallyPrecedes(right.key, by: SelectAggregate.isBefore)
        }
        let rows = ordered.enumerated().map { number, group in
            let value = { (column: SelectExpression.Column) in self.value(of: column, group.key, group.value) }
            return Row(keys: expression.orderings.map { value($0.column) }, number: number, value: result(value))
        }
        return rows.sorted(by: isBefore).map(\.value)
    }

    private var aggregates: [(function: SelectAggregate, property: String?)] {
        (expression.columns + expression.orderings.map(\.column)).compactMap { column in
            if case .aggregate(let function, let property) = column { (function, property) } else { nil }
        }
    }

    /// The groups an item belongs to; several where a property has several values, none where it has no value.
    private func keys(of item: any QueryableItem) -> [[WireValue]] {
        expression.groups.reduce([[]]) { keys, property in
            let values = Set(item.values(property))
            return keys.flatMap { key in values.map { key + [$0] } }
        }
    }

    private func value(
        of column: SelectExpression.Column, _ key: [WireValue], _ tallies: [SelectAggregate.Tally]
    ) -> WireValue? {
        switch column {
        case .property(let name): expression.groups.firstIndex(of: name).map { key[$0] }
        case .aggregate(let function, let property):
            aggregates.firstIndex { $0.function == function && $0.property == property }.flatMap {
                function.value(of: tallies[$0])
            }
        }
    }

    private func result(_ value: (SelectExpression.Column) -> WireValue?) -> WireValue {
        var result = WireValue.object([])
        for column in expression.columns {
            guard let found = value(column) else { continue }
            let path = column.isAggregate ? [column.name] : column.name.split(separator: ".").map(String.init)
            let nested = path.reversed().reduce(found) { inner, name in .object([WireValue.Member(name, inner)]) }
            result = result.joined(with: nested)
        }
        return result
    }
}
