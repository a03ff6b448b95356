public import HoldfastHTTP

/// Chooses what form and coding an answer has, by what the client says it takes.
public enum ContentNegotiation {
    /// A form that can be given.
    public struct Offer: Sendable, Hashable {
        /// Type and subtype, in lower case.
        public let mediaType: String
        /// The version the form has, where it has one.
        public let version: String?

        /// Offers a form.
        public init(mediaType: String, version: String? = nil) {
            self.mediaType = mediaType
            self.version = version
        }
    }

    /// The place of the offer the client likes best.
    ///
    /// Quality counts first, then how exactly the client named it, then the client's order, then ours. Where the client
    /// takes none it is the first offer, for a form it may not like is better than no answer.
    public static func choose(from offers: [Offer], accept: String?) -> Int {
        let elements = self.elements(of: accept ?? "*/*")
        var best: (place: Int, quality: Double, precision: Int, order: Int)?
        for (place, offer) in offers.enumerated() {
            var match: (precision: Int, quality: Double, order: Int)?
            for (order, element) in elements.enumerated() {
                guard let precision = precision(of: element, for: offer) else { continue }
                if match.map({ precision > $0.precision }) ?? true { match = (precision, element.quality, order) }
            }
            guard let match, match.quality > 0 else { continue }
            let isBetter =
                best.map { known in
                    (match.quality, match.precision, -match.order) > (known.quality, known.precision, -known.order)
                } ?? true
            if isBetter { best = (place, match.quality, match.precision, match.order) }
        }
        return best?.place ?? 0
    }

    /// Whether the client asks for gzip, and not more for no coding at all.
    public static func acceptsGzip(_ acceptEncoding: String?) -> Bool {
        guard let acceptEncoding else { return false }
        let elements = self.elements(of: acceptEncoding)
        let quality: (Set<String>) -> Double? = { names in elements.first { names.contains($0.name) }?.quality }
        let gzip = quality(["gzip", "x-gzip"]) ?? quality(["*"]) ?? 0
        return gzip > 0 && gzip >= quality(["identity"]) ?? 0
    }

    /// Compresses an answer when the client asks for it, and says that it depends on that.
    ///
    /// Answers without a body, and answers that cannot be compressed, stay as they are.
    public static func encoded(_ response: HTTPResponse, for request: HTTPRequest) -> HTTPResponse {
        var answer = response
        let vary = response.headers["Vary"].map { "\($0), Accept-Encoding" } ?? "Accept-Encoding"
        answer.headers["Vary"] = vary
        guard !response.body.isEmpty, response.headers["Content-Encoding"] == nil,
            acceptsGzip(request.headers["Accept-Encoding"]), let body = Compression.gzip(response.body)
        else { return answer }
        answer.body = body
        answer.headers["Content-Encoding"] = "gzip"
        return answer
    }

    private struct Element {
        var name = ""
        var parameters: [String: String] = [:]
        var quality = 1.0
    }

    private static func elements(of header: String) -> [Element] {
        header.split(separator: ",").map { text in
            var element = Element()
            for (index, part) in text.split(separator: ";", omittingEmptySubsequences: false).enumerated() {
                let trimmed = trim(part)
                if index == 0 {
                    element.name = trimmed.lowercased()
                    continue
                }
                let sides = trimmed.split(separator: "=", maxSplits: 1).map { trim($0) }
                guard sides.count == 2 else { continue }
                if sides[0].lowercased() == "q" {
                    element.quality = min(max(Double(sides[1]) ?? 0, 0), 1)
                } else {
                    element.parameters[sides[0].lowercased()] = sides[1]
                }
            }
            return element
        }
    }

    private static func trim(_ text: Substring) -> String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\"" }
        return String(text.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }

    /// How exactly an element names an offer: 0 for anything, 1 for a type, 2 for a subtype, 3 with its version.
    private static func precision(of element: Element, for offer: Offer) -> Int? {
        if let version = element.parameters["version"] {
            return element.name == offer.mediaType && version == offer.version ? 3 : nil
        }
        if element.name == offer.mediaType { return 2 }
        if element.name == "*/*" { return 0 }
        let type = offer.mediaType.prefix { $0 != "/" }
        return element.name == "\(type)/*" ? 1 : nil
    }
}
