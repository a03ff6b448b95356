"""Decides questions of permission with MiniStack's policy evaluator, which nobody here wrote.

usage: judge_policies.py MINISTACK-BINARY CASES.json

The file holds a list of cases, each with `identity` (policy documents), maybe `session` (policy documents), `action`,
`resource` and `context` (lists of values by key in lowercase). Prints the list of decisions: Allow, Deny, ImplicitDeny.
"""

import json
import pathlib
import pkgutil
import subprocess
import sys


def decision(case):
    """What the evaluator says of one case."""
    from ministack.core.iam_evaluator import EvalContext, evaluate, parse_policy_document

    context = {key: values if key == "aws:tagkeys" else values[0] for key, values in case["context"].items()}
    asked = EvalContext(
        principal_arn=context.get("aws:principalarn", ""), principal_type="AssumedRole",
        principal_account=context.get("aws:principalaccount", ""), action=case["action"],
        resource_arn=case["resource"], region=context.get("aws:requestedregion", ""),
        tag_keys=context.get("aws:tagkeys"), service_context=context,
    )  # fmt: skip
    identity = [parse_policy_document(document) for document in case["identity"]]
    limits = [] if case.get("session") is None else [[parse_policy_document(document) for document in case["session"]]]
    return evaluate(asked, identity, *limits).decision


if __name__ == "__main__":
    binary, cases = sys.argv[1:3]
    if "ministack" not in {module.name for module in pkgutil.iter_modules()}:
        # MiniStack lives in an environment of its own.
        done = subprocess.run([pathlib.Path(binary).parent / "python", __file__, binary, cases], check=False)
        sys.exit(done.returncode)
    json.dump([decision(case) for case in json.loads(pathlib.Path(cases).read_text())], sys.stdout)
