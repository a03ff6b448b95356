"""Proves the judge: correct answers pass, and every crafted deviation is found. Run: python3 -m unittest test_strict"""

import binascii
import json
import unittest

import botocore.session
import strict

SESSION = botocore.session.get_session()
ID = "4f6f3d4e-6a26-4a53-9c39-0d1b8a3e7b55"
S3_ID = "4442587FB7D0A2F9"
DATE = "Mon, 23 Nov 2026 18:00:00 GMT"
MODELS = {}

ACCOUNT = "111122223333"
VAULT_ARN = f"arn:aws:backup:eu-west-1:{ACCOUNT}:backup-vault:main"
VAULT = {
    "BackupVaultName": "main", "BackupVaultArn": VAULT_ARN, "CreationDate": 1763900000.5, "NumberOfRecoveryPoints": 3,
    "Locked": False, "VaultState": "AVAILABLE",
}  # fmt: skip


def operation(service, name):
    if service not in MODELS:
        MODELS[service] = SESSION.get_service_model(service)
    return MODELS[service].operation_model(name)


def problems(service, name, body, status=200, headers=None, drop=(), **overrides):
    """What the judge says of an answer whose headers are right unless overridden."""
    op = operation(service, name)
    if isinstance(body, (dict, list)):
        body = json.dumps(body)
    if isinstance(body, str):
        body = body.encode()
    protocol = op.service_model.resolved_protocol
    version = op.service_model.metadata.get("jsonVersion", "1.1")
    kinds = {"json": f"application/x-amz-json-{version}", "rest-json": "application/json", "query": "text/xml",
             "ec2": "text/xml;charset=UTF-8", "rest-xml": "application/xml"}  # fmt: skip
    sent = {"Date": DATE, "Content-Type": kinds[protocol], "Content-Length": str(len(body))}
    if protocol == "rest-xml":
        sent |= {"x-amz-request-id": S3_ID, "x-amz-id-2": "abc="}
    else:
        sent["x-amzn-RequestId"] = ID
    if service == "dynamodb":
        sent["x-amz-crc32"] = str(binascii.crc32(body))
    sent |= headers or {}
    sent = {key: value for key, value in sent.items() if key not in drop}
    checker = strict.StrictChecker()
    checker.check(op, status, sent, body)
    return [f"{d.path} {d.problem}" for d in checker.deviations]


def vaults(**changes):
    vault = {key: value for key, value in (VAULT | changes).items() if value is not ...}
    return {"BackupVaultList": [vault]}


def query(service, name, inner, version, identifier=ID):
    root = f"{name}Response"
    return (
        f'<{root} xmlns="{version}"><{name}Result>{inner}</{name}Result>'
        f"<ResponseMetadata><RequestId>{identifier}</RequestId></ResponseMetadata></{root}>"
    )


RDS = "http://rds.amazonaws.com/doc/2014-10-31/"
STS = "https://sts.amazonaws.com/doc/2011-06-15/"
EC2 = "http://ec2.amazonaws.com/doc/2016-11-15/"


def ec2(name, inner):
    return f'<{name}Response xmlns="{EC2}"><requestId>{ID}</requestId>{inner}</{name}Response>'


def volumes(inner):
    return ec2("DescribeVolumes", f"<volumeSet><item>{inner}</item></volumeSet>")


def s3(root, inner):
    return f'<{root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{inner}</{root}>'


