internal import AWSWire

/// AWS Price List: the products of the services backups are billed by, each as JSON text in a list of texts.
///
/// Source: AWS Billing, "Price List Query API" and its API Reference.
package struct PricingService: ServiceSimulator {
    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "pricing", wireProtocol: .json(version: "1.1", targetPrefix: "AWSPriceListService"),
        operations: ["DescribeServices", "GetAttributeValues", "GetProducts"], errorMessageMember: "Message")

    private static let format = "aws_v1"

    /// Makes the service.
    package init() {}

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let regions = Set(world.options.regions + ["eu-central-1", "eu-west-1", "us-east-1", "us-west-1", "us-west-2"])
        let products = PriceList.rows.flatMap { row in
            regions.sorted().map { Product(row: row, region: $0, publishedAt: world.options.birth) }
        }
        let format = request.parameters["FormatVersion"]?.stringValue
        guard format == nil || format == Self.format else {
            throw Self.invalid("Invalid FormatVersion: \(format ?? "")")
        }
        switch request.operation {
        case "DescribeServices": return try services(request, products)
        case "GetAttributeValues": return try values(request, products)
        default: return try list(request, products)
        }
    }

    private func services(_ request: ServiceRequest, _ products: [Product]) throws(ServiceFault) -> ServiceReply {
        let wanted = request.parameters["ServiceCode"]?.stringValue
        if let wanted { try Self.check(wanted) }
        let codes = PriceList.serviceNames.keys.sorted().filter { wanted == nil || $0 == wanted }
        let page = try Self.page(codes, of: request, about: [wanted ?? ""])
        let list = page.items.map { code in
            let names = Set(products.filter { $0.row.service == code }.flatMap { $0.attributes.map(\.0) })
            return WireValue.record(
                ("ServiceCode", .string(code)), ("AttributeNames", .texts(names.sorted() + ["termType"])))
        }
        return .json(
            ("Services", .array(list)), ("FormatVersion", .string(Self.format)), ("NextToken", .text(page.next)))
    }

    private func values(_ request: ServiceRequest, _ products: [Product]) throws(ServiceFault) -> ServiceReply {
        let code = try Self.service(of: request)
        guard let name = request.parameters["AttributeName"]?.stringValue else {
            throw Self.invalid("AttributeName is required")
        }
        let found = Set(products.filter { $0.row.service == code }.compactMap { $0.value(of: name) }).sorted()
        guard !found.isEmpty else { throw Self.invalid("Invalid AttributeName: \(name)") }
        let page = try Self.page(found, of: request, about: [code, name], most: 10_000)
        return .json(
            ("AttributeValues", .array(page.items.map { .record(("Value", .string($0))) })),
            ("NextToken", .text(page.next)))
    }

    private func list(_ request: ServiceRequest, _ products: [Product]) throws(ServiceFault) -> ServiceReply {
        let code = try Self.service(of: request)
        let filters = request.parameters["Filters"]?.arrayValue ?? []
        guard filters.count <= 50 else { throw Self.invalid("Filters takes at most 50 filters") }
        var conditions: [PriceFilter] = []
        for filter in filters { conditions.append(try PriceFilter(filter)) }
        let chosen = products.filter { product in
            product.row.service == code && conditions.allSatisfy { $0.matches(product) }
        }
        let about = [code] + conditions.map { "\($0.type) \($0.field) \($0.value)" }
        let page = try Self.page(chosen, of: request, about: about)
        return .json(
            ("FormatVersion", .string(Self.format)),
            ("PriceList", .texts(page.items.map { String(decoding: $0.wireValue.jsonBytes(), as: UTF8.self) })),
            ("NextToken", .text(page.next)))
    }

    private static func service(of request: ServiceRequest) throws(ServiceFault) -> String {
        guard let code = request.parameters["ServiceCode"]?.stringValue else {
            throw invalid("ServiceCode is required")
        }
        try check(code)
        return code
    }

    private static func check(_ code: String) throws(ServiceFault) {
        guard PriceList.serviceNames[code] != nil else {
            throw ServiceFault("NotFoundException", "Service \(code) is not found")
        }
    }

    private static func page<Item>(
        _ items: [Item], of request: ServiceRequest, about: [String], most: Int64 = 100
    ) throws(ServiceFault) -> (items: ArraySlice<Item>, next: String?) {
        let limit = request.parameters["MaxResults"]?.integerValue
        guard limit.map({ (1...most).contains($0) }) ?? true else {
            throw invalid("MaxResults must be between 1 and \(most)")
        }
        return try Paging(standard: 100, maximum: Int(most)).page(
            items, token: request.parameters["NextToken"]?.stringValue, limit: limit.map(Int.init),
            purpose: [request.operation] + about,
            badToken: ServiceFault("InvalidNextTokenException", "The NextToken is not valid"))
    }

    static func invalid(_ message: String) -> ServiceFault { ServiceFault("InvalidParameterException", message) }
}

/// One filter of `GetProducts`.
struct PriceFilter: Sendable {
    let type: String
    let field: String
    let value: String

    init(_ filter: WireValue) throws(ServiceFault) {
        guard let type = filter["Type"]?.stringValue, let field = filter["Field"]?.stringValue,
            let value = filter["Value"]?.stringValue, !field.isEmpty, !value.isEmpty
        else { throw PricingService.invalid("A filter needs Type, Field and Value") }
        guard ["TERM_MATCH", "EQUALS", "CONTAINS", "ANY_OF", "NONE_OF"].contains(type) else {
            throw PricingService.invalid("Invalid filter type: \(type)")
        }
        (self.type, self.field, self.value) = (type, field, value)
    }

    /// Whether a product has what the filter asks for; lists of values are told apart by commas.
    func matches(_ product: Product) -> Bool {
        let found = product.value(of: field)
        let values = value.split(separator: ",").map(String.init)
        return switch type {
        case "CONTAINS": found?.contains(value) ?? false
        case "ANY_OF": found.map(values.contains) ?? false
        case "NONE_OF": !(found.map(values.contains) ?? false)
        default: found == value
        }
    }
}
