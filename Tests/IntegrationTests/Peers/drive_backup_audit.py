"""Backup Audit Manager's frameworks and reports, job summaries, and plans as templates and versions."""

import json

OPERATIONS = {
    "backup": [
        "CreateFramework", "DescribeFramework", "ListFrameworks", "UpdateFramework", "DeleteFramework",
        "CreateReportPlan", "DescribeReportPlan", "ListReportPlans", "UpdateReportPlan", "DeleteReportPlan",
        "StartReportJob", "DescribeReportJob", "ListReportJobs", "ListBackupJobSummaries", "ListCopyJobSummaries",
        "ListRestoreJobSummaries", "ListBackupPlanVersions", "ListBackupPlanTemplates", "GetBackupPlanFromTemplate",
        "GetBackupPlanFromJSON", "ExportBackupPlanTemplate",
    ],
}  # fmt: skip

INVALID, GONE, EXISTS = "InvalidParameterValueException", "ResourceNotFoundException", "AlreadyExistsException"
MISSING, CONFLICT, REFUSED = "MissingParameterValueException", "ConflictException", "InvalidRequestException"
TOKEN = ("NextToken", "NextToken")


def drive(driver, place):
    """What needs no time: templates, versions and summaries."""
    client = place.client("backup")
    templates(driver, client)
    summaries(driver, client)


def templates(driver, client):
    """AWS's templates, a plan of one, its text, and its versions."""
    listed = driver.same_in_pages(client, "ListBackupPlanTemplates", "BackupPlanTemplatesList", *TOKEN, {"MaxResults": 1},
                                  lambda item: item["BackupPlanTemplateId"])  # fmt: skip
    for identifier in listed:
        driver.call(client, "GetBackupPlanFromTemplate", BackupPlanTemplateId=identifier)
    document = (driver.call(client, "GetBackupPlanFromTemplate", BackupPlanTemplateId=listed[0]) or {})["BackupPlanDocument"]
    for rule in document["Rules"]:
        rule.pop("RuleId")
    document["BackupPlanName"] = "driver-template"
    plan = driver.call(client, "CreateBackupPlan", BackupPlan=document) or {}
    names = {"BackupPlanId": plan.get("BackupPlanId")}
    text = (driver.call(client, "ExportBackupPlanTemplate", **names) or {}).get("BackupPlanTemplateJson", "")
    driver.expect(json.loads(text)["BackupPlanName"] == "driver-template", "the text is the plan's document")
    read = (driver.call(client, "GetBackupPlanFromJSON", BackupPlanTemplateJson=text) or {}).get("BackupPlan", {})
    driver.expect(read.get("BackupPlanName") == "driver-template", "the text gives the document again")
    document["Rules"][0]["StartWindowMinutes"] = 120
    update = driver.call(client, "UpdateBackupPlan", **names, BackupPlan=document) or {}
    versions = driver.same_in_pages(client, "ListBackupPlanVersions", "BackupPlanVersionsList", *TOKEN, {"MaxResults": 1},
                                    lambda item: item["VersionId"], **names)  # fmt: skip
    driver.expect(versions == [update.get("VersionId"), plan.get("VersionId")], f"two versions, newest first: {versions}")
    driver.call(client, "DeleteBackupPlan", **names)
    driver.call(client, "GetBackupPlanFromJSON", REFUSED, BackupPlanTemplateJson="nonsense")
    driver.call(client, "GetBackupPlanFromJSON", MISSING)
    driver.call(client, "GetBackupPlanFromTemplate", GONE, BackupPlanTemplateId="nothing")
    driver.call(client, "ExportBackupPlanTemplate", GONE, BackupPlanId="nothing")
    driver.call(client, "ListBackupPlanVersions", GONE, BackupPlanId="nothing")
    driver.call(client, "ListBackupPlanTemplates", INVALID, MaxResults=0)


