"""AWS Config and the tagging API."""


def play(cloud, model):
    cloud.step("none", "config", "DescribeConfigRules", ConfigRuleNames=["nothing"])
    cloud.step("none", "config", "DescribeConfigurationRecorders", ConfigurationRecorderNames=["nothing"])
    cloud.step("none", "config", "DescribeConfigurationRecorderStatus", ConfigurationRecorderNames=["nothing"])
    cloud.step("none", "config", "DescribeDeliveryChannels", DeliveryChannelNames=["nothing"])
    cloud.step("none", "config", "DescribeDeliveryChannelStatus", DeliveryChannelNames=["nothing"])
    rules(cloud)
    records(cloud)
    aggregators(cloud)
    tagging(cloud, model)


def rules(cloud):
    rule = {"ConfigRuleName": "comparison", "Description": "made to be compared",
            "Source": {"Owner": "AWS", "SourceIdentifier": "BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK"}}
    cloud.step("new", "config", "PutConfigRule", ConfigRule=rule)
    named = {"ConfigRuleNames": ["comparison"]}
    answer = cloud.ask("config", "DescribeConfigRules", **named)[0] or {"ConfigRules": [{}]}
    cloud.call(answer["ConfigRules"][0].get("ConfigRuleId"), "rule")
    cloud.step("the new", "config", "DescribeConfigRules", **named)
    cloud.step("an owner that is none", "config", "PutConfigRule", ConfigRule={
        **rule, "ConfigRuleName": "refused", "Source": {"Owner": "NOBODY", "SourceIdentifier": "X"}})
    cloud.step("the new", "config", "DeleteConfigRule", ConfigRuleName="comparison")
    cloud.step("none", "config", "DeleteConfigRule", ConfigRuleName="nothing")


def records(cloud):
    """What Config keeps of resources, and what it is told of them."""
    cloud.step("none", "config", "DescribeComplianceByConfigRule", ConfigRuleNames=["nothing"])
    cloud.step("none", "config", "DescribeConfigRuleEvaluationStatus", ConfigRuleNames=["nothing"])
    cloud.step("none", "config", "GetComplianceDetailsByConfigRule", ConfigRuleName="nothing")
    nothing = {"resourceType": "AWS::EC2::Volume", "resourceId": "vol-0123456789abcdef0"}
    cloud.step("none", "config", "BatchGetResourceConfig", resourceKeys=[nothing])
    cloud.step("of a type there is none of", "config", "ListDiscoveredResources", resourceType="AWS::MSK::Cluster")
    cloud.step("a token that is none", "config", "PutEvaluations", ResultToken="")
    cloud.step("no aggregator", "config", "ListAggregateDiscoveredResources",
               ConfigurationAggregatorName="nothing", ResourceType="AWS::EC2::Volume")  # fmt: skip
    key = {"SourceAccountId": cloud.account, "SourceRegion": "us-east-1", "ResourceId": "vol-0123456789abcdef0",
           "ResourceType": "AWS::EC2::Volume"}  # fmt: skip
    cloud.step("no aggregator", "config", "BatchGetAggregateResourceConfig", ConfigurationAggregatorName="nothing",
               ResourceIdentifiers=[key])  # fmt: skip
    cloud.step("no query", "config", "SelectResourceConfig", Expression="nonsense")


def aggregators(cloud):
    sources = [{"AccountIds": [cloud.account], "AllAwsRegions": True}]
    made = cloud.step("new", "config", "PutConfigurationAggregator", ConfigurationAggregatorName="comparison",
                      AccountAggregationSources=sources)  # fmt: skip
    arn = (made or {}).get("ConfigurationAggregator", {}).get("ConfigurationAggregatorArn", "")
    cloud.call(arn.rsplit("/", 1)[-1], "aggregator")
    cloud.step("the new", "config", "DescribeConfigurationAggregators", ConfigurationAggregatorNames=["comparison"])
    cloud.step("none", "config", "DescribeConfigurationAggregators", ConfigurationAggregatorNames=["nothing"])
    cloud.step("the new", "config", "DeleteConfigurationAggregator", ConfigurationAggregatorName="comparison")
    cloud.step("none", "config", "DeleteConfigurationAggregator", ConfigurationAggregatorName="nothing")


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