class CorrectAnswers(unittest.TestCase):
    def assert_clean(self, *args, **kwargs):
        self.assertEqual(problems(*args, **kwargs), [])

    def test_each_protocol(self):
        self.assert_clean("backup", "ListBackupVaults", vaults())
        self.assert_clean("backup", "TagResource", "")
        settings = {"ResourceTypeOptInPreference": {"Storage Gateway": True}}
        self.assert_clean("backup", "DescribeRegionSettings", settings)
        self.assert_clean("organizations", "ListRoots", {"Roots": [{"Id": "r-ab12", "Name": "Root"}]})
        self.assert_clean("dynamodb", "ListTables", {"TableNames": ["orders"]})
        identity = f"<UserId>AIDA</UserId><Account>{ACCOUNT}</Account><Arn>arn:aws:iam::{ACCOUNT}:root</Arn>"
        self.assert_clean("sts", "GetCallerIdentity", query("sts", "GetCallerIdentity", identity, STS))
        self.assert_clean("ec2", "DescribeVolumes", volumes("<volumeId>vol-1</volumeId><size>8</size>"))
        self.assert_clean("ec2", "CreateTags", ec2("CreateTags", "<return>true</return>"))
        tag = "<TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet>"
        self.assert_clean("s3", "GetBucketTagging", s3("Tagging", tag))
        self.assert_clean("s3", "GetBucketLocation", s3("LocationConstraint", "eu-west-1"))
        self.assert_clean("s3", "GetBucketLocation", s3("LocationConstraint", ""))
        self.assert_clean("s3", "PutBucketTagging", "", status=204, drop=("Content-Type",))

    def test_each_error_form(self):
        self.assert_clean(
            "backup", "DescribeBackupVault", {"Message": "no"}, 400,
            {"x-amzn-ErrorType": "ResourceNotFoundException"},
        )  # fmt: skip
        self.assert_clean(
            "efs", "ListTagsForResource", {"ErrorCode": "FileSystemNotFound", "Message": "no"}, 404,
            {"x-amzn-ErrorType": "FileSystemNotFound:"},
        )  # fmt: skip
        self.assert_clean("config", "DescribeConfigRules", {"__type": "NoSuchConfigRuleException", "message": "no"}, 400)
        body = (
            f'<ErrorResponse xmlns="{RDS}"><Error><Type>Sender</Type><Code>DBInstanceNotFound</Code>'
            f"<Message>no</Message></Error><RequestId>{ID}</RequestId></ErrorResponse>"
        )
        self.assert_clean("rds", "DescribeDBInstances", body, 404)
        body = (
            "<Response><Errors><Error><Code>InvalidVolume.NotFound</Code><Message>no</Message></Error></Errors>"
            f"<RequestID>{ID}</RequestID></Response>"
        )
        self.assert_clean("ec2", "DescribeVolumes", body, 400)
        body = f"<Error><Code>NoSuchBucket</Code><Message>no</Message><RequestId>{S3_ID}</RequestId><HostId>abc=</HostId></Error>"
        self.assert_clean("s3", "GetBucketTagging", body, 404)


