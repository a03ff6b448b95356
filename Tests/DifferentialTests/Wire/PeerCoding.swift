internal import AWSCore
internal import AWSWire

/// A value the peer's trees can be turned into.
protocol PeerDecodable: Sendable {
    init(peer: WireValue) throws
}

/// A value that can be compared with the peer's trees.
protocol PeerEncodable: Sendable {
    var peer: WireValue { get }
}

/// A tree that does not fit the type asked for.
struct PeerError: Error, CustomStringConvertible {
    let description: String
}

/// An operation with its types erased to trees.
struct PeerOperation: Sendable {
    let model: String
    let name: String
    let service: ServiceDescription
    let request: @Sendable (WireValue) throws -> WireRequest
    let output: @Sendable (WireResponse) throws -> WireValue

    init<Operation: AWSOperation>(_ model: String, _ operation: Operation.Type)
    where Operation.Input: PeerDecodable, Operation.Output: PeerEncodable {
        self.model = model
        name = Operation.name
        service = Operation.service
        request = { try Operation.request(for: Operation.Input(peer: $0)) }
        output = { try Operation.output(from: $0).peer }
    }
}

/// Collects the members that are there.
struct PeerMembers {
    private var members: [WireValue.Member] = []

    mutating func add(_ name: String, _ value: (some PeerEncodable)?) {
        if let value { members.append(WireValue.Member(name, value.peer)) }
    }

    /// The members, ordered by name.
    var value: WireValue { .object(members.sorted { $0.name < $1.name }) }
}

extension WireValue {
    func required<Value: PeerDecodable>(_ name: String) throws -> Value {
        guard let value = self[name] else { throw PeerError(description: "there is no \(name)") }
        return try Value(peer: value)
    }

    func optional<Value: PeerDecodable>(_ name: String) throws -> Value? {
        try self[name].map { try Value(peer: $0) }
    }

    /// The same tree with the members of every object ordered by name.
    var sorted: WireValue {
        switch self {
        case .array(let elements): .array(elements.map(\.sorted))
        case .object(let members):
            .object(members.map { Member($0.name, $0.value.sorted) }.sorted { $0.name < $1.name })
        default: self
        }
    }
}

private func unwrapped<Value>(_ value: Value?, _ tree: WireValue) throws -> Value {
    guard let value else { throw PeerError(description: "\(tree) is no \(Value.self)") }
    return value
}

extension String: PeerDecodable, PeerEncodable {
    init(peer: WireValue) throws { self = try unwrapped(peer.stringValue, peer) }
    var peer: WireValue { .string(self) }
}

extension Int: PeerDecodable, PeerEncodable {
    init(peer: WireValue) throws { self = Int(try unwrapped(peer.integerValue, peer)) }
    var peer: WireValue { .integer(Int64(self)) }
}

extension Double: PeerDecodable, PeerEncodable {
    init(peer: WireValue) throws { self = try unwrapped(peer.doubleValue, peer) }
    var peer: WireValue { .double(self) }
}

extension Bool: PeerDecodable, PeerEncodable {
    init(peer: WireValue) throws { self = try unwrapped(peer.boolValue, peer) }
    var peer: WireValue { .bool(self) }
}

extension WireTimestamp: PeerDecodable, PeerEncodable {
    init(peer: WireValue) throws { self = try unwrapped(peer.stringValue.flatMap { WireTimestamp($0) }, peer) }
    var peer: WireValue { .integer(millisecondsSinceEpoch) }
}

extension WireBlob: PeerDecodable, PeerEncodable {
    init(peer: WireValue) throws {
        self.init(try unwrapped(peer.stringValue.flatMap { Base64.decode($0.utf8) }, peer))
    }
    var peer: WireValue { .string(Base64.encode(bytes)) }
}

extension Array: PeerDecodable where Element: PeerDecodable {
    init(peer: WireValue) throws { self = try unwrapped(peer.arrayValue, peer).map { try Element(peer: $0) } }
}

extension Array: PeerEncodable where Element: PeerEncodable {
    var peer: WireValue { .array(map(\.peer)) }
}

extension Dictionary: PeerDecodable where Key == String, Value: PeerDecodable {
    init(peer: WireValue) throws {
        self = [:]
        for member in try unwrapped(peer.objectValue, peer) { self[member.name] = try Value(peer: member.value) }
    }
}

extension Dictionary: PeerEncodable where Key == String, Value: PeerEncodable {
    var peer: WireValue {
        .object(map { WireValue.Member($0.key, $0.value.peer) }.sorted { $0.name < $1.name })
    }
}

/// An enumeration, which trees carry as its text.
protocol PeerEnumeration: WireEnumeration, PeerDecodable, PeerEncodable {}

extension PeerEnumeration {
    init(peer: WireValue) throws { self.init(rawValue: try unwrapped(peer.stringValue, peer)) }
    var peer: WireValue { .string(rawValue) }
}
