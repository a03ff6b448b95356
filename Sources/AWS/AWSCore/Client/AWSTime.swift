/// A moment in whole milliseconds since 1970-01-01T00:00:00Z, as signatures and expiry dates need it.
///
/// AWSCore knows nothing of the domain's `Instant`; both count the same milliseconds.
public struct AWSTime: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Milliseconds since the epoch.
    public let millisecondsSinceEpoch: Int64

    /// Makes the moment that many milliseconds after the epoch.
    public init(millisecondsSinceEpoch: Int64) { self.millisecondsSinceEpoch = millisecondsSinceEpoch }

    /// The moment `duration` later, or earlier when it is negative, cut to whole milliseconds.
    public func advanced(by duration: Duration) -> AWSTime {
        AWSTime(millisecondsSinceEpoch: millisecondsSinceEpoch &+ duration.milliseconds)
    }

    /// How long after this moment `other` is; negative when it is before.
    public func duration(to other: AWSTime) -> Duration {
        .milliseconds(other.millisecondsSinceEpoch &- millisecondsSinceEpoch)
    }

    /// The moment as a signature writes it, such as `20261123T182713Z`.
    public var timestamp: String { text("YYYYMMDDThhmmssZ") }

    /// The moment as RFC 3339 writes it, such as `2026-11-23T18:27:13Z`.
    public var description: String { text("YYYY-MM-DDThh:mm:ssZ") }

    /// Orders moments by time.
    public static func < (left: AWSTime, right: AWSTime) -> Bool {
        left.millisecondsSinceEpoch < right.millisecondsSinceEpoch
    }

    /// Writes the numbers of the calendar into a pattern, least digits last; every request asks for this.
    private func text(_ pattern: StaticString) -> String {
        var civil = civil
        return String(unsafeUninitializedCapacity: pattern.utf8CodeUnitCount) { buffer in
            for place in (0..<pattern.utf8CodeUnitCount).reversed() {
                let mark = pattern.utf8Start[place]
                switch mark {
                case UInt8(ascii: "Y"): buffer[place] = Self.lastDigit(of: &civil.year)
                case UInt8(ascii: "M"): buffer[place] = Self.lastDigit(of: &civil.month)
                case UInt8(ascii: "D"): buffer[place] = Self.lastDigit(of: &civil.day)
                case UInt8(ascii: "h"): buffer[place] = Self.lastDigit(of: &civil.hour)
                case UInt8(ascii: "m"): buffer[place] = Self.lastDigit(of: &civil.minute)
                case UInt8(ascii: "s"): buffer[place] = Self.lastDigit(of: &civil.second)
                default: buffer[place] = mark
                }
            }
            return pattern.utf8CodeUnitCount
        }
    }

    private static func lastDigit(of number: inout Int) -> UInt8 {
        defer { number /= 10 }
        return 0x30 + UInt8(clamping: abs(number % 10))
    }
}

extension AWSTime {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private struct Civil {
        var year, month, day, hour, minute, second: Int
    }

    /// Reads the `Date` header of an answer, such as `Mon, 23 Nov 2026 18:27:13 GMT`, or gives nothing.
    public init?(httpDate text: String) {
        var text = text
        if let seconds = text.withUTF8({ Self.seconds(ofUsualDate: $0) }) {
            self.init(millisecondsSinceEpoch: Int64(seconds) * 1_000)
            return
        }
        let words = text.split(whereSeparator: { $0 == " " || $0 == "-" })
        guard words.count == 6, words[0].last == ",", let day = Int(words[1]), (1...31).contains(day),
            let month = Self.months.firstIndex(of: String(words[2])), let year = Int(words[3]),
            (1970...9999).contains(year)
        else { return nil }
        let clock = words[4].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]), (0...60).contains(clock[2]),
            words[5] == "GMT" || words[5] == "UTC"
        else { return nil }
        let days = Self.daysSinceEpoch(year: year, month: month + 1, day: day)
        let seconds = days * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2]
        self.init(millisecondsSinceEpoch: Int64(seconds) * 1_000)
    }

    /// The seconds since the epoch of a date written as every server does, always of 29 characters; nothing for others.
    private static func seconds(ofUsualDate text: UnsafeBufferPointer<UInt8>) -> Int? {
        guard text.count == 29, text[3] == UInt8(ascii: ","), text[4] == 0x20, text[7] == 0x20, text[11] == 0x20,
            text[16] == 0x20, text[19] == UInt8(ascii: ":"), text[22] == UInt8(ascii: ":"),
            text[25...].elementsEqual(" GMT".utf8),
            let month = months.firstIndex(where: { $0.utf8.elementsEqual(text[8..<11]) })
        else { return nil }
        var isNumeric = true
        func number(_ places: Range<Int>) -> Int {
            places.reduce(0) { number, place in
                isNumeric = isNumeric && (0x30...0x39).contains(text[place])
                return number * 10 + Int(text[place]) - 0x30
            }
        }
        let (day, year) = (number(5..<7), number(12..<16))
        let (hour, minute, second) = (number(17..<19), number(20..<22), number(23..<25))
        guard isNumeric, (1...31).contains(day), year >= 1970, hour < 24, minute < 60, second <= 60 else { return nil }
        return daysSinceEpoch(year: year, month: month + 1, day: day) * 86_400 + hour * 3_600 + minute * 60 + second
    }

    private var civil: Civil {
        let seconds = Int(millisecondsSinceEpoch >= 0 ? millisecondsSinceEpoch : millisecondsSinceEpoch - 999) / 1_000
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let rest = seconds - days * 86_400
        // Counted from 0000-03-01, where leap days end the year: 146,097 days make 400 years.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        return Civil(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * monthIndex + 2) / 5 + 1,
            hour: rest / 3_600, minute: rest / 60 % 60, second: rest % 60)
    }

    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = year / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension Duration {
    /// This duration in seconds.
    var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }

    /// The whole milliseconds in this duration.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds &* 1_000 &+ attoseconds / 1_000_000_000_000_000
    }
}
