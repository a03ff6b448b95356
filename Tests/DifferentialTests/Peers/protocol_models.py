"""Models of services that do not exist, one for each protocol, which use all a protocol can carry.

usage: protocol_models.py PROTOCOL prints the model; `model(protocol)` gives it. The shapes of each have a prefix of their
own, so that the Swift generated of all can live in one module.
"""
import json
import sys

PREFIXES = {"json": "JSON", "rest-json": "RestJSON", "rest-xml": "RestXML", "query": "Query", "ec2": "EC2"}


def model(protocol):
    prefix = PREFIXES[protocol]
    rest, xml = protocol.startswith("rest"), protocol in ("rest-xml", "query", "ec2")
    shapes, operations = {}, {}

    def shape(name, **traits):
        shapes[prefix + name] = traits
        return name

    def member(name, **traits):
        return {"shape": prefix + name, **traits}

    def structure(name, members, required=(), **traits):
        return shape(name, type="structure", members=members, required=list(required), **traits)

    def operation(name, inputs=None, outputs=None, uri="/", method="POST", host=None, root=None):
        made = {"name": prefix + name, "http": {"method": method if rest else "POST", "requestUri": uri if rest else "/"}}
        if inputs:
            made["input"] = {"shape": prefix + inputs}
            if root:
                made["input"].update(root)
        if outputs:
            made["output"] = {"shape": prefix + outputs}
            if protocol == "query":
                made["output"]["resultWrapper"] = prefix + name + "Result"
        if host:
            made["endpoint"] = {"hostPrefix": host}
        operations[prefix + name] = made

    for name, kind in {"Text": "string", "Number": "integer", "Large": "long", "Ratio": "double", "Single": "float",
                       "Truth": "boolean", "Bytes": "blob", "Moment": "timestamp"}.items():
        shape(name, type=kind)
    shape("Choice", type="string", enum=["ONE", "two-three"])
    shape("ISOMoment", type="timestamp", timestampFormat="iso8601")
    shape("HTTPMoment", type="timestamp", timestampFormat="rfc822")
    shape("UnixMoment", type="timestamp", timestampFormat="unixTimestamp")
    shape("TextList", type="list", member=member("Text"))
    shape("NamedList", type="list", member=member("Text", locationName="Item"))
    shape("FlatList", type="list", flattened=True, member=member("Text"))
    shape("NumberList", type="list", member=member("Number"))
    shape("MomentList", type="list", member=member("Moment"))
    shape("HTTPMomentList", type="list", member=member("HTTPMoment"))
    shape("ChoiceList", type="list", member=member("Choice"))
    shape("TruthList", type="list", member=member("Truth"))
    shape("PartList", type="list", member=member("Part"))
    shape("FlatNamedList", type="list", flattened=True, member=member("Part", locationName="Element"))
    shape("TextLists", type="list", member=member("TextList"))
    structure("Part", {"Name": member("Text", locationName="name"), "Kind": member("Choice"),
                       "Parts": member("PartList", locationName="partSet"), "At": member("ISOMoment")}, ["Name"])
    body = {
        "Text": member("Text"), "Renamed": member("Text", locationName="otherName"), "Choice": member("Choice"),
        "Number": member("Number"), "Large": member("Large"), "Ratio": member("Ratio"), "Single": member("Single"),
        "Truth": member("Truth"), "Bytes": member("Bytes"), "Moment": member("Moment"),
        "ISOMoment": member("ISOMoment"), "HTTPMoment": member("HTTPMoment"), "UnixMoment": member("UnixMoment"),
        "OwnFormat": member("Moment", timestampFormat="rfc822"), "Part": member("Part"),
        "TextList": member("TextList"), "NamedList": member("NamedList", locationName="namedSet"),
        "FlatList": member("FlatList"), "NumberList": member("NumberList"), "MomentList": member("MomentList"),
        "HTTPMomentList": member("HTTPMomentList"), "ChoiceList": member("ChoiceList"),
        "PartList": member("PartList"), "FlatNamedList": member("FlatNamedList"), "TextLists": member("TextLists"),
        "Token": member("Text", idempotencyToken=True),
    }
    if protocol != "ec2":
        shape("TextMap", type="map", key=member("Text"), value=member("Text"))
        shape("NamedMap", type="map", key=member("Choice", locationName="Name"),
              value=member("Number", locationName="Count"))
        shape("FlatMap", type="map", flattened=True, key=member("Text", locationName="K"),
              value=member("Text", locationName="V"))
        shape("PartMap", type="map", key=member("Text"), value=member("Part"))
        shape("ListMap", type="map", key=member("Text"), value=member("TextList"))
        shape("MapList", type="list", member=member("NamedMap"))
        shape("HTTPMomentMap", type="map", key=member("Text"), value=member("HTTPMoment"))
        body.update({name: member(name) for name in
                     ["TextMap", "NamedMap", "FlatMap", "PartMap", "ListMap", "MapList", "HTTPMomentMap"]})
    if protocol == "ec2":
        body["QueryNamed"] = member("Text", locationName="lower", queryName="Upper")
    if protocol == "rest-xml":
        structure("Marked", {"Kind": member("Choice", locationName="xsi:type", xmlAttribute=True),
                             "Name": member("Text")},
                  xmlNamespace={"prefix": "xsi", "uri": "http://www.w3.org/2001/XMLSchema-instance"})
        shape("MarkedList", type="list", member=member("Marked", locationName="Mark"))
        body.update({"Marked": member("Marked"), "MarkedList": member("MarkedList"),
                     "Spaced": member("Text", xmlNamespace={"uri": "urn:spaced"})})
    structure("BodyInput", body)
    structure("BodyOutput", {name: value for name, value in body.items() if name != "Token"})
    operation("Body", "BodyInput", "BodyOutput", uri="/body", root={"locationName": "BodyRequest", "xmlNamespace": {
        "uri": "urn:body"}} if protocol == "rest-xml" else None)
    operation("Nothing", uri="/nothing?fixed=1&bare", method="GET")
    structure("HostInput", {"Label": member("Text", hostLabel=True), "Text": member("Text")}, ["Label"])
    operation("Host", "HostInput", uri="/host", host="data-{Label}.", root={"locationName": "HostRequest"})
    if rest:
        places(protocol, shape, member, structure, operation)
    metadata = {"apiVersion": "2020-01-01", "endpointPrefix": "features", "protocol": protocol, "protocols": [protocol],
                "serviceId": prefix + " Features", "jsonVersion": "1.0", "targetPrefix": "Features_2020",
                "xmlNamespace": "http://features.example/", "serviceFullName": prefix, "signatureVersion": "v4"}
    return {"version": "2.0", "metadata": metadata, "operations": operations, "shapes": shapes}


