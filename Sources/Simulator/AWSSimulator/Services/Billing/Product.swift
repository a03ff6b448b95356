internal import AWSWire

/// One product of the price list: a usage type in a Region.
struct Product: Sendable {
    let row: PriceList.Row
    let region: String
    let publishedAt: Moment

    /// The code every on-demand offer has in its keys.
    private static let offer = "JRTCKXETXF"
    /// The code of a price by the unit.
    private static let rate = "6YS6EN2CT7"

    private var sku: String {
        var random = SeededGenerator(0, "sku", row.service, row.usage, region)
        return random.base32(16)
    }

    /// The attributes by name, sorted.
    var attributes: [(String, String)] {
        [
            ("location", PriceList.location(of: region)), ("locationType", "AWS Region"), ("operation", ""),
            ("regionCode", region), ("servicecode", row.service),
            ("servicename", PriceList.serviceNames[row.service] ?? row.service),
            ("usagetype", PriceList.usageType(row, in: region)),
        ]
    }

    /// The value of an attribute, of the product's family, or of the service's code under its other spelling.
    func value(of field: String) -> String? {
        switch field {
        case "productFamily": row.family
        case "ServiceCode": row.service
        case "termType": "OnDemand"
        default: attributes.first { $0.0 == field }?.1
        }
    }

    /// The product as it stands, as text, in a list of products.
    var wireValue: WireValue {
        let usage = PriceList.usageType(row, in: region)
        let dollars = Self.dollars(row.price(in: region))
        let term = "\(sku).\(Self.offer)"
        let dimension = WireValue.record(
            ("unit", .string(row.unit)), ("endRange", .string("Inf")),
            ("description", .string("$\(dollars) per \(row.unit) of \(usage) in \(PriceList.location(of: region))")),
            ("appliesTo", .array([])), ("rateCode", .string("\(term).\(Self.rate)")), ("beginRange", .string("0")),
            ("pricePerUnit", .record(("USD", .string(dollars)))))
        let offer = WireValue.record(
            ("priceDimensions", .record(("\(term).\(Self.rate)", dimension))), ("sku", .string(sku)),
            ("effectiveDate", .string(publishedAt.iso8601Seconds)), ("offerTermCode", .string(Self.offer)),
            ("termAttributes", .object([])))
        return .record(
            (
                "product",
                .record(
                    ("productFamily", .string(row.family)),
                    ("attributes", .object(attributes.map { WireValue.Member($0.0, .string($0.1)) })),
                    ("sku", .string(sku)))
            ), ("serviceCode", .string(row.service)), ("terms", .record(("OnDemand", .record((term, offer))))),
            ("version", .string("\(publishedAt.day)")), ("publicationDate", .string(publishedAt.iso8601Seconds)))
    }

    /// Millionths of a dollar as the price list writes dollars, with ten places.
    static func dollars(_ millionths: Int64) -> String {
        let fraction = String(millionths % 1_000_000 + 1_000_000).dropFirst()
        return "\(millionths / 1_000_000).\(fraction)0000"
    }
}
