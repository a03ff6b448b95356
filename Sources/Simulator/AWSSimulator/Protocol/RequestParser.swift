package import AWSWire
package import HoldfastHTTP

/// Takes a request apart by its service's protocol: the operation it asks for and its parameters.
package enum RequestParser {
    /// A request taken apart.
    package struct Parsed: Sendable {
        /// The operation's name.
        package let operation: String
        /// The JSON body or the form as a tree.
        package let parameters: WireValue
        /// The labels of a REST path.
        package let labels: [String: String]
        /// The parameters of the query string.
        package let query: [(name: String, value: String)]
    }

    /// Takes a request apart.
    ///
    /// - Throws: AWS's error for an operation the service does not have and for a body that cannot be read.
    package static func parse(_ request: HTTPRequest, for profile: ServiceProfile) throws(ServiceFault) -> Parsed {
        switch profile.wireProtocol {
        case .json(_, let prefix):
            let target = request.headers["X-Amz-Target"] ?? ""
            let name = String(target.dropFirst(prefix.count + 1))
            guard target.hasPrefix("\(prefix)."), profile.operations.contains(name) else {
                throw ServiceFault("UnknownOperationException", "Unknown operation: \(target)")
            }
            return Parsed(operation: name, parameters: try json(request.body), labels: [:], query: [])
        case .query(let version), .ec2(let version):
            let form =
                PercentCoding.pairs(request.query, plusIsSpace: true)
                + PercentCoding.pairs(String(decoding: request.body, as: UTF8.self), plusIsSpace: true)
            guard let name = form.first(where: { $0.name == "Action" })?.value else {
                throw ServiceFault("MissingAction", "The request must contain the parameter Action")
            }
            guard profile.operations.contains(name) else {
                let given = form.first { $0.name == "Version" }?.value ?? version
                throw ServiceFault("InvalidAction", "Could not find operation \(name) for version \(given)")
            }
            let parameters = form.filter { $0.name != "Action" && $0.name != "Version" }
            return Parsed(operation: name, parameters: FormTree.tree(of: parameters), labels: [:], query: [])
        case .restJSON, .restXML:
            let query = PercentCoding.pairs(request.query, plusIsSpace: true)
            let isJSON = if case .restJSON = profile.wireProtocol { true } else { false }
            let path = isJSON ? request.path : bucketPath(of: request)
            guard let route = profile.routes.match(method: request.method, path: path, query: query) else {
                throw unknownRoute(profile.wireProtocol)
            }
            return Parsed(
                operation: route.operation,
                parameters: isJSON ? try json(request.body) : try XMLTree.tree(of: request.body),
                labels: route.labels, query: query)
        }
    }

    /// The path with the bucket first, whether the request names it there or before the host.
    ///
    /// A host is the endpoint's own when it is an address, has one label, or begins with `s3`.
    private static func bucketPath(of request: HTTPRequest) -> String {
        let host = request.authority.split(separator: ":").first ?? ""
        let labels = host.split(separator: ".")
        guard labels.count > 1, !host.allSatisfy({ $0.isNumber || $0 == "." }), !host.hasPrefix("[") else {
            return request.path
        }
        let isService = { (label: Substring) in label == "s3" || label.hasPrefix("s3-") || label == "localhost" }
        guard let end = labels.firstIndex(where: isService), end > 0 else { return request.path }
        return "/" + labels[..<end].joined(separator: ".") + (request.path == "/" ? "" : request.path)
    }

    private static func unknownRoute(_ wireProtocol: WireProtocol) -> ServiceFault {
        if case .restXML = wireProtocol {
            return ServiceFault(
                "NotImplemented", "A header you provided implies functionality that is not implemented", status: 501)
        }
        return ServiceFault("UnknownOperationException", "The requested operation is not known.", status: 404)
    }

    private static func json(_ body: [UInt8]) throws(ServiceFault) -> WireValue {
        guard !body.isEmpty else { return .object([]) }
        do {
            let value = try WireValue(json: body)
            if value.objectValue != nil { return value }
        } catch {
            throw ServiceFault("SerializationException", "The body is not JSON: \(error.message)")
        }
        throw ServiceFault("SerializationException", "The body is not a JSON object")
    }
}
