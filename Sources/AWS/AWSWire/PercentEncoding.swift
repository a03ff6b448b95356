/// Percent-encoding as AWS wants it: everything but letters, digits and `-._~`, in capitals.
public enum PercentEncoding {
    /// Encodes a text.
    ///
    /// - Parameters:
    ///   - text: What to encode, as UTF-8.
    ///   - keepingSlashes: Whether slashes stay, as in a label that may span segments.
    public static func encode(_ text: String, keepingSlashes: Bool = false) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        append(text, to: &bytes, keepingSlashes: keepingSlashes)
        return String(decoding: bytes, as: UTF8.self)
    }

    static func append(
        _ text: String, to bytes: inout [UInt8], keepingSlashes: Bool = false, spaceAsPlus: Bool = false
    ) {
        let digits: StaticString = "0123456789ABCDEF"
        for byte in text.utf8 {
            if isUnreserved(byte) || keepingSlashes && byte == .slash {
                bytes.append(byte)
            } else if spaceAsPlus && byte == 0x20 {
                bytes.append(UInt8(ascii: "+"))
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digits.utf8Start[Int(byte >> 4)])
                bytes.append(digits.utf8Start[Int(byte & 15)])
            }
        }
    }

    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), .zero ... .nine, .minus,
            UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
