/// An element of an XML answer: a name and either text or elements.
package struct XMLNode: Sendable, Hashable {
    /// The name of the element.
    package let name: String
    /// Its attributes, in order.
    package var attributes: [Attribute]
    /// Its text, when it holds no elements.
    package let text: String?
    /// Its elements, in order.
    package let children: [XMLNode]

    /// An attribute of an element.
    package struct Attribute: Sendable, Hashable {
        /// The name.
        package let name: String
        /// The value, not escaped.
        package let value: String

        /// Makes an attribute.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Makes an element that holds text.
    package init(_ name: String, _ text: String) {
        self.init(name: name, text: text, children: [])
    }

    /// Makes an element that holds text, or nothing when there is none.
    package init?(_ name: String, _ text: String?) {
        guard let text else { return nil }
        self.init(name: name, text: text, children: [])
    }

    /// Makes an element that holds a number.
    package init(_ name: String, _ number: some BinaryInteger) {
        self.init(name: name, text: String(number), children: [])
    }

    /// Makes an element that holds a truth value.
    package init(_ name: String, _ truth: Bool) {
        self.init(name: name, text: truth ? "true" : "false", children: [])
    }

    /// Makes an element that holds a moment as ISO 8601.
    package init(_ name: String, _ moment: Moment) {
        self.init(name: name, text: moment.iso8601, children: [])
    }

    /// Makes an element of elements; absent ones are left out.
    package init(_ name: String, _ children: [XMLNode?]) {
        self.init(name: name, text: nil, children: children.compactMap { $0 })
    }

    /// Makes a list: one element of that name whose elements are all called `item`.
    package static func list(_ name: String, of item: String = "member", _ items: [[XMLNode?]]) -> XMLNode {
        XMLNode(name, items.map { XMLNode(item, $0) })
    }

    private init(name: String, text: String?, children: [XMLNode]) {
        self.name = name
        attributes = []
        self.text = text
        self.children = children
    }

    /// The document with this element as its root.
    package func documentBytes() -> [UInt8] {
        var bytes = Array(#"<?xml version="1.0" encoding="UTF-8"?>"#.utf8)
        bytes.append(UInt8(ascii: "\n"))
        write(to: &bytes)
        return bytes
    }

    private func write(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "<"))
        bytes += name.utf8
        for attribute in attributes {
            bytes.append(UInt8(ascii: " "))
            bytes += attribute.name.utf8
            bytes += "=\"".utf8
            Self.escape(attribute.value, to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        if children.isEmpty, text?.isEmpty ?? true {
            bytes += "/>".utf8
            return
        }
        bytes.append(UInt8(ascii: ">"))
        if let text { Self.escape(text, to: &bytes) }
        for child in children { child.write(to: &bytes) }
        bytes += "</".utf8
        bytes += name.utf8
        bytes.append(UInt8(ascii: ">"))
    }

    private static func escape(_ text: String, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case UInt8(ascii: "\r"): bytes += "&#13;".utf8
            default: bytes.append(byte)
            }
        }
    }
}