def places(protocol, shape, member, structure, operation):
    """Operations of the rest protocols, whose messages have more places than a body."""
    shape("QueryMap", type="map", key=member("Text"), value=member("Text"))
    shape("QueryListMap", type="map", key=member("Text"), value=member("TextList"))
    shape("HeaderMap", type="map", key=member("Text"), value=member("Text"))

    def put(name, kind, place, wire, **traits):
        return {name: member(kind, location=place, locationName=wire, **traits)}

    labels = {**put("Label", "Text", "uri", "Label"), **put("Greedy", "Text", "uri", "Greedy"),
              **put("LabelNumber", "Number", "uri", "LabelNumber"), **put("LabelTruth", "Truth", "uri", "LabelTruth"),
              **put("LabelMoment", "Moment", "uri", "LabelMoment"),
              **put("LabelUnix", "UnixMoment", "uri", "LabelUnix"), **put("LabelRatio", "Ratio", "uri", "LabelRatio")}
    operation("Labels", structure("LabelsInput", labels, labels), method="GET",
              uri="/labels/{Label}/{LabelNumber}/{LabelTruth}/{LabelMoment}/{LabelUnix}/{LabelRatio}/{Greedy+}")
    queries = {}
    for kind in ["Text", "Choice", "Number", "Large", "Ratio", "Truth", "Moment", "HTTPMoment", "UnixMoment", "TextList",
                 "NumberList", "ChoiceList", "TruthList", "MomentList", "HTTPMomentList"]:
        queries.update(put(kind, kind, "querystring", "q" + kind))
    operation("Queries", structure("QueriesInput", queries), uri="/queries?fixed=1", method="GET")
    operation("QueryEntries", structure("QueryEntriesInput", {
        **put("Entries", "QueryMap", "querystring", "x")}), uri="/entries", method="GET")
    operation("QueryListEntries", structure("QueryListEntriesInput", {
        **put("Entries", "QueryListMap", "querystring", "x")}), uri="/listEntries", method="GET")
    headers = {}
    for kind in ["Text", "Choice", "Number", "Large", "Ratio", "Truth", "Moment", "ISOMoment", "UnixMoment", "TextList",
                 "NumberList", "ChoiceList", "TruthList"]:
        headers.update(put(kind, kind, "header", "X-" + kind))
    answered = dict(headers)
    for kind in ["MomentList", "HTTPMomentList"]:
        headers.update(put(kind, kind, "header", "X-" + kind))
    headers.update(put("Prefixed", "HeaderMap", "headers", "X-Meta-"))
    answered.update(put("Prefixed", "HeaderMap", "headers", "X-Meta-"))
    answered["Status"] = member("Number", location="statusCode")
    operation("Headers", structure("HeadersInput", headers), structure("HeadersOutput", answered), uri="/headers")
    for kind, name in [("Bytes", "BytesPayload"), ("Text", "TextPayload"), ("Part", "PartPayload")]:
        members = {"Body": member(kind), **put("Note", "Text", "header", "X-Note")}
        if kind == "Part":
            members["Body"]["locationName"] = "PartBody"
        structure(name + "Input", members, payload="Body")
        structure(name + "Output", dict(members), payload="Body")
        operation(name, name + "Input", name + "Output", uri="/" + name, method="PUT")
    mixed = {**put("Label", "Text", "uri", "Label"), **put("Query", "Text", "querystring", "q"),
             **put("Header", "Text", "header", "X-Header"), "Text": member("Text"), "Part": member("Part")}
    operation("Mixed", structure("MixedInput", mixed, ["Label"]), uri="/mixed/{Label}", method="PUT",
              root={"locationName": "MixedRequest"})


if __name__ == "__main__":
    json.dump(model(sys.argv[1]), sys.stdout, indent=1)