def summaries(driver, client):
    """Counts by state add up to the count of all, in pages of any size."""
    for kind, states in (("Backup", ("FAILED", "COMPLETED")), ("Copy", ("RUNNING",)), ("Restore", ("PENDING",))):
        operation, items = f"List{kind}JobSummaries", f"{kind}JobSummaries"
        whole = driver.call(client, operation, AggregationPeriod="FOURTEEN_DAYS", State="AGGREGATE_ALL",
                            ResourceType="AGGREGATE_ALL") or {}  # fmt: skip
        total = sum(item["Count"] for item in whole.get(items, []))
        driver.same_in_pages(client, operation, items, *TOKEN, {"MaxResults": 7}, lambda item: str(sorted(item.items(), key=str)),
                             AggregationPeriod="ONE_DAY")  # fmt: skip
        split = driver.pages(client, operation, items, *TOKEN, AggregationPeriod="FOURTEEN_DAYS", State="ANY")
        driver.expect(sum(item["Count"] for item in split) == total, f"{operation} adds up to {total}")
        for state in states:
            page = driver.call(client, operation, State=state) or {}
            driver.expect(all(item["State"] == state for item in page.get(items, [])), f"{operation} counts {state} only")
        driver.call(client, operation, INVALID, AggregationPeriod="A_WHILE")
        driver.call(client, operation, INVALID, AccountId="somebody")


def afterwards(driver, fresh):
    """Frameworks and reports, whose changes take minutes."""
    client = fresh().client("backup")
    framework = frameworks(driver, client)
    reports(driver, fresh, framework)
    driver.call(client, "DeleteFramework", FrameworkName="driver_framework")
    driver.call(client, "DeleteFramework", CONFLICT, FrameworkName="driver_framework")
    driver.advance(minutes=5)
    driver.call(client, "DescribeFramework", GONE, FrameworkName="driver_framework")


def frameworks(driver, client):
    """A framework there and back, changed, and every refusal; gives its ARN."""
    control = {
        "ControlName": "BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK",
        "ControlInputParameters": [{"ParameterName": "requiredRetentionDays", "ParameterValue": "35"}],
        "ControlScope": {"ComplianceResourceTypes": ["EBS"], "Tags": {"env": "prod"}},
    }  # fmt: skip
    given = {
        "FrameworkName": "driver_framework", "FrameworkDescription": "driver", "FrameworkControls": [control],
        "IdempotencyToken": "f",
    }  # fmt: skip
    made = driver.call(client, "CreateFramework", **given, FrameworkTags={"driver": "yes"}) or {}
    again = driver.call(client, "CreateFramework", **given) or {}
    driver.expect(made.get("FrameworkArn") == again.get("FrameworkArn"), "one framework for one token")
    name = {"FrameworkName": "driver_framework"}
    driver.call(client, "UpdateFramework", CONFLICT, **name, FrameworkDescription="too early")
    driver.advance(minutes=6)
    read = driver.call(client, "DescribeFramework", **name) or {}
    driver.expect(read.get("FrameworkControls") == [control], f"the controls are read back: {read}")
    driver.expect(read.get("DeploymentStatus") == "COMPLETED", f"its deployment is {read.get('DeploymentStatus')}")
    driver.call(client, "UpdateFramework", **name, FrameworkDescription="changed")
    driver.advance(minutes=6)
    listed = driver.call(client, "ListFrameworks") or {}
    found = [(item["FrameworkName"], item.get("FrameworkDescription")) for item in listed.get("Frameworks", [])]
    driver.expect(found == [("driver_framework", "changed")], f"the framework is listed: {found}")
    other = {**given, "FrameworkName": "driver_refused", "IdempotencyToken": "other"}
    for code, refused in (
        (EXISTS, {**given, "IdempotencyToken": "g"}), (INVALID, {**other, "FrameworkName": "1st"}),
        (INVALID, {**other, "FrameworkControls": [{"ControlName": "BACKUP_TASTES_GOOD"}]}),
        (INVALID, {**other, "FrameworkControls": []}), (INVALID, {**other, "FrameworkDescription": " "}),
        (INVALID, {**other, "FrameworkControls": [{**control, "ControlScope": {"Tags": {"a": "1", "b": "2"}}}]}),
        (MISSING, {"FrameworkName": "driver_refused"}), ("LimitExceededException", {**other, "FrameworkControls": [control] * 51}),
    ):  # fmt: skip
        driver.call(client, "CreateFramework", code, **refused)
    for operation in ("DescribeFramework", "UpdateFramework", "DeleteFramework"):
        driver.call(client, operation, GONE, FrameworkName="nothing_here")
    driver.call(client, "ListFrameworks", INVALID, MaxResults=0)
    return made.get("FrameworkArn")


