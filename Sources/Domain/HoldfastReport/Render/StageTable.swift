internal import HoldfastModel

/// Shows how accounts fared over several sweeps: a line for each account, a group of columns for each sweep.
public struct StageTable: Sendable {
    /// One sweep.
    public struct Stage: Sendable {
        /// What it is called, such as `after apply`.
        public let title: String
        /// What it found.
        public let accounts: [AccountSummary]

        /// Names a sweep.
        public init(title: String, accounts: [AccountSummary]) {
            self.title = title
            self.accounts = accounts
        }
    }

    private struct Line {
        var name = ""
        var isRead = true
        var counts = ResourceCounts()
        var managed = ManagedCounts()
        var pendingChanges = 0
        var state = ""
    }

    private let stages: [Stage]

    /// Prepares a table of sweeps, the earliest first.
    public init(stages: [Stage]) { self.stages = stages }

    /// The table.
    ///
    /// `res` counts resources; `prot`, `pend`, `unpr` and `unkn` those protected, pending, unprotected and unknown, and
    /// a question mark stands where an account's resources could not be read. `plans` and `sel` count the plans and
    /// selections the last sweep saw beyond those of the first, `drift` the changes still pending at the last.
    public var text: String {
        let lines = stages.map { Self.lines(of: $0.accounts) }
        guard let first = lines.first, let last = lines.last else { return "" }
        let accounts = Set(lines.flatMap(\.keys)).sorted()
        var text = Self.header(stages)
        var sums = Array(repeating: Line(), count: stages.count)
        for account in accounts {
            let name = lines.compactMap { $0[account]?.name }.last ?? ""
            text += "\(account)  \(PlainText.fitted(name, 18)) "
            for (index, stage) in lines.enumerated() {
                let line = stage[account] ?? Line(isRead: false)
                text += " |" + Self.columns(line)
                sums[index].counts = sums[index].counts + line.counts
            }
            let (before, after) = (first[account] ?? Line(), last[account] ?? Line())
            text += Self.ending(from: before, to: after) + "\n"
            for index in lines.indices {
                let line = lines[index][account] ?? Line()
                sums[index].managed = sums[index].managed + line.managed
                sums[index].pendingChanges += line.pendingChanges
            }
        }
        text += PlainText.fitted("\(accounts.count) accounts", 32) + " "
        for sum in sums { text += " |" + Self.columns(sum) }
        if let before = sums.first, let after = sums.last { text += Self.ending(from: before, to: after) + "\n" }
        return text
    }

    private static func lines(of accounts: [AccountSummary]) -> [AccountID: Line] {
        var lines: [AccountID: Line] = [:]
        let states = Consolidator.accountStates(of: accounts)
        for summary in accounts {
            var line = lines[summary.key.accountID] ?? Line()
            line.name = summary.account.accountName
            line.counts = line.counts + summary.resourceCounts
            line.managed = line.managed + summary.managed
            line.pendingChanges += summary.pendingChanges.reduce(0) { $0 + $1.count }
            line.isRead = line.isRead && (summary.coverage.knowsInventory || !summary.coverage.status.isInScope)
            let state = states[summary.key.accountID] ?? "ok"
            line.state = state == "ok" ? "" : state
            lines[summary.key.accountID] = line
        }
        return lines
    }

    private static func header(_ stages: [Stage]) -> String {
        let blank = String(repeating: " ", count: 33)
        let titles = stages.map { " | " + PlainText.fitted($0.title, 24) }.joined()
        let names = stages.map { _ in " |  res prot pend unpr unkn" }.joined()
        return "\(blank)\(titles) |\nACCOUNT       NAME               \(names) | plans  sel drift\n"
    }

    private static func columns(_ line: Line) -> String {
        let counts = line.counts
        guard line.isRead || counts.total > 0 else { return String(repeating: "    ?", count: 5) }
        return [counts.total, counts.protected, counts.pending, counts.unprotected, counts.unknown]
            .map { PlainText.number($0, 5) }.joined()
    }

    private static func ending(from before: Line, to after: Line) -> String {
        let plans = PlainText.number(after.managed.plans - before.managed.plans, 5)
        let selections = PlainText.number(after.managed.selections - before.managed.selections, 5)
        let drift = PlainText.number(after.isRead ? after.pendingChanges : nil, 6)
        return PlainText.trimmed(" | \(plans)\(selections)\(drift)  \(after.state)")
    }
}
