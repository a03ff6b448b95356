"""AWS Config beyond a sweep's reads: rules put and judged, results of functions, items by key, and aggregators."""

import json

TOKEN = ("NextToken", "NextToken")
OPERATIONS = {
    "config": [
        "BatchGetAggregateResourceConfig", "BatchGetResourceConfig", "DeleteConfigRule",
        "DeleteConfigurationAggregator", "DescribeAggregateComplianceByConfigRules", "DescribeComplianceByResource",
        "DescribeConfigRuleEvaluationStatus", "DescribeConfigurationAggregatorSourcesStatus",
        "DescribeConfigurationAggregators", "DescribeDeliveryChannelStatus", "DescribeDeliveryChannels",
        "GetAggregateComplianceDetailsByConfigRule", "GetAggregateConfigRuleComplianceSummary",
        "GetAggregateDiscoveredResourceCounts", "GetComplianceDetailsByResource", "GetComplianceSummaryByConfigRule",
        "ListAggregateDiscoveredResources", "ListDiscoveredResources", "PutConfigRule", "PutConfigurationAggregator",
        "PutEvaluations", "SelectAggregateResourceConfig", "StartConfigRulesEvaluation",
    ],
}  # fmt: skip
VOLUME = "AWS::EC2::Volume"
NO_RULE, NO_AGGREGATOR = "NoSuchConfigRuleException", "NoSuchConfigurationAggregatorException"
INVALID, REFUSED = "InvalidParameterValueException", "ValidationException"
LIMIT, BAD_TOKEN = "InvalidLimitException", "InvalidNextTokenException"


def drive(driver, place):
    """Rules, results and items of one account in one Region, and an aggregator over this account alone."""
    client = place.client("config")
    if not driver.call(client, "DescribeConfigurationRecorders")["ConfigurationRecorders"]:
        missing = {"ConfigRuleName": "driver", "Source": {"Owner": "AWS", "SourceIdentifier": "REQUIRED_TAGS"}}
        driver.call(client, "PutConfigRule", "NoAvailableConfigurationRecorderException", ConfigRule=missing)
        return
    rules(driver, place, client)
    functions(driver, place, client)
    items(driver, place, client)
    aggregator(driver, place, client)
    errors(driver, place, client)


def rules(driver, place, client):
    """A managed rule put, changed, evaluated at once and deleted."""
    rule = {
        "ConfigRuleName": "driver-tags", "Description": "d", "InputParameters": json.dumps({"tag1Key": "driver:none"}),
        "Scope": {"ComplianceResourceTypes": [VOLUME]}, "MaximumExecutionFrequency": "Six_Hours",
        "Source": {"Owner": "AWS", "SourceIdentifier": "REQUIRED_TAGS"},
    }  # fmt: skip
    driver.call(client, "PutConfigRule", ConfigRule=rule)
    told = driver.call(client, "DescribeConfigRules", ConfigRuleNames=["driver-tags"])["ConfigRules"][0]
    for name, value in rule.items():
        driver.expect(told[name] == value, f"the rule's {name} is {told[name]!r}, {value!r} was put")
    flagged = driver.pages(
        client, "GetComplianceDetailsByConfigRule", "EvaluationResults", *TOKEN, ConfigRuleName="driver-tags",
        ComplianceTypes=["NON_COMPLIANT"], Limit=100,
    )  # fmt: skip
    driver.expect(len(flagged) == len(place.found["volume"]), f"no volume carries the tag in {place}")
    driver.call(client, "PutConfigRule", ConfigRule={**rule, "InputParameters": json.dumps({"tag1Key": "Name"})})
    driver.call(client, "StartConfigRulesEvaluation", ConfigRuleNames=["driver-tags"])
    driver.call(client, "StartConfigRulesEvaluation", "LimitExceededException", ConfigRuleNames=["driver-tags"])
    status = driver.call(client, "DescribeConfigRuleEvaluationStatus", ConfigRuleNames=["driver-tags"])
    driver.expect(status["ConfigRulesEvaluationStatus"][0]["FirstEvaluationStarted"], "the rule was evaluated")
    driver.pages(client, "DescribeConfigRuleEvaluationStatus", "ConfigRulesEvaluationStatus", *TOKEN, Limit=3)
    driver.call(client, "GetComplianceSummaryByConfigRule")
    subjects = driver.same_in_pages(
        client, "DescribeComplianceByResource", "ComplianceByResources", *TOKEN, {"Limit": 7},
        lambda item: (item["ResourceType"], item["ResourceId"]), ComplianceTypes=["NON_COMPLIANT"],
    )  # fmt: skip
    for kind, identifier in subjects[:2]:
        driver.call(client, "GetComplianceDetailsByResource", ResourceType=kind, ResourceId=identifier)
    driver.call(client, "DeleteConfigRule", ConfigRuleName="driver-tags")
    driver.call(client, "DeleteConfigRule", NO_RULE, ConfigRuleName="driver-tags")


