internal import AWSWire

/// The members of a request's JSON body, read strictly.
struct BackupBody: Sendable {
    private let value: WireValue
    private let path: String

    /// Reads the body of a request.
    init(_ request: ServiceRequest) {
        value = request.parameters
        path = ""
    }

    private init(_ value: WireValue, _ path: String) {
        self.value = value
        self.path = path
    }

    /// A member as it came; nothing when it is absent or null.
    func raw(_ name: String) -> WireValue? { value[name].flatMap { $0 == .null ? nil : $0 } }

    /// A member that must be there.
    func required(_ name: String) throws(ServiceFault) -> WireValue {
        guard let member = raw(name) else { throw BackupFault.missing("\(path)\(name) must not be null") }
        return member
    }

    /// A structure, or nothing when it is absent.
    func structure(_ name: String) throws(ServiceFault) -> BackupBody? {
        guard let member = raw(name) else { return nil }
        guard member.objectValue != nil else { throw wrong(name, "a structure") }
        return BackupBody(member, "\(path)\(name).")
    }

    /// A structure that must be there.
    func requiredStructure(_ name: String) throws(ServiceFault) -> BackupBody {
        _ = try required(name)
        return try structure(name) ?? BackupBody(.object([]), "\(path)\(name).")
    }

    /// A text, or nothing when it is absent.
    func text(_ name: String) throws(ServiceFault) -> String? { try read(name, "text") { $0.stringValue } }

    /// A text that must be there.
    func requiredText(_ name: String) throws(ServiceFault) -> String {
        _ = try required(name)
        return try text(name) ?? ""
    }

    /// A text of a set, or nothing when it is absent.
    func choice(_ name: String, of choices: [String]) throws(ServiceFault) -> String? {
        guard let text = try text(name) else { return nil }
        var problems = ValidationProblems()
        problems.checkOneOf(text, choices, "\(path)\(name)")
        if let message = problems.message { throw BackupFault.invalid(message) }
        return text
    }

    /// A list of texts, or nothing when it is absent.
    func texts(_ name: String) throws(ServiceFault) -> [String]? { try read(name, "a list of texts") { $0.textsValue } }

    /// A list, or nothing when it is absent.
    func list(_ name: String) throws(ServiceFault) -> [WireValue]? { try read(name, "a list") { $0.arrayValue } }

    /// A truth value, or nothing when it is absent.
    func flag(_ name: String) throws(ServiceFault) -> Bool? { try read(name, "true or false") { $0.boolValue } }

    /// A whole number within bounds, or nothing when it is absent.
    func number(_ name: String, _ bounds: ClosedRange<Int64>) throws(ServiceFault) -> Int64? {
        guard let number = try read(name, "a whole number", { $0.integerValue }) else { return nil }
        guard bounds.contains(number) else {
            throw BackupFault.invalid(
                "\(path)\(name) must be between \(bounds.lowerBound) and \(bounds.upperBound)")
        }
        return number
    }

    /// A moment in seconds since the epoch, or nothing when it is absent.
    func moment(_ name: String) throws(ServiceFault) -> Moment? {
        guard let seconds = try read(name, "a time", { $0.doubleValue ?? $0.integerValue.map(Double.init) }) else {
            return nil
        }
        guard abs(seconds) < 100_000_000_000 else { throw wrong(name, "a time") }
        return Moment(milliseconds: Int64(seconds * 1_000))
    }

    /// A map of texts, or nothing when it is absent.
    func map(_ name: String) throws(ServiceFault) -> TagSet? {
        try read(name, "a map of texts") { value in
            guard let members = value.objectValue else { return nil }
            let pairs = members.compactMap { member in member.value.stringValue.map { (member.name, $0) } }
            return pairs.count == members.count ? TagSet(pairs) : nil
        }
    }

    /// Tags, checked; none when they are absent.
    func tags(_ name: String) throws(ServiceFault) -> TagSet { try BackupService.tagSet(raw(name), named: path + name) }

    /// The ARN of a role, or nothing when it is absent.
    func role(_ name: String) throws(ServiceFault) -> String? {
        guard let role = try text(name) else { return nil }
        guard BackupNames.isRoleARN(role) else {
            throw BackupFault.invalid("\(role) is not the ARN of an IAM role")
        }
        return role
    }

    /// A structure's members as bodies of their own.
    func structures(_ name: String) throws(ServiceFault) -> [BackupBody]? {
        guard let elements = try list(name) else { return nil }
        guard elements.allSatisfy({ $0.objectValue != nil }) else { throw wrong(name, "a list of structures") }
        return elements.map { BackupBody($0, "\(path)\(name).") }
    }

    private func read<Value>(
        _ name: String, _ kind: String, _ read: (WireValue) -> Value?
    ) throws(ServiceFault) -> Value? {
        guard let member = raw(name) else { return nil }
        guard let value = read(member) else { throw wrong(name, kind) }
        return value
    }

    private func wrong(_ name: String, _ kind: String) -> ServiceFault {
        BackupFault.invalid("\(path)\(name) must be \(kind)")
    }
}
