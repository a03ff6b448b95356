"""Figures: the metrics of CloudWatch, the bill of Cost Explorer and the price list."""

import datetime
import json

OPERATIONS = {
    "cloudwatch": ["GetMetricData", "ListMetrics"], "ce": ["GetCostAndUsage", "GetDimensionValues"],
    "pricing": ["DescribeServices", "GetAttributeValues", "GetProducts"],
}  # fmt: skip
TOKEN = ("NextToken", "NextToken")
INVALID = "InvalidParameterException"


def now(driver):
    """The simulator's moment."""
    return datetime.datetime.fromisoformat(driver.control("/_simulator/clock")["now"].replace("Z", "+00:00"))


def drive(driver, place):
    """The metrics of one account in one Region."""
    client = place.client("cloudwatch")
    metrics = driver.pages(client, "ListMetrics", "Metrics", *TOKEN)
    spaces = {metric["Namespace"] for metric in metrics}
    for kind, space in (("volume", "AWS/EBS"), ("table", "AWS/DynamoDB"), ("bucket", "AWS/S3"), ("cluster", "AWS/RDS")):
        driver.expect(space in spaces or not place.found[kind], f"{space} is among the metrics of {place}")
    end = now(driver).replace(hour=0, minute=0, second=0, microsecond=0)
    period = {"StartTime": end - datetime.timedelta(days=3), "EndTime": end}
    queries = [
        {"Id": f"m{index}", "MetricStat": {"Metric": metric, "Period": 86_400, "Stat": "Sum"}}
        for index, metric in enumerate(metrics[:20])
    ]
    if queries:
        whole = driver.call(client, "GetMetricData", MetricDataQueries=queries, **period)
        driver.expect(len(whole["MetricDataResults"]) == len(queries), "every query is answered")
        driver.pages(client, "GetMetricData", "MetricDataResults", *TOKEN, MetricDataQueries=queries,
                     MaxDatapoints=7, **period)  # fmt: skip
        driver.call(client, "GetMetricData", "InvalidNextToken", MetricDataQueries=queries, NextToken="nothing", **period)
    bad = {"Id": "m", "MetricStat": {"Metric": {"Namespace": "AWS/S3", "MetricName": "x"}, "Period": 61, "Stat": "Sum"}}
    driver.call(client, "GetMetricData", "ValidationError", MetricDataQueries=[bad], **period)
    driver.call(client, "ListMetrics", "InvalidParameterValue", NextToken="nothing")


def govern(driver, home, members):
    """The bill of the organization, one account's own, and the prices both rest on."""
    prices(driver, home[0].client("pricing"))
    day = now(driver).date()
    period = {"Start": str(day - datetime.timedelta(days=40)), "End": str(day)}
    key = [{"Type": "DIMENSION", "Key": "LINKED_ACCOUNT"}, {"Type": "DIMENSION", "Key": "USAGE_TYPE"}]
    ask = {"TimePeriod": period, "Granularity": "MONTHLY", "Metrics": ["UnblendedCost", "UsageQuantity"]}
    client = home[0].client("ce")
    total = driver.call(client, "GetCostAndUsage", **ask)["ResultsByTime"]
    groups = driver.call(client, "GetCostAndUsage", **ask, GroupBy=key)["ResultsByTime"]
    whole = sum(float(result["Total"]["UnblendedCost"]["Amount"]) for result in total)
    parts = {}
    for group in (group for result in groups for group in result["Groups"]):
        account = group["Keys"][0]
        parts[account] = parts.get(account, 0) + float(group["Metrics"]["UnblendedCost"]["Amount"])
    driver.expect(whole > 0 and abs(whole - sum(parts.values())) < 1e-6, f"{whole} is not the sum of {parts}")
    account = members[0].account
    own = driver.call(members[0].client("ce"), "GetCostAndUsage", **ask)["ResultsByTime"]
    amount = sum(float(result["Total"]["UnblendedCost"]["Amount"]) for result in own)
    driver.expect(abs(amount - parts.get(account, 0)) < 1e-6, f"{account} sees {amount}, {parts.get(account)} is its part")
    only = {"And": [{"Dimensions": {"Key": "LINKED_ACCOUNT", "Values": [account]}},
                    {"Not": {"Dimensions": {"Key": "SERVICE", "Values": ["Amazon FSx"]}}}]}  # fmt: skip
    driver.call(client, "GetCostAndUsage", **{**ask, "Granularity": "DAILY"}, Filter=only)
    for dimension in ("SERVICE", "LINKED_ACCOUNT", "USAGE_TYPE"):
        driver.call(client, "GetDimensionValues", TimePeriod=period, Dimension=dimension)
    driver.call(client, "GetCostAndUsage", "ValidationException", **{**ask, "Granularity": "HOURLY"})
    driver.call(client, "GetCostAndUsage", "InvalidNextTokenException", **ask, NextPageToken="nothing")
    driver.call(client, "GetDimensionValues", "ValidationException", TimePeriod=period, Dimension="COLOUR")


def prices(driver, client):
    """Every product, each JSON in a list of texts."""
    services = driver.pages(client, "DescribeServices", "Services", *TOKEN, MaxResults=2)
    for service in services:
        code = service["ServiceCode"]
        products = driver.same_in_pages(
            client, "GetProducts", "PriceList", *TOKEN, {"MaxResults": 7}, lambda text: text, ServiceCode=code
        )
        for product in map(json.loads, products):
            terms = product["terms"]["OnDemand"].values()
            units = [price["pricePerUnit"]["USD"] for term in terms for price in term["priceDimensions"].values()]
            driver.expect(all(float(unit) > 0 for unit in units), f"{product['product']['sku']} has a price")
    driver.call(client, "GetAttributeValues", ServiceCode="AWSBackup", AttributeName="usagetype")
    match = {"Type": "TERM_MATCH", "Field": "regionCode", "Value": "us-east-1"}
    contains = {"Type": "CONTAINS", "Field": "usagetype", "Value": "WarmStorage-ByteHrs-EFS"}
    found = driver.call(client, "GetProducts", ServiceCode="AWSBackup", Filters=[match, contains])["PriceList"]
    driver.expect(len(found) == 1, f"{len(found)} prices for warm storage of EFS in one Region")
    driver.call(client, "DescribeServices", "NotFoundException", ServiceCode="Nothing")
    driver.call(client, "GetAttributeValues", INVALID, ServiceCode="AWSBackup", AttributeName="nothing")
    driver.call(client, "GetProducts", "InvalidNextTokenException", ServiceCode="AWSBackup", NextToken="nothing")
    driver.call(client, "GetProducts", INVALID, ServiceCode="AWSBackup", MaxResults=101)
