"""Says which code and message botocore's parsers find in answers that are errors, a JSON list on standard input."""

import json
import sys

import botocore.parsers
from botocore.compat import HTTPHeaders

results = []
for case in json.load(sys.stdin):
    parser = botocore.parsers.create_parser(case["wireProtocol"])
    response = {"status_code": case["status"], "headers": HTTPHeaders.from_dict(dict(case["headers"])),
                "body": case["body"].encode()}
    try:
        error = parser.parse(response, None).get("Error", {})
        results.append({"code": str(error.get("Code", "")), "message": error.get("Message") or ""})
    except Exception as problem:
        results.append({"problem": f"{type(problem).__name__}: {problem}"})
json.dump(results, sys.stdout)
