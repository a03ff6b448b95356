extension WireResponse {
    /// The value of the header of that name, in whatever case; the first where there are several.
    public func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }

    /// Reads the body as one JSON value.
    ///
    /// - Throws: ``WireError`` with the path of the member; an empty body and `null` are errors, for an answer that says
    ///   nothing is not an empty one.
    public func json<Value: JSONReadable>() throws(WireError) -> Value {
        var reader = JSONReader(body)
        do throws(WireError) {
            guard let value: Value = try reader.value() else { throw WireError("the answer is null") }
            try reader.finish()
            return value
        } catch {
            throw reader.located(error)
        }
    }

    /// Reads the root element of the body.
    ///
    /// - Throws: ``WireError`` with the path of the element; an error's or a web page's root is an error.
    public func xml<Value: XMLReadable>() throws(WireError) -> Value {
        try wholeXML { root in root != "Error" && root != "html" }
    }

    /// Reads a body that is one member as JSON; an empty one is nothing.
    public func jsonPayload<Value: JSONReadable>() throws(WireError) -> Value? {
        body.isEmpty ? nil : try json()
    }

    /// Reads a body that is one member as XML, whatever its root is called; an empty one is nothing.
    public func xmlPayload<Value: XMLReadable>() throws(WireError) -> Value? {
        body.isEmpty ? nil : try xml()
    }

    /// Takes a body that is one text as it is.
    public func textPayload<Value: WireHeaderText>() throws(WireError) -> Value? {
        guard let text = String(validating: body, as: UTF8.self) else { throw WireError("the text is not UTF-8") }
        return Value(headerText: text)
    }

    /// Takes the answer of an operation whose body tells nothing, which must be the service's own all the same.
    ///
    /// Something in between that answers for the service, such as a proxy with its login page, has done nothing.
    ///
    /// - Throws: ``WireError`` when a body is none of the protocol, and when an empty one comes without the id that AWS
    ///   gives every request.
    public func acknowledged(in wireProtocol: WireProtocol) throws(WireError) {
        switch wireProtocol {
        case .ec2, .query:
            try readXML { (reader, root) throws(WireError) in
                guard root.hasSuffix("Response") else { throw WireError("the answer is <\(root)>") }
                try reader.skipElement()
            }
        case .restXML where !body.isEmpty:
            try readXML { (reader, root) throws(WireError) in
                guard root != "Error", root != "html" else { throw WireError("the answer is <\(root)>") }
                try reader.skipElement()
            }
        case .json where !body.isEmpty, .restJSON where !body.isEmpty:
            var reader = JSONReader(body)
            do throws(WireError) {
                try reader.skipValue()
                try reader.finish()
            } catch {
                throw reader.located(error)
            }
        case .json, .restJSON, .restXML:
            let names = ["x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"]
            guard names.contains(where: { header($0)?.isEmpty == false }) else {
                throw WireError("the answer is empty and has no request id")
            }
        }
    }

    /// Reads the text of the root element; an empty one is nothing.
    public func xmlText<Value: XMLReadable>() throws(WireError) -> Value? {
        try readXML { (reader, root) throws(WireError) in
            guard root != "Error", root != "html" else { throw WireError("the answer is <\(root)>") }
            return try reader.value()
        }
    }

    /// Reads the body of the `ec2` protocol, whose root is `<…Response>`.
    public func ec2XML<Value: XMLReadable>() throws(WireError) -> Value {
        try wholeXML { root in root.hasSuffix("Response") }
    }

    /// Reads the body of the `query` protocol: the element of that name inside the root.
    public func xml<Value: XMLReadable>(wrapper: String) throws(WireError) -> Value {
        try readXML { (reader, _) throws(WireError) in
            var result: Value?
            while let child = try reader.nextChild() {
                if child == wrapper {
                    result = try reader.value()
                } else {
                    try reader.skipElement()
                }
            }
            guard let result else { throw WireError("the answer has no <\(wrapper)>") }
            return result
        }
    }

    private func wholeXML<Value: XMLReadable>(where isExpected: (String) -> Bool) throws(WireError) -> Value {
        try readXML { (reader, root) throws(WireError) in
            guard isExpected(root) else { throw WireError("the answer is <\(root)>") }
            guard let value: Value = try reader.value() else { throw WireError("the answer is empty") }
            return value
        }
    }

    /// Reads the root's content and the end of the document; errors get the path of the element.
    private func readXML<Value>(
        _ read: (inout XMLReader, _ root: String) throws(WireError) -> Value
    ) throws(WireError) -> Value {
        var reader = XMLReader(body)
        do throws(WireError) {
            let root = try reader.beginRoot()
            let value = try read(&reader, root)
            try reader.finish()
            return value
        } catch {
            throw reader.located(error)
        }
    }
}
