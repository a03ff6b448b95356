internal import HoldfastModel
internal import HoldfastYAML

extension PolicyReading {
    /// The greatest number of days AWS Backup keeps anything, in a lifecycle or a vault lock.
    static let longestRetention = 36_500

    /// A number of whole days, `35d` or `5w`, from 1 to what AWS Backup takes.
    ///
    /// Source: AWS Backup API Reference, "Lifecycle".
    mutating func days(_ node: YAMLNode?, _ what: String) -> CalendarDays? {
        guard let node, let text = reader.text(node, what) else { return nil }
        let weeks = text.hasSuffix("w")
        guard weeks || text.hasSuffix("d"), let number = Int(text.dropLast()), number >= 0,
            text.utf8.allSatisfy({ $0 != 0x2B })
        else {
            let isBareNumber = Int(text) != nil
            reader.report(
                "invalid-days", "\(what) '\(text)' is not a number of days", at: node.location,
                hint: isBareNumber ? "write \(text)d" : "write whole days with a unit, such as 35d or 5w")
            return nil
        }
        let (days, overflow) = number.multipliedReportingOverflow(by: weeks ? 7 : 1)
        guard !overflow, (1...Self.longestRetention).contains(days) else {
            reader.report(
                "out-of-range", "\(what) is \(text); AWS Backup takes 1 to \(Self.longestRetention) days",
                at: node.location)
            return nil
        }
        return CalendarDays(days)
    }

    /// The ARN of a role with `{partition}` and `{account}` to be filled in.
    ///
    /// Source: IAM User Guide, "IAM identifiers".
    mutating func roleTemplate(_ node: YAMLNode?) -> ARNTemplate? {
        template(
            node, "backupRole", placeholders: ["{partition}", "{account}"],
            form: "arn:{partition}:iam::{account}:role/HoldfastBackupRole"
        ) { fields in
            fields[2] == "iam" && fields[3].isEmpty && fields[5].hasPrefix("role/") && !fields[5].hasSuffix("/")
                && fields[5].utf8.allSatisfy(Self.isRoleByte)
        }
    }

    /// The ARN of a KMS key with `{partition}`, `{region}` and `{account}` to be filled in.
    mutating func keyTemplate(_ node: YAMLNode?) -> ARNTemplate? {
        template(
            node, "the vault's key", placeholders: ["{partition}", "{account}", "{region}"],
            form: "arn:{partition}:kms:{region}:{account}:alias/holdfast, or key/ and its id"
        ) { fields in
            let isRegion = fields[3] == "{region}" || Self.isRegion(String(fields[3]))
            let isKey = fields[5].hasPrefix("key/") || fields[5].hasPrefix("alias/")
            return fields[2] == "kms" && isRegion && isKey && !fields[5].hasSuffix("/")
        }
    }

    private mutating func template(
        _ node: YAMLNode?, _ what: String, placeholders: [String], form: String,
        isRight: ([Substring]) -> Bool
    ) -> ARNTemplate? {
        guard let node, let text = reader.text(node, what) else { return nil }
        let unknown = Self.placeholders(in: text).filter { !placeholders.contains($0) }
        for placeholder in unknown {
            let hint =
                Suggestion.hint(for: placeholder, among: placeholders) ?? "known: "
                + placeholders.joined(separator: ", ")
            reader.report(
                "unknown-placeholder", "'\(placeholder)' is nothing that can be filled in in \(what)",
                at: node.location, hint: hint)
        }
        guard unknown.isEmpty else { return nil }
        let fields = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard fields.count == 6, fields[0] == "arn", fields[1] == "{partition}" || fields[1].hasPrefix("aws"),
            fields[4] == "{account}" || AccountID(rawValue: String(fields[4])) != nil, isRight(fields)
        else {
            reader.report("invalid-arn", "\(what) '\(text)' has not the form of its ARN", at: node.location, hint: form)
            return nil
        }
        if what == "backupRole", fields[4] != "{account}" {
            reader.warn(
                "fixed-account",
                "backupRole names account \(fields[4]); AWS Backup takes a role of its own account only",
                at: node.location, hint: "write {account} to fit every account")
        }
        return ARNTemplate(text)
    }

