internal import AWSCore
internal import AWSSimulator
internal import HoldfastEvaluation
internal import HoldfastGzip
internal import HoldfastModel
internal import HoldfastPolicy
internal import HoldfastYAML

/// Files people write, names, and compressed bodies.
enum TextFuzz {
    static func readSharedConfiguration(_ input: [UInt8], _ outcome: inout FuzzOutcome) {
        for variable in ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"] {
            do throws(CredentialError) {
                let read = try SharedConfiguration(environment: [variable: "/file"]) { path in
                    path == "/file" ? input : nil
                }
                for sections in [read.profiles, read.services, read.singleSignOnSessions] {
                    for (name, settings) in sections.sorted(by: { $0.key < $1.key }) {
                        outcome.keep(name)
                        for (key, value) in settings.sorted(by: { $0.key < $1.key }) { outcome.keep("\(key)=\(value)") }
                    }
                }
                outcome.keep(read["region"] ?? "no region")
                outcome.keep(read.endpointURL(forService: "STS") ?? "no endpoint")
            } catch {
                outcome.keep(error.description)
            }
        }
    }

    /// The first line is an ARN or another text, those after it are patterns.
    static func readARN(_ input: [UInt8], _ outcome: inout FuzzOutcome) {
        let lines = String(decoding: input, as: UTF8.self).split(
            maxSplits: 8, omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" })
        let text = String(lines[0])
        if let arn = ResourceARN(rawValue: text) {
            let fields = ["arn", arn.partition.rawValue, arn.service, arn.regionCode, arn.accountCode, arn.resource]
            outcome.keep(fields.joined(separator: "|"))
            outcome.expect(fields.joined(separator: ":") == text, "its fields make another name")
            outcome.keep(AWSRegion(rawValue: arn.regionCode)?.rawValue ?? "no Region")
            outcome.keep(AccountID(rawValue: arn.accountCode)?.rawValue ?? "no account")
        }
        for pattern in lines.dropFirst().map(String.init) {
            let ours = TextPattern(pattern).matches(text)
            outcome.keep("\(ours) \(TextPattern(pattern, questionMarkIsWildcard: false).matches(text))")
            let isPlain = text.unicodeScalars.allSatisfy(\.isASCII) && pattern.unicodeScalars.allSatisfy(\.isASCII)
            if isPlain, !pattern.contains("\\"), !text.contains("\r"), !pattern.contains("\r") {
                outcome.expect(GlobPattern(pattern).matches(text) == ours, "\(pattern): two matchers disagree")
            }
        }
    }

    static func readPolicy(_ input: [UInt8], _ outcome: inout FuzzOutcome) {
        let (policy, diagnostics) = PolicyParser.parse(input, file: "policy.yaml")
        for diagnostic in diagnostics { outcome.keep("\(diagnostic)") }
        outcome.keep(policy.map { "\($0.tiers.map(\.name)) \($0.assignments.count)" } ?? "no policy")
        outcome.expect((policy == nil) == diagnostics.hasErrors, "neither a policy nor an error, or both")
        let (script, mistakes) = FaultScriptReader.read(input, file: "faults.yaml")
        for diagnostic in mistakes { outcome.keep("\(diagnostic)") }
        outcome.keep("\(script?.rules.count ?? -1)")
    }

    static func readGzip(_ input: [UInt8], _ outcome: inout FuzzOutcome) {
        do throws(GzipError) {
            let content = try GzipDecoder.decode(input, limit: FuzzTarget.contentLimit)
            outcome.expect(content.count <= FuzzTarget.contentLimit, "\(content.count) bytes of content")
            outcome.keep("\(content.count) \(content.reduce(0) { $0 &* 31 &+ Int($1) })")
        } catch {
            outcome.keep("\(error)")
        }
        for width in [1, 7] { outcome.keep(readInPieces(input, width)) }
    }

    /// What comes of the same bytes in pieces of that many.
    private static func readInPieces(_ input: [UInt8], _ width: Int) -> String {
        var content: [UInt8] = []
        do throws(GzipError) {
            var decoder = try GzipDecoder(limit: 4_096)
            for start in stride(from: 0, to: min(input.count, 4_096), by: width) {
                try decoder.write(input[start..<min(start + width, input.count)], to: &content)
            }
            try decoder.finish()
        } catch {
            return "\(content.count) \(error)"
        }
        return "\(content.count)"
    }
}