def functions(driver, place, client):
    """A custom rule whose function's results count, by the token AWS Config gives the function."""
    function = f"arn:aws:lambda:{place.region}:{place.account}:function:judge"
    details = [{"EventSource": "aws.config", "MessageType": "ScheduledNotification"}]
    source = {"Owner": "CUSTOM_LAMBDA", "SourceIdentifier": function, "SourceDetails": details}
    driver.call(client, "PutConfigRule", ConfigRule={"ConfigRuleName": "driver-custom", "Source": source})
    where = {"account": place.account, "region": place.region, "rule": "driver-custom"}
    token = driver.control("/_simulator/world", {"action": "invokeRule", **where})["resultToken"]
    moment = 1_700_000_000
    results = [
        {"ComplianceResourceType": VOLUME, "ComplianceResourceId": identifier, "ComplianceType": verdict,
         "Annotation": "seen", "OrderingTimestamp": moment}
        for identifier, verdict in (("vol-1", "COMPLIANT"), ("vol-2", "NON_COMPLIANT"), ("vol-3", "NOT_APPLICABLE"))
    ]  # fmt: skip
    driver.call(client, "PutEvaluations", Evaluations=results, ResultToken="none", TestMode=True)
    driver.call(client, "PutEvaluations", "InvalidResultTokenException", Evaluations=results, ResultToken="none")
    ahead = {**results[0], "OrderingTimestamp": 4_000_000_000}
    answer = driver.call(client, "PutEvaluations", Evaluations=[*results, ahead], ResultToken=token)
    driver.expect(len(answer["FailedEvaluations"]) == 1, "a result about a moment ahead fails")
    told = driver.pages(
        client, "GetComplianceDetailsByConfigRule", "EvaluationResults", *TOKEN, ConfigRuleName="driver-custom"
    )
    verdicts = {
        item["EvaluationResultIdentifier"]["EvaluationResultQualifier"]["ResourceId"]: item["ComplianceType"]
        for item in told
    }
    driver.expect(verdicts == {"vol-1": "COMPLIANT", "vol-2": "NON_COMPLIANT"}, f"the results put are {verdicts}")
    compliance = driver.call(client, "DescribeComplianceByConfigRule", ConfigRuleNames=["driver-custom"])
    found = compliance["ComplianceByConfigRules"][0]["Compliance"]["ComplianceType"]
    driver.expect(found == "NON_COMPLIANT", f"the custom rule is {found}")
    driver.call(client, "DeleteConfigRule", ConfigRuleName="driver-custom")
    driver.call(client, "PutEvaluations", NO_RULE, Evaluations=results, ResultToken=token)


def items(driver, place, client):
    """The inventory by type and by key, the delivery channel, and groups of a query."""
    driver.call(client, "DescribeDeliveryChannels", DeliveryChannelNames=["default"])
    driver.call(client, "DescribeDeliveryChannelStatus")
    volumes = driver.same_in_pages(
        client, "ListDiscoveredResources", "resourceIdentifiers", "nextToken", "nextToken", {"limit": 5},
        lambda item: item["resourceId"], resourceType=VOLUME,
    )  # fmt: skip
    driver.expect(volumes == sorted(place.found["volume"]), f"Config discovered the volumes of {place}")
    keys = [{"resourceType": VOLUME, "resourceId": identifier} for identifier in volumes[:3]]
    told = driver.call(client, "BatchGetResourceConfig", resourceKeys=keys)["baseConfigurationItems"]
    driver.expect([item["resourceId"] for item in told] == volumes[:3], "items are given by their keys")
    for item in told:
        driver.expect(json.loads(item["configuration"])["volumeId"] == item["resourceId"], "the configuration is JSON")
    rows = driver.same_in_pages(
        client, "SelectResourceConfig", "Results", *TOKEN, {"Limit": 2}, lambda text: text,
        Expression="SELECT resourceType, COUNT(*) GROUP BY resourceType ORDER BY resourceType DESC",
    )  # fmt: skip
    counts = {row["resourceType"]: row["COUNT(*)"] for row in map(json.loads, rows)}
    driver.expect(counts.get(VOLUME, 0) == len(volumes), f"COUNT(*) is {counts} where there are {len(volumes)} volumes")
    driver.expect(list(counts) == sorted(counts, reverse=True), "groups are sorted as asked")
    flagged = "SELECT resourceId, configuration.targetResourceId, configuration.configRuleList.configRuleName "
    flagged += "WHERE resourceType = 'AWS::Config::ResourceCompliance' AND configuration.complianceType = 'NON_COMPLIANT'"
    driver.call(client, "SelectResourceConfig", Expression=flagged, Limit=10)


