/// Reads the textual forms of instants.
enum TimestampParser {
    /// The names of the months in RFC 822.
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Reads digits with an optional sign and fraction exactly, without going through a double.
    static func plainSeconds(_ text: ArraySlice<UInt8>) -> WireTimestamp? {
        let isNegative = text.first == .minus
        let bytes = isNegative ? text.dropFirst() : text
        let point = bytes.firstIndex(of: UInt8(ascii: ".")) ?? bytes.endIndex
        guard let seconds = number(bytes[bytes.startIndex..<point]) else { return nil }
        var magnitude = Int64(seconds) * 1_000
        if point < bytes.endIndex {
            guard let fraction = milliseconds(bytes[(point + 1)...]) else { return nil }
            magnitude += Int64(fraction)
        }
        return WireTimestamp(millisecondsSinceEpoch: isNegative ? -magnitude : magnitude)
    }

    /// Reads `2026-11-23T18:27:12.123Z`, with any number of fraction digits and `Z` or an offset.
    static func iso8601(_ bytes: [UInt8]) -> WireTimestamp? {
        guard bytes.count >= 20, bytes[4] == .minus, bytes[7] == .minus,
            bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t") || bytes[10] == 0x20,
            bytes[13] == .colon, bytes[16] == .colon,
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19])
        else { return nil }
        var rest = bytes[19...]
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (UInt8.zero ... .nine).contains($0) }
            guard let value = milliseconds(digits) else { return nil }
            fraction = value
            rest = rest[digits.endIndex...]
        }
        guard let offset = offsetInMinutes(rest) else { return nil }
        return instant(
            year: year, month: month, day: day, hour: hour, minute: minute - offset, second: second,
            millisecond: fraction, checkedMinute: minute)
    }

    /// Reads `2026-11-23T18:27:12.123Z`, with three fraction digits or none, from where it stands; gives nothing for any
    /// other spelling.
    static func plainISO8601(_ bytes: UnsafeRawBufferPointer, _ place: Range<Int>) -> WireTimestamp? {
        let start = place.lowerBound
        guard place.count == 20 || place.count == 24, bytes[start + 4] == .minus, bytes[start + 7] == .minus,
            bytes[start + 10] == UInt8(ascii: "T"), bytes[start + 13] == .colon, bytes[start + 16] == .colon,
            bytes[place.upperBound - 1] == UInt8(ascii: "Z"), place.count == 20 || bytes[start + 19] == .point
        else { return nil }
        var isNumeric = true
        func number(_ offset: Int, _ count: Int) -> Int {
            var value = 0
            for index in start + offset..<start + offset + count {
                let digit = bytes[index] &- .zero
                isNumeric = isNumeric && digit < 10
                value = value * 10 + Int(digit)
            }
            return value
        }
        let millisecond = place.count == 24 ? number(20, 3) : 0
        let minute = number(14, 2)
        let found = instant(
            year: number(0, 4), month: number(5, 2), day: number(8, 2), hour: number(11, 2), minute: minute,
            second: number(17, 2), millisecond: millisecond, checkedMinute: minute)
        return isNumeric ? found : nil
    }

    /// Reads `Mon, 23 Nov 2026 18:27:12 GMT`.
    static func rfc822(_ bytes: [UInt8]) -> WireTimestamp? {
        let words = bytes.split { $0 == 0x20 || $0 == .comma || $0 == .colon || $0 == .minus }
        guard words.count == 8, words[0].count == 3, let day = number(words[1]),
            let month = months.firstIndex(where: { $0.utf8.elementsEqual(words[2]) }),
            words[3].count == 4, let year = number(words[3]), let hour = number(words[4]),
            let minute = number(words[5]), let second = number(words[6]),
            words[7].elementsEqual("GMT".utf8) || words[7].elementsEqual("UTC".utf8)
        else { return nil }
        return instant(
            year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second, millisecond: 0,
            checkedMinute: minute)
    }

    private static func offsetInMinutes(_ text: ArraySlice<UInt8>) -> Int? {
        let bytes = Array(text)
        if bytes == [UInt8(ascii: "Z")] || bytes == [UInt8(ascii: "z")] { return 0 }
        guard bytes.count == 6 || bytes.count == 5, bytes[0] == UInt8(ascii: "+") || bytes[0] == .minus,
            bytes.count == 5 || bytes[3] == .colon,
            let hours = number(bytes[1..<3]), let minutes = number(bytes[(bytes.count - 2)...]), hours < 24,
            minutes < 60
        else { return nil }
        return (bytes[0] == .minus ? -1 : 1) * (hours * 60 + minutes)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.count <= 15 else { return nil }
        var value = 0
        for digit in digits {
            guard (UInt8.zero ... .nine).contains(digit) else { return nil }
            value = value * 10 + Int(digit - .zero)
        }
        return value
    }

    /// The first three digits of a fraction; the others must be digits too.
    private static func milliseconds(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.allSatisfy({ (UInt8.zero ... .nine).contains($0) }) else { return nil }
        return (digits.prefix(3) + [.zero, .zero]).prefix(3).reduce(0) { $0 * 10 + Int($1 - .zero) }
    }

    private static func instant(
        year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, millisecond: Int, checkedMinute: Int
    ) -> WireTimestamp? {
        guard (1...12).contains(month), day >= 1, day <= daysInMonth(year, month), hour < 24,
            (0..<60).contains(checkedMinute), second <= 60
        else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
        return WireTimestamp(millisecondsSinceEpoch: Int64(seconds) * 1_000 + Int64(millisecond))
    }

    private static func daysInMonth(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }
}
