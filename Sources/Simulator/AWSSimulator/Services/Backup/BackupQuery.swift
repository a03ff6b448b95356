internal import AWSWire

/// The query string of an AWS Backup list, read strictly.
struct BackupQuery: Sendable {
    private let request: ServiceRequest

    /// Reads the query of a request.
    init(_ request: ServiceRequest) { self.request = request }

    /// A text, or nothing when it is absent.
    func text(_ name: String) -> String? { request.queryValue(name) }

    /// One of a set of texts, or nothing when it is absent.
    func choice(_ name: String, of choices: [String]) throws(ServiceFault) -> String? {
        guard let value = text(name) else { return nil }
        var problems = ValidationProblems()
        problems.checkOneOf(value, choices, name)
        if let message = problems.message { throw BackupFault.invalid(message) }
        return value
    }

    /// A truth value; false when it is absent.
    func flag(_ name: String) throws(ServiceFault) -> Bool {
        switch text(name)?.lowercased() {
        case nil, "false": false
        case "true": true
        default: throw BackupFault.invalid("\(name) must be true or false")
        }
    }

    /// A moment, as ISO 8601 text or in seconds since the epoch, or nothing when it is absent.
    func moment(_ name: String) throws(ServiceFault) -> Moment? {
        guard let value = text(name) else { return nil }
        if let seconds = Int64(value), abs(seconds) < 100_000_000_000 { return Moment(milliseconds: seconds * 1_000) }
        let whole = value.split(separator: ".", maxSplits: 1).first.map { $0.hasSuffix("Z") ? $0.dropLast() : $0 }
        let basic = (whole ?? "").filter { $0 != "-" && $0 != ":" }
        guard value.hasSuffix("Z"), let moment = Moment(basicISO8601: basic + "Z") else {
            throw BackupFault.invalid("\(name) must be a time in UTC such as 2026-11-23T18:00:00Z")
        }
        return moment
    }

    /// A whole number within bounds, or nothing when it is absent.
    func number(_ name: String, _ bounds: ClosedRange<Int64>) throws(ServiceFault) -> Int? {
        guard let value = text(name) else { return nil }
        guard let number = Int64(value) else { throw BackupFault.invalid("\(name) must be a whole number") }
        var problems = ValidationProblems()
        problems.checkRange(number, bounds, name)
        if let message = problems.message { throw BackupFault.invalid(message) }
        return Int(number)
    }

    /// One page of a list, as an array and the next token.
    ///
    /// A token is good for the same operation, path and filters only.
    ///
    /// - Parameters:
    ///   - size: The name of the parameter that says how many items a page holds.
    ///   - place: The name of the parameter that carries the token.
    func page<Item>(
        _ items: [Item], limitedBy size: String = "maxResults", from place: String = "nextToken"
    ) throws(ServiceFault) -> (items: ArraySlice<Item>, next: WireValue?) {
        let limit = try number(size, 1...1_000)
        let labels = request.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let filters = request.query.filter { $0.name != place && $0.name != size }
            .map { "\($0.name)=\($0.value)" }.sorted()
        let page = try Paging(standard: 100, maximum: 1_000).page(
            items, token: text(place), limit: limit,
            purpose: [request.operation, request.account, request.region] + labels + filters,
            badToken: BackupFault.invalid("Provided NextToken is not valid"))
        return (page.items, .text(page.next))
    }
}

extension ServiceRequest {
    /// The generator of the ids of what this request creates.
    var creation: SeededGenerator {
        SeededGenerator(0, "create", account, region, operation, requestID)
    }

    /// The id the caller gave the request so that it can be repeated without acting twice, checked.
    func creatorRequestID() throws(ServiceFault) -> String? {
        guard let value = parameters["CreatorRequestId"], value != .null else { return nil }
        guard let text = value.stringValue, BackupNames.isName(text) else {
            throw BackupFault.invalid("CreatorRequestId must contain 1 to 50 alphanumeric or '-_.' characters")
        }
        return text
    }
}

/// The forms of names and ARNs AWS Backup takes.
enum BackupNames {
    /// Whether a text has 1 to 50 letters, digits, hyphens, underscores or points: plans, rules, selections, request ids.
    static func isName(_ text: String) -> Bool {
        (1...50).contains(text.utf8.count) && text.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: ".") }
    }

    /// Whether a text has 2 to 50 letters, digits, hyphens or underscores: vaults.
    static func isVaultName(_ text: String) -> Bool {
        (2...50).contains(text.utf8.count) && text.utf8.allSatisfy(isNameByte)
    }

    /// Whether a text is the ARN of a vault: `arn:aws:backup:REGION:ACCOUNT:backup-vault:NAME`.
    static func isVaultARN(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        return parts.count == 7 && parts[0] == "arn" && parts[1].hasPrefix("aws") && parts[2] == "backup"
            && !parts[3].isEmpty && isAccount(parts[4]) && parts[5] == "backup-vault" && isVaultName(parts[6])
    }

    /// Whether a text is the ARN of an IAM role.
    static func isRoleARN(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        return parts.count == 6 && parts[0] == "arn" && parts[1].hasPrefix("aws") && parts[2] == "iam"
            && parts[3].isEmpty && isAccount(parts[4]) && parts[5].hasPrefix("role/") && parts[5].count > 5
    }

    /// Whether a text is twelve digits.
    static func isAccount(_ text: String) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
