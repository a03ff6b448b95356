internal import AWSWire

extension EC2Service {
    /// Begins of the ids of zones, by Region, as AWS names them the same in every account.
    private static let zonePrefixes = [
        "us-east-1": "use1", "us-east-2": "use2", "us-west-1": "usw1", "us-west-2": "usw2", "eu-west-1": "euw1",
        "eu-west-2": "euw2", "eu-west-3": "euw3", "eu-central-1": "euc1", "eu-north-1": "eun1", "eu-south-1": "eus1",
        "ap-southeast-1": "apse1", "ap-southeast-2": "apse2", "ap-northeast-1": "apne1", "ap-northeast-2": "apne2",
        "ap-south-1": "aps1", "ca-central-1": "cac1", "sa-east-1": "sae1",
    ]

    /// The three zones every Region of this world has.
    func zones(_ request: ServiceRequest) throws(ServiceFault) -> ServiceReply {
        let known: Set = [
            "group-name", "opt-in-status", "region-name", "state", "zone-id", "zone-name", "zone-type",
        ]
        let filters = try EC2Filter.filters(of: request, known: known)
        let prefix = Self.zonePrefixes[request.region] ?? request.region.filter { $0 != "-" }
        let zones = ["a", "b", "c"].enumerated().map { index, letter in
            [
                "group-name": "\(request.region)-zg-1", "opt-in-status": "opt-in-not-required",
                "region-name": request.region, "state": "available", "zone-id": "\(prefix)-az\(index + 1)",
                "zone-name": request.region + letter, "zone-type": "availability-zone",
            ]
        }
        for (parameter, fact) in [("ZoneName", "zone-name"), ("ZoneId", "zone-id")] {
            let held = zones.map { $0[fact] ?? "" }
            let missing = (request.parameters[parameter]?.textsValue ?? []).filter { !held.contains($0) }
            guard missing.isEmpty else {
                throw EC2Fault.invalid("Invalid availability zone: [\(missing.joined(separator: ", "))]")
            }
        }
        let names = request.parameters["ZoneName"]?.textsValue
        let ids = request.parameters["ZoneId"]?.textsValue
        let items = zones.filter { zone in
            (names?.contains(zone["zone-name"] ?? "") ?? true) && (ids?.contains(zone["zone-id"] ?? "") ?? true)
                && filters.allSatisfy { filter in filter.matches { key in zone[key].map { [$0] } ?? [] } }
        }.map { zone in
            [
                XMLNode("zoneName", zone["zone-name"]), XMLNode("zoneId", zone["zone-id"]),
                XMLNode("zoneState", zone["state"]), XMLNode("regionName", zone["region-name"]),
                XMLNode("optInStatus", zone["opt-in-status"]), XMLNode("zoneType", zone["zone-type"]),
                XMLNode("groupName", zone["group-name"]), XMLNode("networkBorderGroup", request.region),
                XMLNode("messageSet", []),
            ]
        }
        return .xml(.list("availabilityZoneInfo", of: "item", items))
    }

    /// Tells or sets whether new volumes are encrypted; in half of the places they are.
    func encryptionByDefault(_ request: ServiceRequest, in region: inout RegionState) -> ServiceReply {
        switch request.operation {
        case "EnableEbsEncryptionByDefault": region.ec2.encryptsByDefault = true
        case "DisableEbsEncryptionByDefault": region.ec2.encryptsByDefault = false
        default: break
        }
        let place = ResourceDetails(arn: "\(request.account)/\(request.region)")
        let isOn = region.ec2.encryptsByDefault ?? (place.number(below: 2, "encryption by default") == 0)
        return .xml(
            XMLNode("ebsEncryptionByDefault", isOn),
            request.operation == "GetEbsEncryptionByDefault" ? XMLNode("sseType", isOn ? "sse-kms" : "none") : nil)
    }
}