# (what is wrong, service, operation, body, keyword arguments, a word the finding must hold)
BAD = [
    ("unknown member", "backup", "ListBackupVaults", vaults(BackupVaultTags={}), {}, "unknown"),
    ("wrong case", "backup", "ListBackupVaults", {"backupVaultList": []}, {}, "unknown"),
    ("string for integer", "backup", "ListBackupVaults", vaults(NumberOfRecoveryPoints="3"), {}, "type"),
    ("number for string", "backup", "ListBackupVaults", vaults(BackupVaultName=5), {}, "type"),
    ("text for boolean", "backup", "ListBackupVaults", vaults(Locked="yes"), {}, "type"),
    ("boolean for number", "backup", "ListBackupVaults", vaults(NumberOfRecoveryPoints=True), {}, "type"),
    ("object for list", "backup", "ListBackupVaults", {"BackupVaultList": {}}, {}, "type"),
    ("list for structure", "backup", "ListBackupVaults", {"BackupVaultList": [[]]}, {}, "type"),
    ("null", "backup", "ListBackupVaults", {"BackupVaultList": [], "NextToken": None}, {}, "null"),
    ("enum", "backup", "ListBackupVaults", vaults(VaultState="READY"), {}, "enum"),
    ("pattern", "backup", "ListBackupVaults", vaults(BackupVaultName="a b"), {}, "pattern"),
    ("pattern of a key", "backup", "DescribeRegionSettings", {"ResourceTypeOptInPreference": {"Big Toaster": True}}, {},
     "pattern"),
    ("ISO date for epoch", "backup", "ListBackupVaults", vaults(CreationDate="2026-11-23T00:00:00Z"), {}, "timestamp"),
    ("milliseconds for epoch", "backup", "ListBackupVaults", vaults(CreationDate=1763900000500), {}, "timestamp"),
    ("not JSON", "backup", "ListBackupVaults", "<html>", {}, "json"),
    ("duplicate member", "backup", "ListBackupVaults", '{"NextToken":"a","NextToken":"b"}', {}, "json"),
    ("NaN", "backup", "ListBackupVaults", '{"BackupVaultList":[{"NumberOfRecoveryPoints":NaN}]}', {}, "json"),
    ("content type", "backup", "ListBackupVaults", vaults(), {"headers": {"Content-Type": "text/html"}}, "content type"),
    ("JSON version", "dynamodb", "ListTables", {"TableNames": []},
     {"headers": {"Content-Type": "application/x-amz-json-1.1"}}, "content type"),
    ("no request id", "backup", "ListBackupVaults", vaults(), {"drop": ("x-amzn-RequestId",)}, "request id"),
    ("no date", "backup", "ListBackupVaults", vaults(), {"drop": ("Date",)}, "Date"),
    ("bad length", "backup", "ListBackupVaults", vaults(), {"headers": {"Content-Length": "7"}}, "length"),
    ("body where none is", "backup", "TagResource", {"a": 1}, {}, "answers nothing"),
    ("crc32", "dynamodb", "ListTables", {"TableNames": []}, {"headers": {"x-amz-crc32": "1"}}, "crc32"),
    ("short name", "dynamodb", "ListTables", {"TableNames": ["ab"]}, {}, "min"),
    ("required in JSON", "efs", "DescribeFileSystems", {"FileSystems": [{"FileSystemId": "fs-12345678"}]}, {}, "required"),
    ("account of 11 digits", "organizations", "ListAccounts", {"Accounts": [{"Id": "1" * 11}]}, {}, "pattern"),
    ("no __type", "config", "DescribeConfigRules", {"message": "no"}, {"status": 400}, "__type"),
    ("unknown code", "config", "DescribeConfigRules", {"__type": "Oops", "message": "no"}, {"status": 400}, "error code"),
    ("unknown error member", "config", "DescribeConfigRules",
     {"__type": "NoSuchConfigRuleException", "message": "no", "hint": "x"}, {"status": 400}, "unknown"),
    ("error status", "config", "DescribeConfigRules",
     {"__type": "NoSuchConfigRuleException", "message": "no"}, {"status": 500}, "error status"),
    ("no message", "config", "DescribeConfigRules", {"__type": "NoSuchConfigRuleException"}, {"status": 400}, "message"),
    ("no error type header", "backup", "DescribeBackupVault", {"Message": "no"}, {"status": 400}, "x-amzn-errortype"),
    ("required error member", "efs", "ListTagsForResource", {"Message": "no"},
     {"status": 404, "headers": {"x-amzn-ErrorType": "FileSystemNotFound"}}, "required"),
    ("HTML error", "backup", "DescribeBackupVault", "<html>", {"status": 500}, "json"),
    ("wrong list name", "ec2", "DescribeVolumes",
     ec2("DescribeVolumes", "<volumeSet><member><size>8</size></member></volumeSet>"), {}, "list name"),
    ("unknown element", "ec2", "DescribeVolumes", volumes("<sizeGiB>8</sizeGiB>"), {}, "unknown"),
    ("wrong-case element", "ec2", "DescribeVolumes", volumes("<VolumeId>vol-1</VolumeId>"), {}, "unknown"),
    ("XML integer", "ec2", "DescribeVolumes", volumes("<size>8GiB</size>"), {}, "type"),
    ("XML boolean", "ec2", "DescribeVolumes", volumes("<encrypted>True</encrypted>"), {}, "type"),
    ("XML enum", "ec2", "DescribeVolumes", volumes("<status>ready</status>"), {}, "enum"),
    ("XML timestamp", "ec2", "DescribeVolumes", volumes("<createTime>1763900000</createTime>"), {}, "timestamp"),
    ("XML timestamp without zone", "ec2", "DescribeVolumes",
     volumes("<createTime>2026-11-23T00:00:00</createTime>"), {}, "timestamp"),
    ("repeated element", "ec2", "DescribeVolumes", volumes("<size>8</size><size>9</size>"), {}, "repeated"),
    ("stray text", "ec2", "DescribeVolumes", volumes("hello"), {}, "text"),
    ("children in a scalar", "ec2", "DescribeVolumes", volumes("<size><a/></size>"), {}, "child elements"),
    ("wrong root", "ec2", "DescribeVolumes", ec2("DescribeInstances", ""), {}, "root"),
    ("wrong namespace", "ec2", "DescribeVolumes", ec2("DescribeVolumes", "").replace(EC2, RDS), {}, "root"),
    ("no EC2 request id", "ec2", "DescribeVolumes", ec2("DescribeVolumes", "").replace(ID, "x"), {}, "request id"),
    ("EC2 error in query form", "ec2", "DescribeVolumes", f"<ErrorResponse><RequestId>{ID}</RequestId></ErrorResponse>",
     {"status": 400}, "error shape"),
    ("no result wrapper", "rds", "DescribeDBInstances",
     query("rds", "DescribeDBInstances", "", RDS).replace("<DescribeDBInstancesResult></DescribeDBInstancesResult>", ""),
     {}, "wrapper"),
    ("query list name", "rds", "DescribeDBInstances",
     query("rds", "DescribeDBInstances", "<DBInstances><member/></DBInstances>", RDS), {}, "list name"),
    ("no metadata", "rds", "DescribeDBInstances",
     query("rds", "DescribeDBInstances", "", RDS).replace("ResponseMetadata", "Metadata"), {}, "request id"),
    ("unknown attribute", "rds", "DescribeDBInstances",
     query("rds", "DescribeDBInstances", '<DBInstances><DBInstance a="1"/></DBInstances>', RDS), {}, "attribute"),
    ("query fault name for code", "rds", "DescribeDBInstances",
     f'<ErrorResponse xmlns="{RDS}"><Error><Type>Sender</Type><Code>DBInstanceNotFoundFault</Code>'
     f"<Message>no</Message></Error><RequestId>{ID}</RequestId></ErrorResponse>", {"status": 404}, "error code"),
    ("document type", "rds", "DescribeDBInstances", '<!DOCTYPE a [<!ENTITY b "c">]><a/>', {}, "xml"),
    ("S3 root", "s3", "ListBuckets", s3("ListBucketsOutput", ""), {}, "root"),
    ("S3 required", "s3", "GetBucketTagging", s3("Tagging", ""), {}, "required"),
    ("S3 Region", "s3", "GetBucketLocation", s3("LocationConstraint", "mars-1"), {}, "enum"),
    ("S3 error with namespace", "s3", "GetBucketTagging", s3("Error", "<Code>NoSuchBucket</Code>"), {"status": 404}, "root"),
    ("S3 ids", "s3", "GetBucketLocation", s3("LocationConstraint", ""), {"drop": ("x-amz-request-id",)}, "request id"),
    ("S3 body missing", "s3", "GetBucketTagging", "", {"status": 404}, "empty"),
    ("body of HEAD", "s3", "HeadBucket", "x", {}, "HEAD"),
    ("header type", "s3", "HeadBucket", "", {"headers": {"x-amz-access-point-alias": "no"}}, "neither true"),
]  # fmt: skip


class CraftedDeviations(unittest.TestCase):
    def test_every_deviation_is_found(self):
        for what, service, name, body, options, word in BAD:
            with self.subTest(what):
                found = problems(service, name, body, **options)
                self.assertTrue(any(word in text for text in found), f"{what}: {found}")

    def test_one_deviation_gives_one_finding(self):
        self.assertEqual(len(problems("backup", "ListBackupVaults", vaults(VaultState="READY"))), 1)


if __name__ == "__main__":
    unittest.main()
