import HoldfastYAML
import Testing

@Suite("Words in files")
struct YAMLWordsTests {
    @Test(
        "a word that is nearly known is guessed, one that is far is not",
        arguments: [
            ("retentoin", "retention"), ("Retention", "retention"), ("cold_storage", "coldStorage"), ("rpoo", "rpo"),
            ("rop", "rpo"), ("vaults", "vault"), ("banana", nil), ("", nil), ("x", nil), ("tag", nil),
        ] as [(String, String?)])
    func suggestions(word: String, expected: String?) {
        let known = ["rpo", "rto", "retention", "coldStorage", "vault", "copies"]
        #expect(Suggestion.nearest(to: word, among: known) == expected)
    }

    @Test(
        "durations are numbers with units, larger ones first",
        arguments: [
            ("15m", 900), ("24h", 86_400), ("7d", 604_800), ("2w", 1_209_600), ("1h30m", 5_400), ("0s", 0),
            ("90s", 90), ("24", nil), ("", nil), ("h", nil), ("-1h", nil), ("1.5h", nil), ("30m1h", nil),
            ("1h1h", nil), ("1 h", nil), ("9223372036854775807w", nil), ("٣h", nil),
        ] as [(String, Int?)])
    func durations(text: String, seconds: Int?) {
        #expect(DurationText.parse(text) == seconds.map { Duration.seconds($0) })
    }

    @Test("a duration written and read again is the same")
    func durationRoundTrip() {
        for seconds in [0, 1, 59, 60, 3_599, 3_600, 5_400, 86_400, 90_061, 31_536_000] {
            #expect(DurationText.parse(DurationText.write(.seconds(seconds))) == .seconds(seconds))
        }
        #expect(DurationText.write(.seconds(129_600)) == "1d12h")
    }
}
