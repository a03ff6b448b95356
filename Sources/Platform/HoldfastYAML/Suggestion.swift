/// Guesses which known word somebody meant.
public enum Suggestion {
    /// `did you mean 'retention'?`, or nothing when no known word is near enough.
    ///
    /// Near means: equal but for case, `-` and `_`, or a third of the letters wrong at most, where two letters in the
    /// wrong order are one mistake. Of words equally near, the first of the list is meant.
    public static func hint(for word: String, among known: [String]) -> String? {
        nearest(to: word, among: known).map { "did you mean '\($0)'?" }
    }

    /// The known word nearest to `word`, or nothing when none is near enough.
    public static func nearest(to word: String, among known: [String]) -> String? {
        let folded = fold(word)
        guard !folded.isEmpty, folded.count <= 100 else { return nil }
        var best: (word: String, distance: Int)?
        for candidate in known {
            let foldedCandidate = fold(candidate)
            let distance = editDistance(folded, foldedCandidate)
            let allowed = max(1, max(folded.count, foldedCandidate.count) / 3)
            if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.word
    }

    private static func fold(_ word: String) -> [Character] {
        word.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
    }

    /// The number of letters to put in, take out, change or swap with the next to get from one word to the other.
    static func editDistance(_ one: [Character], _ other: [Character]) -> Int {
        guard !one.isEmpty, !other.isEmpty else { return max(one.count, other.count) }
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for row in 1...one.count {
            var current = [row]
            for column in 1...other.count {
                let isSame = one[row - 1] == other[column - 1]
                var cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (isSame ? 0 : 1))
                let isSwapped =
                    row > 1 && column > 1 && one[row - 1] == other[column - 2] && one[row - 2] == other[column - 1]
                if isSwapped { cost = min(cost, beforeLast[column - 2] + 1) }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[other.count]
    }
}