def aggregator(driver, place, client):
    """An aggregator of this account in its Region sees what the account itself sees."""
    source = {"AccountIds": [place.account], "AwsRegions": [place.region]}
    name = {"ConfigurationAggregatorName": "driver"}
    driver.call(client, "PutConfigurationAggregator", **name, AccountAggregationSources=[source])
    driver.call(client, "DescribeConfigurationAggregators", ConfigurationAggregatorNames=["driver"])
    driver.call(client, "DescribeConfigurationAggregatorSourcesStatus", **name)
    aggregated(driver, client, name, place)
    driver.call(client, "DeleteConfigurationAggregator", **name)
    driver.call(client, "DeleteConfigurationAggregator", NO_AGGREGATOR, **name)


def aggregated(driver, client, name, place):
    """Everything an aggregator answers, for one account and Region it reads."""
    where = {"AccountId": place.account, "AwsRegion": place.region}
    rules = driver.pages(
        client, "DescribeAggregateComplianceByConfigRules", "AggregateComplianceByConfigRules", *TOKEN, **name,
        Filters=where, Limit=4,
    )  # fmt: skip
    for rule in rules[:2]:
        driver.call(client, "GetAggregateComplianceDetailsByConfigRule", **name, **where, Limit=5,
                    ConfigRuleName=rule["ConfigRuleName"])  # fmt: skip
    for key in ({}, {"GroupByKey": "ACCOUNT_ID"}, {"GroupByKey": "AWS_REGION"}):
        driver.call(client, "GetAggregateConfigRuleComplianceSummary", **name, **key, Filters=where)
    here = {"AccountId": place.account, "Region": place.region}
    counts = driver.call(
        client, "GetAggregateDiscoveredResourceCounts", **name, Filters=here, GroupByKey="RESOURCE_TYPE"
    )
    listed = driver.same_in_pages(
        client, "ListAggregateDiscoveredResources", "ResourceIdentifiers", *TOKEN, {"Limit": 6},
        lambda item: item["ResourceId"], **name, ResourceType=VOLUME, Filters=here,
    )  # fmt: skip
    told = {group["GroupName"]: group["ResourceCount"] for group in counts["GroupedResourceCounts"]}
    driver.expect(told.get(VOLUME, 0) == len(listed), f"{told} counted, {len(listed)} volumes listed")
    keys = [
        {"SourceAccountId": place.account, "SourceRegion": place.region, "ResourceId": identifier, "ResourceType": VOLUME}
        for identifier in [*listed[:2], "vol-none"]
    ]  # fmt: skip
    answer = driver.call(client, "BatchGetAggregateResourceConfig", **name, ResourceIdentifiers=keys)
    driver.expect(answer["UnprocessedResourceIdentifiers"] == keys[-1:], "what is not there is not processed")
    rows = driver.same_in_pages(
        client, "SelectAggregateResourceConfig", "Results", *TOKEN, {"Limit": 7}, lambda text: text, **name,
        Expression=f"SELECT accountId, awsRegion, resourceId WHERE resourceType = '{VOLUME}' "
        f"AND accountId = '{place.account}' AND awsRegion = '{place.region}'",
    )  # fmt: skip
    driver.expect(len(rows) == len(listed), f"{len(rows)} rows, {len(listed)} volumes listed")