def reports(driver, fresh, framework):
    """Report plans there and back, a report, and every refusal."""
    client = fresh().client("backup")
    channel = {"S3BucketName": "driver-reports", "S3KeyPrefix": "backup", "Formats": ["CSV", "JSON"]}
    setting = {"ReportTemplate": "CONTROL_COMPLIANCE_REPORT", "FrameworkArns": [framework], "NumberOfFrameworks": 1}
    given = {
        "ReportPlanName": "driver_reports", "ReportDeliveryChannel": channel, "ReportSetting": setting,
        "ReportPlanDescription": "driver", "IdempotencyToken": "p",
    }  # fmt: skip
    driver.call(client, "CreateReportPlan", **given)
    driver.call(client, "CreateReportPlan", **given)
    name = {"ReportPlanName": "driver_reports"}
    driver.call(client, "UpdateReportPlan", CONFLICT, **name, ReportPlanDescription="too early")
    driver.advance(minutes=2)
    read = (driver.call(client, "DescribeReportPlan", **name) or {}).get("ReportPlan", {})
    for member in ("ReportDeliveryChannel", "ReportSetting", "ReportPlanDescription"):
        driver.expect(read.get(member) == given[member], f"{member} is read back: {read.get(member)}")
    driver.call(client, "UpdateReportPlan", **name, ReportSetting={"ReportTemplate": "BACKUP_JOB_REPORT"})
    job = driver.call(client, "StartReportJob", **name, IdempotencyToken="j") or {}
    driver.call(client, "StartReportJob", **name, IdempotencyToken="j")
    driver.advance(minutes=8)
    done = (driver.call(client, "DescribeReportJob", ReportJobId=job.get("ReportJobId")) or {}).get("ReportJob", {})
    driver.expect(done.get("Status") == "COMPLETED", f"the report is {done.get('Status')}")
    driver.expect(len(done.get("ReportDestination", {}).get("S3Keys", [])) == 2, f"a file for each format: {done}")
    page = driver.call(client, "ListReportJobs", ByReportPlanName="driver_reports", ByStatus="COMPLETED") or {}
    driver.expect(len(page.get("ReportJobs", [])) == 1, "one report for one token")
    listed = driver.call(client, "ListReportPlans") or {}
    driver.expect("LastSuccessfulExecutionTime" in listed.get("ReportPlans", [{}])[0], "the plan tells of its report")
    other = {**given, "ReportPlanName": "driver_refused", "IdempotencyToken": "other"}
    for code, refused in (
        (EXISTS, {**given, "IdempotencyToken": "q"}), (INVALID, {**other, "ReportPlanName": "a-b"}),
        (INVALID, {**other, "ReportSetting": {"ReportTemplate": "WEATHER_REPORT"}}),
        (INVALID, {**other, "ReportSetting": {"ReportTemplate": "CONTROL_COMPLIANCE_REPORT"}}),
        (INVALID, {**other, "ReportDeliveryChannel": {**channel, "Formats": ["PDF"]}}),
        (MISSING, {"ReportPlanName": "driver_refused"}),
    ):  # fmt: skip
        driver.call(client, "CreateReportPlan", code, **refused)
    for operation in ("DescribeReportPlan", "UpdateReportPlan", "DeleteReportPlan", "StartReportJob"):
        driver.call(client, operation, GONE, ReportPlanName="nothing_here")
    driver.call(client, "DescribeReportJob", GONE, ReportJobId="nothing")
    driver.call(client, "ListReportJobs", INVALID, ByStatus="LATE")
    driver.call(client, "ListReportPlans", INVALID, MaxResults=0)
    driver.call(client, "DeleteReportPlan", **name)
