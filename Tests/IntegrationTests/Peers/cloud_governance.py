"""AWS Config and the tagging API."""


def play(cloud, model):
    cloud.step("none", "config", "DescribeConfigRules", ConfigRuleNames=["nothing"])
    cloud.step("none", "config", "DescribeConfigurationRecorders", ConfigurationRecorderNames=["nothing"])
    cloud.step("none", "config", "DescribeConfigurationRecorderStatus", ConfigurationRecorderNames=["nothing"])
    tagging(cloud, model)


def tagging(cloud, model):
    service = "resourcegroupstaggingapi"
    cloud.step("nothing has it", service, "GetResources", TagFilters=[{"Key": "nothing-has-this"}])
    cloud.step("a key nothing has", service, "GetTagValues", Key="nothing-has-this")
    cloud.step("no resource", service, "TagResources", ResourceARNList=[], Tags={"a": "b"})
    cloud.step("no ARN", service, "UntagResources", ResourceARNList=["nothing"], TagKeys=["a"])
    if not model.get("table"):
        return
    arn = f"arn:aws:dynamodb:us-east-1:{cloud.account}:table/{model['table']['TableName']}"
    cloud.step("a table", service, "TagResources", ResourceARNList=[arn], Tags={"told": "by tagging"})
    cloud.step("the table", service, "GetResources", TagFilters=[{"Key": "told", "Values": ["by tagging"]}])
    cloud.step("the table's", service, "GetTagValues", Key="told")
    cloud.step("with it", service, "GetTagKeys", lambda answer: {
        "TagKeys": [key for key in answer.get("TagKeys", []) if key == "told"]})
    cloud.step("the table", service, "UntagResources", ResourceARNList=[arn], TagKeys=["told"])
    cloud.step("the table no more", service, "GetResources", TagFilters=[{"Key": "told"}])