    /// Everything in braces, with the braces; a brace that is never closed counts up to the end.
    static func placeholders(in text: String) -> [String] {
        var found: [String] = []
        var rest = Substring(text)
        while let start = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            let end = rest[start...].firstIndex(of: "}") ?? rest.index(before: rest.endIndex)
            found.append(String(rest[start...end]))
            rest = rest[rest.index(after: end)...]
        }
        return found
    }

    /// Whether text has the form of a Region's code: words and a number, joined by hyphens.
    static func isRegion(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard AWSRegion(rawValue: text) != nil, parts.count >= 3, let number = parts.last, Int(number) != nil else {
            return false
        }
        return parts.dropLast().allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x61...0x7A).contains($0) } }
    }

    /// A Region's code.
    mutating func region(_ node: YAMLNode?, _ what: String) -> AWSRegion? {
        guard let node, let text = reader.text(node, what) else { return nil }
        guard Self.isRegion(text), let region = AWSRegion(rawValue: text) else {
            reader.report(
                "invalid-region", "\(what) '\(text)' has not the form of a Region", at: node.location,
                hint: "write its code, such as us-east-1")
            return nil
        }
        return region
    }

    /// The digits of an account.
    mutating func account(_ node: YAMLNode?, _ what: String) -> AccountID? {
        guard let node, let text = reader.text(node, what) else { return nil }
        checkAccount(text, node, what)
        return AccountID(rawValue: text)
    }

    /// Notes what is wrong with the digits of an account.
    mutating func checkAccount(_ text: String, _ node: YAMLNode, _ what: String) {
        guard AccountID(rawValue: text) == nil else {
            if text.hasPrefix("0"), case .scalar(_, isQuoted: false) = node.content {
                reader.warn(
                    "unquoted-account", "\(what) \(text) begins with 0 and stands without quotes", at: node.location,
                    hint: "other YAML tools drop the 0; write \"\(text)\"")
            }
            return
        }
        let isNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let isShort = isNumber && text.utf8.count < 12
        let padded = String(repeating: "0", count: max(0, 12 - text.utf8.count)) + text
        let lost = "a tool that took it for a number may have dropped a leading 0; if so, write \"\(padded)\" in quotes"
        reader.report(
            "invalid-account", "\(what) '\(text)' is not the 12 digits of an account", at: node.location,
            hint: isShort ? lost : nil)
    }

    /// Notes what AWS would refuse in a tag's key.
    ///
    /// Source: AWS General Reference, "Tag naming limits and requirements".
    mutating func checkTagKey(_ key: String, at place: Diagnostic.Location) {
        if key.lowercased().hasPrefix("aws:") {
            reader.report("invalid-tag", "the tag key '\(key)' begins with aws:, which is AWS's own", at: place)
        } else if key.unicodeScalars.count > 128 {
            reader.report("invalid-tag", "a tag key has at most 128 characters", at: place)
        } else if !key.unicodeScalars.allSatisfy(Self.isTagCharacter) {
            reader.report(
                "invalid-tag", "the tag key '\(key)' holds a character AWS does not take", at: place,
                hint: "letters, digits, spaces and _ . : / = + - @ may stand in it")
        }
    }

    private static func isTagCharacter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || " _.:/=+-@".unicodeScalars.contains(scalar)
    }

    private static func isRoleByte(_ byte: UInt8) -> Bool {
        isNameByte(byte) || "+=,.@/{}".utf8.contains(byte)
    }

    /// Whether a byte may stand in the name of a vault: a letter, a digit, `-` or `_`.
    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
        default: false
        }
    }
}
