internal import AWSWire
internal import HoldfastHTTP
internal import Testing

@testable internal import AWSSimulator

@Suite("The services that hold resources, simulated")
struct ResourceServiceTests {
    @Test("an Aurora cluster's members are instances that name it, carry tags of their own and are no resource")
    func membersBelongToTheirCluster() throws {
        var bench = ServiceBench()
        let scope = try bench.place { !$0.resources(.cluster).isEmpty }
        let state = try bench.state(of: scope)
        let cluster = try #require(state.resources(.cluster).first)
        let member = try #require(DatabaseFacts.instances(in: state).first { $0.clusterID == cluster.id })
        #expect(state.resource(member.arn) == nil)
        let tag = WireValue.record(
            ("ResourceName", .string(member.arn)),
            ("Tags", .record(("Tag", .array([.record(("Key", .string("a")), ("Value", .string("b")))])))))
        _ = try bench.call(RDSService(), "AddTagsToResource", in: scope, tag)
        #expect(try bench.state(of: scope).tags(of: member.arn) == ["a": "b"])
        #expect(try bench.state(of: scope).resource(cluster.arn)?.tags == cluster.tags)
    }

    @Test("PutBucketTagging replaces all tags, and demands a checksum that is the body's")
    func bucketTagsAreReplaced() throws {
        var bench = ServiceBench()
        let scope = try bench.place { $0.resources(.bucket).contains { !$0.tags.isEmpty } }
        let bucket = try #require(try bench.state(of: scope).resources(.bucket).first { !$0.tags.isEmpty })
        let body = Array("<Tagging><TagSet><Tag><Key>k</Key><Value>v &amp; w</Value></Tag></TagSet></Tagging>".utf8)
        let parameters = try XMLTree.tree(of: body)
        let labels = ["Bucket": bucket.id]
        let s3 = S3Service()
        #expect(bench.code(s3, "PutBucketTagging", in: scope, parameters, labels: labels) == "InvalidRequest")
        _ = try bench.call(
            s3, "PutBucketTagging", in: scope, parameters, labels: labels,
            headers: ["x-amz-checksum-crc32": CRC32.base64(of: body)], body: body)
        #expect(try bench.state(of: scope).resource(bucket.arn)?.tags == ["k": "v & w"])
        let fault = #expect(throws: ServiceFault.self) {
            _ = try bench.call(
                s3, "PutBucketTagging", in: scope, parameters, labels: labels,
                headers: ["x-amz-checksum-crc32": "AAAAAA=="], body: body)
        }
        #expect(fault?.code == "BadDigest")
    }

    @Test("a bucket answers in its own Region only, but tells its place to us-east-1, and refuses other accounts")
    func bucketsKeepToTheirRegion() throws {
        var bench = ServiceBench()
        let scope = try bench.place { $0.scope.region != "us-east-1" && !$0.resources(.bucket).isEmpty }
        let bucket = try #require(try bench.state(of: scope).resources(.bucket).first)
        let labels = ["Bucket": bucket.id]
        let other = Scope(account: scope.account, region: "us-east-1")
        let s3 = S3Service()
        #expect(bench.code(s3, "GetBucketLocation", in: other, labels: labels) == nil)
        #expect(bench.code(s3, "GetBucketTagging", in: other, labels: labels) == "PermanentRedirect")
        #expect(bench.code(s3, "HeadBucket", in: scope, labels: labels) == nil)
        let stranger = try #require(bench.world.organization.accounts.first { $0.id != scope.account })
        let foreign = Scope(account: stranger.id, region: scope.region)
        #expect(bench.code(s3, "GetBucketLocation", in: foreign, labels: labels) == "AccessDenied")
        #expect(bench.code(s3, "HeadBucket", in: foreign, labels: ["Bucket": "nobody-has-this"]) == "NoSuchBucket")
    }

    @Test(
        "a bucket is named in the path or before the host",
        arguments: [
            ("127.0.0.1:4599", "/b?x", "b"), ("localhost:4599", "/b", "b"), ("b.localhost:4599", "/", "b"),
            ("b.s3.us-east-1.amazonaws.com", "/", "b"), ("a.b.s3.amazonaws.com", "/", "a.b"),
            ("s3.eu-west-1.amazonaws.com", "/b", "b"),
        ])
    func bucketIsNamed(authority: String, path: String, bucket: String) throws {
        let http = HTTPRequest(
            method: "GET", scheme: "http", authority: authority, path: String(path.prefix { $0 != "?" }),
            query: "location")
        let parsed = try RequestParser.parse(http, for: S3Service().profile)
        #expect(parsed.operation == "GetBucketLocation" && parsed.labels["Bucket"] == bucket)
    }

    @Test("EC2 refuses ids and filters it does not know and lets wildcards and dry runs through")
    func ec2ChecksItsInput() throws {
        var bench = ServiceBench()
        let scope = try bench.place { !$0.resources(.volume).isEmpty }
        let ec2 = EC2Service()
        func filter(_ name: String, _ value: String) -> WireValue {
            .record(("Filter", .array([.record(("Name", .string(name)), ("Value", .texts([value])))])))
        }
        #expect(bench.code(ec2, "DescribeVolumes", in: scope, filter("colour", "red")) == "InvalidParameterValue")
        let odd = WireValue.record(("VolumeId", .texts(["vol-xyz"])))
        #expect(bench.code(ec2, "DescribeVolumes", in: scope, odd) == "InvalidVolumeID.Malformed")
        let gone = WireValue.record(("VolumeId", .texts(["vol-0123456789abcdef0"])))
        #expect(bench.code(ec2, "DescribeVolumes", in: scope, gone) == "InvalidVolume.NotFound")
        let dry = WireValue.record(("DryRun", .string("true")))
        #expect(bench.code(ec2, "DescribeVolumes", in: scope, dry) == "DryRunOperation")
        guard
            case .xml(let nodes) = try bench.call(ec2, "DescribeVolumes", in: scope, filter("volume-id", "vol-*")).body
        else { throw ServiceBench.Absent() }
        #expect(nodes.first?.children.count == (try bench.state(of: scope).resources(.volume).count))
    }

    @Test("a Region without resources is answered with nothing")
    func emptyRegionIsEmpty() throws {
        var bench = ServiceBench()
        let scope = Scope(account: bench.world.organization.managementAccount.id, region: "eu-north-1")
        let tables = try bench.json(DynamoDBService(), "ListTables", in: scope)
        #expect(tables["TableNames"]?.arrayValue == [])
        #expect(try bench.json(TaggingService(), "GetTagKeys", in: scope)["TagKeys"]?.arrayValue == [])
    }

    @Test("a role that was deleted is gone, one with a path keeps it")
    func rolesHavePaths() throws {
        var bench = ServiceBench()
        let scope = try bench.place { _ in true }
        func ask(_ name: String) -> WireValue { .record(("RoleName", .string(name))) }
        let retired = ask(ProtectionGenerator.retiredRoleName)
        #expect(bench.code(IAMService(), "GetRole", in: scope, retired) == "NoSuchEntity")
        let reply = try bench.call(IAMService(), "GetRole", in: scope, ask("AWSBackupDefaultServiceRole"))
        guard case .xml(let nodes) = reply.body else { throw ServiceBench.Absent() }
        #expect(nodes.first?.children.first { $0.name == "Path" }?.text == "/service-role/")
    }
}
