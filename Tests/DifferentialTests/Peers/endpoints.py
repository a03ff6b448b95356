"""Prints, as JSON lines, where botocore's endpoint rules send each service in each Region.

Standard input holds one JSON object: the names of the services' model folders and the Regions.
"""

import json
import sys

import botocore.loaders
from botocore.endpoint_provider import EndpointProvider

loader = botocore.loaders.create_loader()
partitions = loader.load_data("partitions")
asked = json.load(sys.stdin)
for service in asked["services"]:
    rules = loader.load_service_model(service, "endpoint-rule-set-1")
    metadata = loader.load_service_model(service, "service-2")["metadata"]
    provider = EndpointProvider(rules, partitions)
    for region in asked["regions"]:
        parameters = {"Region": region, "UseDualStack": False, "UseFIPS": False}
        known = rules["parameters"]
        if "UseGlobalEndpoint" in known:
            parameters["UseGlobalEndpoint"] = False
        if "AccountIdEndpointMode" in known:
            parameters["AccountIdEndpointMode"] = "disabled"
        try:
            endpoint = provider.resolve_endpoint(**parameters)
        except Exception:
            continue
        schemes = endpoint.properties.get("authSchemes") or [{}]
        print(json.dumps({
            "service": service,
            "prefix": metadata["endpointPrefix"],
            "region": region,
            "url": endpoint.url,
            "signingRegion": schemes[0].get("signingRegion", region),
        }))
