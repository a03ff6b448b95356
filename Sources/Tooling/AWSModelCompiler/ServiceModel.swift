internal import AWSWire

/// A service as botocore's `service-2.json` describes it, reduced to what the generator understands.
package struct ServiceModel: Sendable {
    /// What the model says of the service as a whole.
    package struct Metadata: Sendable {
        /// `json`, `rest-json`, `query`, `ec2` or `rest-xml`, as botocore would resolve it.
        package let wireProtocol: String
        /// The date that names the version of the API.
        package let apiVersion: String
        /// The first label of the host name.
        package let endpointPrefix: String
        /// The name in the credential scope.
        package let signingName: String
        /// The name AWS knows the service by, such as `Config Service`.
        package let serviceID: String
        /// What comes before the operation in `X-Amz-Target`.
        package let targetPrefix: String
        /// `1.0` or `1.1`.
        package let jsonVersion: String
    }

    /// An operation.
    package struct Operation: Sendable {
        /// The name, such as `ListBackupVaults`.
        package let name: String
        /// The method, in capitals.
        package let method: String
        /// The path with `{labels}`, and fixed query parameters after `?`.
        package let uri: String
        /// The shape of the input, when there is one.
        package let input: String?
        /// The shape of the output, when there is one.
        package let output: String?
        /// The element around the output in the `query` protocol.
        package let resultWrapper: String?
        /// The element around the input in the `rest-xml` protocol, where its members are spread over the body.
        package let inputElement: String?
        /// The namespace of that element.
        package let inputNamespace: Shape.Namespace?
        /// What comes before the endpoint's host name, with `{labels}`.
        package let hostPrefix: String?
        /// Whether the model or a patch says that repeating a request does nothing more.
        package var isIdempotent: Bool
        /// Whether AWS refuses the request without a checksum.
        package let needsChecksum: Bool
        /// The documentation, in HTML.
        package let documentation: String
        /// The traits of the operation the generator cannot honour.
        package let unsupported: [String]
    }

    /// How to go on to the next page.
    package struct Pagination: Sendable, Hashable {
        /// The member of the input that takes the token.
        package let inputToken: String
        /// The member of the output that gives it.
        package let outputToken: String
    }

    package let metadata: Metadata
    package var operations: [String: Operation]
    package var paginators: [String: Pagination]
    package var shapes: [String: Shape]

    /// Reads a model and its `paginators-1.json`.
    package init(json: [UInt8], paginators: [UInt8]?) throws(ModelError) {
        do {
            let tree = try WireValue(json: json)
            let pages = try paginators.map { bytes throws(WireError) in try WireValue(json: bytes) }
            self = try Self(tree: tree, paginators: pages)
        } catch let error as WireError {
            throw ModelError("the model is not JSON: \(error)")
        } catch let error as ModelError {
            throw error
        } catch {
            throw ModelError("\(error)")
        }
    }

    private init(tree: WireValue, paginators pages: WireValue?) throws(ModelError) {
        guard let described = tree["metadata"] else { throw ModelError("the model has no metadata") }
        metadata = try Metadata(described)
        var operations: [String: Operation] = [:]
        for member in tree["operations"]?.objectValue ?? [] {
            operations[member.name] = Operation(member.name, member.value)
        }
        self.operations = operations
        var shapes: [String: Shape] = [:]
        for member in tree["shapes"]?.objectValue ?? [] {
            shapes[member.name] = Shape(member.name, member.value)
        }
        self.shapes = shapes
        var found: [String: Pagination] = [:]
        for member in pages?["pagination"]?.objectValue ?? [] {
            // Tokens made of several members, or of expressions, occur in no allow-listed operation; the compiler
            // says so when one is asked for.
            guard let input = member.value["input_token"]?.stringValue,
                let output = member.value["output_token"]?.stringValue
            else { continue }
            found[member.name] = Pagination(inputToken: input, outputToken: output)
        }
        self.paginators = found
    }

    /// The shape of that name; a model that names a shape it does not have is an error.
    package func shape(_ name: String) throws(ModelError) -> Shape {
        guard let shape = shapes[name] else { throw ModelError("the model has no shape \(name)") }
        return shape
    }
}

extension ServiceModel.Metadata {
    /// Protocols in the order in which botocore prefers them, without those the generator cannot write.
    private static let understood = ["json", "rest-json", "rest-xml", "query", "ec2"]

    fileprivate init(_ tree: WireValue) throws(ModelError) {
        let offered = tree["protocols"]?.arrayValue?.compactMap(\.stringValue) ?? []
        let single = tree["protocol"]?.stringValue.map { [$0] } ?? []
        guard let chosen = Self.understood.first(where: (offered.isEmpty ? single : offered).contains) else {
            throw ModelError("no protocol of \((offered + single).joined(separator: ", ")) is understood")
        }
        guard let version = tree["apiVersion"]?.stringValue, let prefix = tree["endpointPrefix"]?.stringValue,
            let serviceID = tree["serviceId"]?.stringValue
        else { throw ModelError("the metadata lacks apiVersion, endpointPrefix or serviceId") }
        wireProtocol = chosen
        apiVersion = version
        endpointPrefix = prefix
        signingName = tree["signingName"]?.stringValue ?? prefix
        self.serviceID = serviceID
        targetPrefix = tree["targetPrefix"]?.stringValue ?? ""
        jsonVersion = tree["jsonVersion"]?.stringValue ?? "1.0"
    }
}

extension ServiceModel.Operation {
    fileprivate init(_ name: String, _ tree: WireValue) {
        self.name = name
        method = tree["http"]?["method"]?.stringValue ?? "POST"
        uri = tree["http"]?["requestUri"]?.stringValue ?? "/"
        input = tree["input"]?["shape"]?.stringValue
        output = tree["output"]?["shape"]?.stringValue
        resultWrapper = tree["output"]?["resultWrapper"]?.stringValue
        inputElement = tree["input"]?["locationName"]?.stringValue
        inputNamespace = Shape.Namespace(tree["input"]?["xmlNamespace"])
        hostPrefix = tree["endpoint"]?["hostPrefix"]?.stringValue
        let method = self.method
        isIdempotent =
            tree["idempotent"]?.boolValue == true || method != "POST"
            || ["List", "Describe", "Get", "Select"].contains { name.hasPrefix($0) }
        needsChecksum =
            tree["httpChecksum"]?["requestChecksumRequired"]?.boolValue == true
            || tree["httpChecksumRequired"]?.boolValue == true
        documentation = tree["documentation"]?.stringValue ?? ""
        var unsupported: [String] = []
        if tree["eventstream"] != nil { unsupported.append("eventstream") }
        self.unsupported = unsupported
    }
}