def errors(driver, place, client):
    """One refused call, at least, of each operation."""
    none = {"ConfigurationAggregatorName": "nothing"}
    where = {"AccountId": place.account, "AwsRegion": place.region}
    source = {"Owner": "AWS", "SourceIdentifier": "NO_SUCH_RULE"}
    for operation, code, parameters in (
        ("PutConfigRule", INVALID, {"ConfigRule": {"ConfigRuleName": "x", "Source": source}}),
        ("PutConfigRule", REFUSED, {"ConfigRule": {"ConfigRuleName": "x"}}),
        ("DescribeConfigRuleEvaluationStatus", NO_RULE, {"ConfigRuleNames": ["nothing"]}),
        ("StartConfigRulesEvaluation", NO_RULE, {"ConfigRuleNames": ["nothing"]}),
        ("PutEvaluations", REFUSED, {"Evaluations": []}),
        ("DescribeComplianceByResource", BAD_TOKEN, {"NextToken": "nothing"}),
        ("DescribeComplianceByResource", INVALID, {"ResourceId": "vol-1"}),
        ("GetComplianceDetailsByResource", INVALID, {"ResourceType": VOLUME}),
        ("DescribeDeliveryChannels", "NoSuchDeliveryChannelException", {"DeliveryChannelNames": ["x"]}),
        ("DescribeDeliveryChannelStatus", "NoSuchDeliveryChannelException", {"DeliveryChannelNames": ["x"]}),
        ("ListDiscoveredResources", LIMIT, {"resourceType": VOLUME, "limit": 101}),
        ("BatchGetResourceConfig", REFUSED, {"resourceKeys": []}),
        ("PutConfigurationAggregator", INVALID, {"ConfigurationAggregatorName": "x"}),
        ("DescribeConfigurationAggregators", NO_AGGREGATOR, {"ConfigurationAggregatorNames": ["x"]}),
        ("DescribeConfigurationAggregatorSourcesStatus", NO_AGGREGATOR, none),
        ("SelectAggregateResourceConfig", NO_AGGREGATOR, {**none, "Expression": "SELECT resourceId"}),
        ("GetAggregateComplianceDetailsByConfigRule", NO_AGGREGATOR, {**none, **where, "ConfigRuleName": "x"}),
        ("DescribeAggregateComplianceByConfigRules", NO_AGGREGATOR, none),
        ("GetAggregateConfigRuleComplianceSummary", NO_AGGREGATOR, none),
        ("GetAggregateDiscoveredResourceCounts", NO_AGGREGATOR, none),
        ("ListAggregateDiscoveredResources", NO_AGGREGATOR, {**none, "ResourceType": VOLUME}),
        ("BatchGetAggregateResourceConfig", NO_AGGREGATOR, {**none, "ResourceIdentifiers": []}),
    ):
        driver.call(client, operation, code, **parameters)
    organization = {"RoleArn": f"arn:aws:iam::{place.account}:role/r", "AllAwsRegions": True}
    driver.call(client, "PutConfigurationAggregator", "OrganizationAccessDeniedException",
                ConfigurationAggregatorName="x", OrganizationAggregationSource=organization)  # fmt: skip


def govern(driver, home, members):
    """The aggregator of the whole organization, from the account that governs it."""
    client, places = home[0].client("config"), home + members
    name = {"ConfigurationAggregatorName": "organization"}
    statuses = driver.pages(
        client, "DescribeConfigurationAggregatorSourcesStatus", "AggregatedSourceStatusList", *TOKEN, **name, Limit=9
    )
    known = {(item["SourceId"], item["AwsRegion"]) for item in statuses if item["SourceType"] == "ACCOUNT"}
    driver.expect(
        {(place.account, place.region) for place in places} <= known, "the aggregator reads every account and Region"
    )
    rows = driver.same_in_pages(
        client, "SelectAggregateResourceConfig", "Results", *TOKEN, {"Limit": 3}, lambda text: text, **name,
        Expression=f"SELECT accountId, COUNT(*) WHERE resourceType = '{VOLUME}' GROUP BY accountId",
    )  # fmt: skip
    counts = {row["accountId"]: row["COUNT(*)"] for row in map(json.loads, rows)}
    told = driver.call(client, "GetAggregateDiscoveredResourceCounts", **name, GroupByKey="RESOURCE_TYPE")
    groups = {group["GroupName"]: group["ResourceCount"] for group in told["GroupedResourceCounts"]}
    driver.expect(sum(counts.values()) == groups[VOLUME], f"{counts} is not {groups[VOLUME]} volumes")
    flagged = "SELECT COUNT(*) WHERE resourceType = 'AWS::Config::ResourceCompliance' "
    flagged += "AND configuration.complianceType = 'NON_COMPLIANT'"
    whole = driver.call(client, "SelectAggregateResourceConfig", **name, Expression=flagged)
    driver.expect(json.loads(whole["Results"][0])["COUNT(*)"] > 0, "the organization has flagged resources")
    driver.call(client, "SelectAggregateResourceConfig", "InvalidExpressionException", **name, Expression="SELECT")
