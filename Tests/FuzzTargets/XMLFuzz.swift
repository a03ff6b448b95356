internal import AWSSimulator
internal import AWSWire

/// XML read in all the ways there are.
enum XMLFuzz {
    static func read(_ input: [UInt8], _ outcome: inout FuzzOutcome) {
        let isPassed = passes(input)
        do throws(WireError) {
            var reader = XMLReader(input)
            var text = try reader.beginRoot()
            var depth = 1
            while depth > 0 {
                if let name = try reader.nextChild() {
                    depth += 1
                    text += "<" + name
                } else {
                    depth -= 1
                    text += ">"
                }
                outcome.expect(depth <= XMLReader.depthLimit, "deeper than the limit")
            }
            try reader.finish()
            outcome.keep(text)
            outcome.expect(isPassed, "read child by child, and refused when passed")
        } catch {
            outcome.keep(error.description)
            outcome.expect(!isPassed, "passed, and refused child by child: \(error)")
        }
        do throws(ServiceFault) {
            let tree = try XMLTree.tree(of: input)
            outcome.keep(String(decoding: tree.jsonBytes(), as: UTF8.self))
            outcome.expect(isPassed || input.isEmpty, "read as a tree, and refused when passed")
        } catch {
            outcome.keep(error.code)
            outcome.expect(!isPassed, "passed, and refused as a tree")
        }
    }

    /// Whether the whole input is one XML document.
    static func passes(_ input: [UInt8]) -> Bool {
        var reader = XMLReader(input)
        do throws(WireError) {
            _ = try reader.beginRoot()
            try reader.skipElement()
            try reader.finish()
            return true
        } catch {
            return false
        }
    }
}
