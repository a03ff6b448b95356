import HoldfastConfiguration
import HoldfastYAML
import Testing

@Suite("Rates in the configuration")
struct RateOptionTests {
    private static func resolve(
        _ rates: String?, flags: [String: [String]] = [:]
    ) -> ResolvedConfiguration<AgentOptions> {
        let text = "apiVersion: holdfast/v1\naws:\n  rates: \(rates ?? "{}")\n"
        let file = ["config.file": ["h.yaml"]]
        return Configuration.agent(
            ConfigurationInput(flags: flags.merging(file) { $1 }, environment: ["HOME": "/home/u"]) { _ in
                Array(text.utf8)
            })
    }

    @Test("services and operations have rates, and a burst of one second where none is said")
    func read() throws {
        let resolved = Self.resolve("{backup: 40, \"backup:ListTags\": 0.5/10, \"s3:GetBucketTagging\": 0.2}")
        #expect(resolved.diagnostics.map(\.description) == [])
        let rates = try #require(resolved.options).access.rates
        #expect(rates.map(\.target) == ["backup", "backup:ListTags", "s3:GetBucketTagging"])
        #expect(rates.map(\.rate) == [40, 0.5, 0.2] && rates.map(\.burst) == [40, 10, 1])
        #expect(try #require(Self.resolve(nil).options).access.rates.isEmpty)
        let flagged = Self.resolve("{backup: 40}", flags: ["rate": ["sts=3", "tag=4/5"]])
        #expect(flagged.options?.access.rates.map(\.target) == ["sts", "tag"])
    }

    @Test(
        "what cannot be is told at its place with a way out",
        arguments: [
            (
                "{bakup: 1}", "error: aws.rates 'bakup=1' is for a service that is not called [unknown-value]",
                "did you mean 'backup'?"
            ),
            (
                "{\"backup:ListTag\": 1}",
                "error: aws.rates 'backup:ListTag=1' is for an operation that is not called [unknown-value]",
                "did you mean 'ListTags'?"
            ),
            (
                "{sts: 0}", "error: aws.rates 'sts=0' is no rate from 0.1 to 10000 calls a second [out-of-range]",
                "write a rate such as 10, or with the calls that may come at once, 10/20"
            ),
            ("{sts: fast}", "error: aws.rates 'sts=fast' is no rate from 0.1 to 10000", "write a rate"),
            ("{sts: nan}", "error: aws.rates 'sts=nan' is no rate from 0.1 to 10000", "write a rate"),
            ("{sts: }", "error: aws.rates 'sts' is no rate from 0.1 to 10000", "write a rate"),
            ("{sts: 5/0}", "error: aws.rates 'sts=5/0' lets no number from 1 to 10000 of calls come at once", ""),
            ("{sts: 5/6/7}", "error: aws.rates 'sts=5/6/7' is no rate from 0.1 to 10000", "write a rate"),
        ])
    func wrong(rates: String, expected: String, hint: String) throws {
        let resolved = Self.resolve(rates)
        #expect(resolved.options == nil)
        let told = try #require(resolved.diagnostics.first).description
        #expect(told.hasPrefix("h.yaml:3:") && told.contains(expected) && told.contains(hint), "\(told)")
    }
}
