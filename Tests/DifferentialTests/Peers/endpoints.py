"""Prints, as JSON lines, where botocore's endpoint rules send each service in each Region and variant.

Standard input holds one JSON object: the names of the services' model folders. The Regions are all of botocore's
partitions, their names for everywhere and Regions nobody has heard of.
"""

import itertools
import json
import sys

import botocore.loaders
from botocore.endpoint_provider import EndpointProvider

UNHEARD = ["xx-unheard-1", "cn-new-9", "us-gov-central-1", "us-iso-north-2", "eusc-de-west-7", "cn-north", "us-gov-1"]
BUCKETS = ["plain-bucket", "dotted.bucket", "UPPER", "ab", "-dash"]

loader = botocore.loaders.create_loader()
partitions = loader.load_data("partitions")
regions = [region for partition in partitions["partitions"] for region in partition["regions"]] + UNHEARD


def cases(name, known):
    """The settings beside Region and variant that make a difference to the service."""
    if name == "s3":
        yield {}
        for bucket, style in itertools.product(BUCKETS, (False, True)):
            yield {"Bucket": bucket, "ForcePathStyle": style}
    elif name == "sts":
        yield {"UseGlobalEndpoint": False}
        yield {"UseGlobalEndpoint": True}
    else:
        yield {}


for name in json.load(sys.stdin):
    rules = loader.load_service_model(name, "endpoint-rule-set-1")
    provider = EndpointProvider(rules, partitions)
    known = rules["parameters"]
    fixed = {"AccountIdEndpointMode": "disabled"} if "AccountIdEndpointMode" in known else {}
    for extra in cases(name, known):
        for region, fips, dual in itertools.product(regions, (False, True), (False, True)):
            parameters = {"Region": region, "UseDualStack": dual, "UseFIPS": fips, **fixed, **extra}
            answer = {"service": name, "region": region, "fips": fips, "dualStack": dual,
                      "former": extra.get("UseGlobalEndpoint", False), "bucket": extra.get("Bucket"),
                      "pathStyle": extra.get("ForcePathStyle", False)}
            try:
                endpoint = provider.resolve_endpoint(**parameters)
                schemes = endpoint.properties.get("authSchemes") or [{}]
                answer["url"] = endpoint.url
                answer["signingRegion"] = schemes[0].get("signingRegion", region)
            except Exception as error:
                answer["error"] = str(error)
            print(json.dumps(answer))
