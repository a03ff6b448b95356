internal import AWSWire
package import HoldfastHTTP

/// Gives answers and errors the form of a service's protocol.
package struct ReplyWriter: Sendable {
    private let profile: ServiceProfile
    private let operation: String
    private let requestID: String
    private let now: Moment

    /// Makes the writer of one answer.
    package init(profile: ServiceProfile, operation: String, requestID: String, now: Moment) {
        self.profile = profile
        self.operation = operation
        self.requestID = requestID
        self.now = now
    }

    /// The answer to a request that went well.
    package func response(_ reply: ServiceReply) -> HTTPResponse {
        let body: [UInt8]
        var contentType: String? = self.contentType
        switch reply.body {
        case .json(let value): body = value.jsonBytes()
        case .xml(let nodes): body = document(of: nodes)
        case .bytes(let bytes, let type):
            body = bytes
            contentType = type
        case .empty:
            body = []
            contentType = nil
        }
        var response = HTTPResponse(status: reply.status, headers: headers(contentType), body: body)
        for header in reply.headers { response.headers.add(header.name, header.value) }
        addChecksum(to: &response)
        return response
    }

    /// The answer to a request that did not.
    ///
    /// - Parameter isRefusal: Whether the request never reached the service, whose own error shapes then do not apply.
    package func response(_ fault: ServiceFault, isRefusal: Bool = false) -> HTTPResponse {
        var response = HTTPResponse(status: fault.status, headers: headers(contentType))
        for header in fault.headers { response.headers.add(header.name, header.value) }
        switch profile.wireProtocol {
        case .json:
            let members: [(String, WireValue?)] = [
                ("__type", .string(profile.errorNamespace + fault.code)),
                (profile.errorMessageMember, .string(fault.message)),
            ]
            response.body = WireValue.record(members + fault.members).jsonBytes()
        case .restJSON:
            response.headers.add("X-Amzn-ErrorType", fault.code)
            var members: [(String, WireValue?)] = []
            if !isRefusal, let code = profile.errorCodeMember { members.append((code, .string(fault.code))) }
            members.append((profile.errorMessageMember, .string(fault.message)))
            response.body = WireValue.record(members + fault.members).jsonBytes()
        case .query:
            var root = XMLNode(
                "ErrorResponse",
                [
                    XMLNode(
                        "Error",
                        [
                            XMLNode("Type", fault.status < 500 ? "Sender" : "Receiver"), XMLNode("Code", fault.code),
                            XMLNode("Message", fault.message),
                        ]), XMLNode("RequestId", requestID),
                ])
            root.attributes = [XMLNode.Attribute("xmlns", profile.xmlNamespace)]
            response.body = root.documentBytes()
        case .ec2:
            let error = XMLNode("Error", [XMLNode("Code", fault.code), XMLNode("Message", fault.message)])
            response.body = XMLNode("Response", [XMLNode("Errors", [error]), XMLNode("RequestID", requestID)])
                .documentBytes()
        case .restXML:
            let members = fault.members.map { XMLNode($0.0, $0.1?.stringValue) }
            let words = [XMLNode("Code", fault.code), XMLNode("Message", fault.message)]
            let ids = [XMLNode("RequestId", requestID), XMLNode("HostId", hostID)]
            response.body = XMLNode("Error", words + members + ids).documentBytes()
        }
        addChecksum(to: &response)
        return response
    }

    /// Adds the checksum DynamoDB alone gives and its clients compare.
    private func addChecksum(to response: inout HTTPResponse) {
        guard profile.signingName == "dynamodb" else { return }
        response.headers.add("x-amz-crc32", String(CRC32.checksum(of: response.body)))
    }

    private func document(of nodes: [XMLNode]) -> [UInt8] {
        var root: XMLNode
        switch profile.wireProtocol {
        case .query:
            root = XMLNode(
                "\(operation)Response",
                [
                    nodes.isEmpty ? nil : XMLNode("\(operation)Result", nodes),
                    XMLNode("ResponseMetadata", [XMLNode("RequestId", requestID)]),
                ])
        case .ec2:
            root = XMLNode("\(operation)Response", [XMLNode("requestId", requestID)] + nodes)
        case .json, .restJSON, .restXML:
            guard let first = nodes.first else { return [] }
            root = first
        }
        if !profile.xmlNamespace.isEmpty { root.attributes = [XMLNode.Attribute("xmlns", profile.xmlNamespace)] }
        return root.documentBytes()
    }

    private var contentType: String {
        switch profile.wireProtocol {
        case .json(let version, _): "application/x-amz-json-\(version)"
        case .restJSON: "application/json"
        case .query: "text/xml"
        case .ec2: "text/xml;charset=UTF-8"
        case .restXML: "application/xml"
        }
    }

    private var hostID: String {
        var random = SeededGenerator(0, "host", requestID)
        return random.mixed(64)
    }

    private func headers(_ contentType: String?) -> HTTPHeaders {
        var headers = HTTPHeaders()
        if case .restXML = profile.wireProtocol {
            headers.add("x-amz-request-id", requestID)
            headers.add("x-amz-id-2", hostID)
        } else {
            headers.add("x-amzn-RequestId", requestID)
        }
        headers.add("Date", now.httpDate)
        if let contentType { headers.add("Content-Type", contentType) }
        return headers
    }
}
