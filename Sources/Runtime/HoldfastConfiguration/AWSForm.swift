internal import HoldfastYAML

/// The forms AWS asks of what configuration says.
enum AWSForm {
    /// Whether text has the form of a Region's code: words and a number, joined by hyphens.
    static func isRegion(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, let number = parts.last, !number.isEmpty, number.utf8.allSatisfy(isDigit) else {
            return false
        }
        return parts.dropLast().allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x61...0x7A).contains($0) } }
    }

    /// Whether text is all digits and yet no account.
    static func isWrongAccount(_ text: String) -> Bool { text.utf8.allSatisfy(isDigit) && text.utf8.count != 12 }

    /// What is wrong with a session's name; nothing when it is right.
    ///
    /// Source: AWS STS API Reference, "AssumeRole".
    static func sessionNameProblem(_ text: String) -> String? {
        let isRight =
            (2...64).contains(text.utf8.count) && text.utf8.allSatisfy { isWord($0) || "=,.@-+".utf8.contains($0) }
        return isRight ? nil : "must be 2 to 64 letters, digits and _ + = , . @ -"
    }

    /// What is wrong with an external id; nothing when it is right.
    ///
    /// Source: AWS STS API Reference, "AssumeRole".
    static func externalIDProblem(_ text: String) -> String? {
        let isRight =
            (2...1_224).contains(text.utf8.count) && text.utf8.allSatisfy { isWord($0) || "=,.@:/-+".utf8.contains($0) }
        return isRight ? nil : "must be 2 to 1224 letters, digits and _ + = , . @ : / -"
    }

    /// What is wrong with a role's template; nothing when it is right.
    static func roleProblem(_ text: String) -> (code: String, message: String, hint: String)? {
        let known = ["{partition}", "{account}"]
        let form = "arn:{partition}:iam::{account}:role/HoldfastMember"
        var rest = Substring(text)
        while let start = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            let end = rest[start...].firstIndex(of: "}") ?? rest.index(before: rest.endIndex)
            let placeholder = String(rest[start...end])
            if !known.contains(placeholder) {
                let hint = Suggestion.hint(for: placeholder, among: known) ?? "known: {partition}, {account}"
                return ("unknown-placeholder", "holds '\(placeholder)', which is nothing that can be filled in", hint)
            }
            rest = rest[rest.index(after: end)...]
        }
        let fields = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard fields.count == 6, fields[0] == "arn", fields[1] == "{partition}" || fields[1].hasPrefix("aws"),
            fields[2] == "iam", fields[3].isEmpty,
            fields[4] == "{account}" || (fields[4].utf8.count == 12 && fields[4].utf8.allSatisfy(isDigit)),
            fields[5].hasPrefix("role/"), fields[5].utf8.count > 5, !fields[5].hasSuffix("/")
        else { return ("invalid-arn", "is not the ARN of a role", form) }
        return nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    }
}

/// The address of a web server, looked at as far as its host.
struct WebForm {
    /// The address without a slash at the end.
    let text: String
    /// Whether it begins with `https`.
    let isSecure: Bool
    /// Whether the host is this machine.
    let isLoopback: Bool

    /// Looks at an address; gives nothing when it is not `http` or `https`, has no host or holds credentials.
    init?(_ text: String) {
        guard let scheme = ["https://", "http://"].first(where: { text.hasPrefix($0) }) else { return nil }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.isEmpty, !authority.contains("@"),
            !text.contains(where: { $0.isWhitespace || "?#".contains($0) })
        else { return nil }
        let address = ListenAddress(String(authority)) ?? ListenAddress("\(authority):80")
        guard let address, !address.host.isEmpty else { return nil }
        self.text = text.hasSuffix("/") ? String(text.dropLast()) : text
        isSecure = scheme == "https://"
        isLoopback = address.isLoopback
    }
}
