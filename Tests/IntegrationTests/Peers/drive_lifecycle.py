"""Calls about the policies of Data Lifecycle Manager."""

OPERATIONS = {
    "dlm": [
        "CreateLifecyclePolicy", "DeleteLifecyclePolicy", "GetLifecyclePolicies", "GetLifecyclePolicy",
        "ListTagsForResource", "TagResource", "UntagResource", "UpdateLifecyclePolicy",
    ],
}  # fmt: skip

DETAILS = {
    "PolicyType": "EBS_SNAPSHOT_MANAGEMENT", "ResourceTypes": ["VOLUME"],
    "TargetTags": [{"Key": "backup", "Value": "daily"}],
    "Schedules": [{
        "Name": "hourly", "CopyTags": True, "TagsToAdd": [{"Key": "by", "Value": "driver"}],
        "CreateRule": {"Interval": 1, "IntervalUnit": "HOURS", "Times": ["00:30"]}, "RetainRule": {"Count": 4},
    }],
}  # fmt: skip
MISSING = "policy-0123456789abcdef0"


def drive(driver, place):
    """Every operation with data and as an error."""
    dlm = place.client("dlm")
    role = f"arn:aws:iam::{place.account}:role/lifecycle"
    wanted = {"ExecutionRoleArn": role, "Description": "driver", "State": "ENABLED"}
    made = driver.call(dlm, "CreateLifecyclePolicy", PolicyDetails=DETAILS, Tags={"a": "b"}, **wanted)
    default = driver.call(dlm, "CreateLifecyclePolicy", DefaultPolicy="VOLUME", CreateInterval=2, **wanted)
    driver.call(dlm, "CreateLifecyclePolicy", "LimitExceededException", DefaultPolicy="VOLUME", **wanted)
    for answer in filter(None, (made, default)):
        policy = driver.call(dlm, "GetLifecyclePolicy", PolicyId=answer["PolicyId"])
        if not policy:
            continue
        arn = policy["Policy"]["PolicyArn"]
        driver.call(dlm, "TagResource", ResourceArn=arn, Tags={"driver:own": "yes"})
        driver.call(dlm, "UntagResource", ResourceArn=arn, TagKeys=["a"])
        tags = driver.call(dlm, "ListTagsForResource", ResourceArn=arn)
        driver.expect(tags and tags["Tags"] == {"driver:own": "yes"}, f"tags of a policy are kept: {tags}")
        driver.call(dlm, "UpdateLifecyclePolicy", PolicyId=answer["PolicyId"], State="DISABLED", Description="off")
        states = driver.call(dlm, "GetLifecyclePolicies", PolicyIds=[answer["PolicyId"]], State="DISABLED")
        driver.expect(states and len(states["Policies"]) == 1, "a policy is found by id and state")
    if made:
        driver.call(dlm, "UpdateLifecyclePolicy", PolicyId=made["PolicyId"], State="ENABLED", PolicyDetails=DETAILS)
    if default:
        driver.call(dlm, "DeleteLifecyclePolicy", PolicyId=default["PolicyId"])
    driver.call(dlm, "GetLifecyclePolicies")
    driver.call(dlm, "GetLifecyclePolicies", DefaultPolicyType="ALL")
    errors(driver, place, dlm, wanted)


def errors(driver, place, dlm, wanted):
    """One refused call, at least, of each operation."""
    bad = {**DETAILS, "Schedules": [{**DETAILS["Schedules"][0], "CreateRule": {"Interval": 5, "IntervalUnit": "HOURS"}}]}
    driver.call(dlm, "CreateLifecyclePolicy", "InvalidRequestException", PolicyDetails=bad, **wanted)
    driver.call(dlm, "CreateLifecyclePolicy", "InvalidRequestException", PolicyDetails=DETAILS)
    driver.call(dlm, "GetLifecyclePolicies", "InvalidRequestException", State="SLEEPING")
    driver.call(dlm, "GetLifecyclePolicies", "ResourceNotFoundException", PolicyIds=[MISSING])
    for operation in ("GetLifecyclePolicy", "DeleteLifecyclePolicy", "UpdateLifecyclePolicy"):
        driver.call(dlm, operation, "ResourceNotFoundException", PolicyId=MISSING)
    arn = f"arn:aws:dlm:{place.region}:{place.account}:policy/{MISSING}"
    driver.call(dlm, "ListTagsForResource", "ResourceNotFoundException", ResourceArn=arn)
    driver.call(dlm, "TagResource", "ResourceNotFoundException", ResourceArn=arn, Tags={"a": "b"})
    driver.call(dlm, "UntagResource", "ResourceNotFoundException", ResourceArn=arn, TagKeys=["a"])
