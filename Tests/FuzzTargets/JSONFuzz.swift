internal import AWSWire

/// JSON read in all the ways there are.
enum JSONFuzz {
    static func read(_ input: [UInt8], _ outcome: inout FuzzOutcome) {
        let isPassed = passes(input)
        do throws(WireError) {
            let value = try WireValue(json: input)
            let written = value.jsonBytes()
            outcome.keep(String(decoding: written, as: UTF8.self))
            outcome.expect(isPassed, "read as a tree, and refused when passed")
            outcome.expect((try? WireValue(json: written)) == value, "written and read again it is another value")
            outcome.expect(depth(of: value) <= JSONReader.depthLimit, "deeper than the limit")
        } catch {
            outcome.keep(error.description)
            // A number beyond the doubles is well written: whoever passes it need not know.
            outcome.expect(
                !isPassed || error.message.contains("out of range"), "passed, and refused as a tree: \(error)")
        }
    }

    /// Whether the whole input is one JSON value.
    static func passes(_ input: [UInt8]) -> Bool {
        var reader = JSONReader(input)
        do throws(WireError) {
            try reader.skipValue()
            try reader.finish()
            return true
        } catch {
            return false
        }
    }

    private static func depth(of value: WireValue) -> Int {
        switch value {
        case .array(let elements): 1 + (elements.map(depth).max() ?? 0)
        case .object(let members): 1 + (members.map { depth(of: $0.value) }.max() ?? 0)
        default: 0
        }
    }
}
