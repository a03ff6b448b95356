/// Models of services that do not exist.
enum TinyModel {
    /// A service with a list and a make operation, in any protocol but `rest-xml`.
    static func text(_ wireProtocol: String) -> String {
        let rest = wireProtocol == "rest-json"
        return """
            {"metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "tiny", "protocol": "\(wireProtocol)",
              "protocols": ["smithy-rpc-v2-cbor", "\(wireProtocol)"], "serviceId": "Tiny Things", "jsonVersion": "1.1",
              "targetPrefix": "Tiny_2020"},
            "operations": {
              "ListThings": {"name": "ListThings", "http": {"method": "\(rest ? "GET" : "POST")",
                "requestUri": "\(rest ? "/things/" : "/")"}, "input": {"shape": "ListThingsRequest"},
                "output": {"shape": "ListThingsResponse", "resultWrapper": "ListThingsResult"},
                "documentation": "<p>Lists <code>Thing</code>s. Slowly.</p>"},
              "MakeThing": {"name": "MakeThing", "http": {"method": "\(rest ? "PUT" : "POST")",
                "requestUri": "\(rest ? "/things/{name}" : "/")"}, "input": {"shape": "MakeThingRequest"}}},
            "shapes": {
              "ListThingsRequest": {"type": "structure", "members": {
                "NextToken": {"shape": "String"\(query("nextToken", rest))},
                "Since": {"shape": "Moment"\(query("since", rest))}}},
              "ListThingsResponse": {"type": "structure", "members": {
                "NextToken": {"shape": "String"}, "Things": {"shape": "ThingList", "locationName": "thingSet"}}},
              "MakeThingRequest": {"type": "structure", "required": ["Name", "Thing"], "members": {
                "Token": {"shape": "String", "idempotencyToken": true},
                "Name": {"shape": "String"\(rest ? ", \"location\": \"uri\", \"locationName\": \"name\"" : "")},
                "Thing": {"shape": "Thing"}}},
              "Thing": {"type": "structure", "required": ["Kind"], "documentation": "<p>A thing.</p>", "members": {
                "Kind": {"shape": "Kind", "locationName": "kind", "documentation": "<p>What it is</p>"},
                "Size": {"shape": "Long"}, "default": {"shape": "Boolean"},
                "Names": {"shape": "NameList", "locationName": "nameSet"}, "MadeAt": {"shape": "Moment"}}},
              "ThingList": {"type": "list", "member": {"shape": "Thing", "locationName": "item"}},
              "NameList": {"type": "list", "flattened": true, "member": {"shape": "String", "locationName": "Name"}},
              "Kind": {"type": "string", "enum": ["ROUND", "very-flat", "none"]},
              "Moment": {"type": "timestamp", "timestampFormat": "iso8601"},
              "String": {"type": "string"}, "Long": {"type": "long"}, "Boolean": {"type": "boolean"}}}
            """
    }

    /// A service of the `rest-xml` protocol with a payload, a fixed query and a checksum.
    static let buckets = """
        {"metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "tiny", "protocol": "rest-xml", "serviceId": "Tiny"},
        "operations": {
          "PutThing": {"name": "PutThing", "http": {"method": "PUT", "requestUri": "/{Bucket}/{Key+}?thing"},
            "input": {"shape": "PutThingRequest"}, "httpChecksum": {"requestChecksumRequired": true}}},
        "shapes": {
          "PutThingRequest": {"type": "structure", "required": ["Bucket", "Key", "Thing"], "payload": "Thing",
            "members": {
            "Bucket": {"shape": "String", "location": "uri", "locationName": "Bucket"},
            "Key": {"shape": "String", "location": "uri", "locationName": "Key"},
            "At": {"shape": "Moment", "location": "header", "locationName": "x-at"},
            "Thing": {"shape": "Thing", "locationName": "TheThing", "xmlNamespace": {"uri": "urn:tiny"}}}},
          "Thing": {"type": "structure", "members": {"Names": {"shape": "NameList"}, "More": {"shape": "MoreList"}}},
          "NameList": {"type": "list", "member": {"shape": "String", "locationName": "Name"}},
          "MoreList": {"type": "list", "flattened": true, "member": {"shape": "String"}},
          "Moment": {"type": "timestamp"}, "String": {"type": "string"}}}
        """

    /// A service of one operation and the shapes given.
    static func one(_ operation: String, shapes: String) -> String {
        """
        {"metadata": {"apiVersion": "1", "endpointPrefix": "tiny", "protocol": "json", "serviceId": "Tiny"},
        "operations": {"Go": \(operation)}, "shapes": {\(shapes)}}
        """
    }

    private static func query(_ name: String, _ isRest: Bool) -> String {
        isRest ? ", \"location\": \"querystring\", \"locationName\": \"\(name)\"" : ""
    }
}
