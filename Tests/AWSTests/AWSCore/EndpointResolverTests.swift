internal import AWSWire
internal import Testing

@testable internal import AWSCore

@Suite("EndpointResolver")
struct EndpointResolverTests {
    private static func service(_ id: String, prefix: String? = nil, isGlobal: Bool = false) -> ServiceDescription {
        ServiceDescription(
            id: id, endpointPrefix: prefix ?? id, signingName: id,
            endpointVariable: id.uppercased().replacing("-", with: "_"), wireProtocol: .restJSON, isGlobal: isGlobal)
    }

    // What botocore 1.43.11's endpoint rules give for the same service and Region.
    @Test(
        "AWS's own endpoints are those of its rules",
        arguments: [
            ("backup", false, "eu-central-1", "backup.eu-central-1.amazonaws.com", "eu-central-1"),
            ("backup", false, "cn-north-1", "backup.cn-north-1.amazonaws.com.cn", "cn-north-1"),
            ("backup", false, "us-gov-east-1", "backup.us-gov-east-1.amazonaws.com", "us-gov-east-1"),
            ("backup", false, "us-isob-east-1", "backup.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1"),
            ("sts", false, "ap-south-2", "sts.ap-south-2.amazonaws.com", "ap-south-2"),
            ("iam", true, "eu-central-1", "iam.amazonaws.com", "us-east-1"),
            ("iam", true, "cn-northwest-1", "iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
            ("iam", true, "us-gov-east-1", "iam.us-gov.amazonaws.com", "us-gov-west-1"),
            ("iam", true, "us-iso-west-1", "iam.us-iso-east-1.c2s.ic.gov", "us-iso-east-1"),
            ("iam", true, "eusc-de-east-1", "iam.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"),
            ("organizations", true, "eu-central-1", "organizations.us-east-1.amazonaws.com", "us-east-1"),
            ("organizations", true, "cn-north-1", "organizations.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1"),
            ("organizations", true, "us-gov-east-1", "organizations.us-gov-west-1.amazonaws.com", "us-gov-west-1"),
            (
                "organizations", true, "us-isof-south-1", "organizations.us-isof-south-1.csp.hci.ic.gov",
                "us-isof-south-1"
            ),
            ("backup", false, "xx-new-9", "backup.xx-new-9.amazonaws.com", "xx-new-9"),
        ])
    func own(id: String, isGlobal: Bool, region: String, authority: String, signingRegion: String) throws {
        let endpoint = try EndpointResolver(environment: [:]).endpoint(
            for: Self.service(id, isGlobal: isGlobal), region: region)
        #expect(
            endpoint
                == Endpoint(scheme: "https", authority: authority, signingRegion: signingRegion, isCustom: false))
    }

    @Test(
        "FIPS and dual-stack endpoints are those of the partition, by variable, by profile or by an old Region's name",
        arguments: [
            (["AWS_USE_FIPS_ENDPOINT": "true"], "", "us-east-1", "backup-fips.us-east-1.amazonaws.com"),
            (
                ["AWS_USE_DUALSTACK_ENDPOINT": "TRUE"], "", "cn-north-1",
                "backup.cn-north-1.api.amazonwebservices.com.cn"
            ),
            (
                [:], "use_fips_endpoint = true\nuse_dualstack_endpoint = true", "eu-west-1",
                "backup-fips.eu-west-1.api.aws"
            ),
            (
                ["AWS_USE_FIPS_ENDPOINT": "false"], "use_fips_endpoint = true", "eu-west-1",
                "backup.eu-west-1.amazonaws.com"
            ),
            ([:], "", "fips-us-gov-west-1", "backup-fips.us-gov-west-1.amazonaws.com"),
            ([:], "", "us-east-2-fips", "backup-fips.us-east-2.amazonaws.com"),
            (
                ["AWS_USE_FIPS_ENDPOINT": "true", "AWS_ENDPOINT_URL": "https://vpce.example"], "", "us-east-1",
                "vpce.example"
            ),
            ([:], "ignore_configured_endpoint_urls = true\nendpoint_url = http://h", "r", "backup.r.amazonaws.com"),
        ])
    func variants(environment: [String: String], profile: String, region: String, authority: String) throws {
        let resolver = try Self.resolver(environment, profile)
        let endpoint = try resolver.endpoint(for: Self.service("backup"), region: region)
        #expect(endpoint.authority == authority)
        #expect(!endpoint.signingRegion.contains("fips"))
    }

    @Test("STS is asked in the Region, at its one former endpoint only where that is asked for and was so once")
    func formerSTS() throws {
        func place(_ environment: [String: String], _ profile: String, _ region: String) throws -> [String] {
            let endpoint = try Self.resolver(environment, profile).endpoint(for: Self.service("sts"), region: region)
            return [endpoint.authority, endpoint.signingRegion]
        }
        let legacy = ["AWS_STS_REGIONAL_ENDPOINTS": "legacy"]
        #expect(try place([:], "", "eu-west-1") == ["sts.eu-west-1.amazonaws.com", "eu-west-1"])
        #expect(try place(legacy, "", "eu-west-1") == ["sts.amazonaws.com", "us-east-1"])
        #expect(try place([:], "sts_regional_endpoints = legacy", "eu-west-1") == ["sts.amazonaws.com", "us-east-1"])
        #expect(try place(legacy, "", "eu-south-2") == ["sts.eu-south-2.amazonaws.com", "eu-south-2"])
        #expect(
            try place(legacy, "use_fips_endpoint = true", "us-east-1") == [
                "sts-fips.us-east-1.amazonaws.com", "us-east-1",
            ])
    }

    @Test(
        "a setting that is none of its values, and a variant the partition does not have, are named",
        arguments: [
            (["AWS_USE_FIPS_ENDPOINT": "yes"], "", "us-east-1", "AWS_USE_FIPS_ENDPOINT"),
            ([:], "use_dualstack_endpoint = 1", "us-east-1", "use_dualstack_endpoint of the profile"),
            (["AWS_STS_REGIONAL_ENDPOINTS": "global"], "", "us-east-1", "AWS_STS_REGIONAL_ENDPOINTS"),
            ([:], "s3 =\n  addressing_style = wild", "us-east-1", "addressing_style"),
            (["AWS_USE_FIPS_ENDPOINT": "true"], "", "cn-north-1", "s3 has no FIPS endpoint in the partition aws-cn"),
            (
                ["AWS_USE_FIPS_ENDPOINT": "true", "AWS_USE_DUALSTACK_ENDPOINT": "true"], "", "cn-north-1",
                "s3 has no FIPS and dual-stack endpoint in the partition aws-cn"
            ),
        ])
    func impossible(environment: [String: String], profile: String, region: String, words: String) throws {
        let resolver = try Self.resolver(environment, profile)
        let error = #expect(throws: EndpointError.self) {
            try resolver.endpoint(for: Self.service("s3"), region: region)
        }
        #expect(error?.message.contains(words) == true)
    }

    private static func resolver(_ environment: [String: String], _ profile: String) throws -> EndpointResolver {
        let shared = try SharedConfiguration(environment: ["HOME": "/"]) { path in
            path.hasSuffix("config") ? Array("[default]\n\(profile)\n".utf8) : nil
        }
        return EndpointResolver(environment: environment, configuration: shared)
    }

    private static let profile = """
        [default]
        endpoint_url = http://profile:1
        services = local
        [services local]
        backup =
          endpoint_url = http://section:2
        """

    @Test(
        "configured endpoints win in the order AWS documents",
        arguments: [
            (["AWS_ENDPOINT_URL_BACKUP": "http://own:1/", "AWS_ENDPOINT_URL": "http://all:2"], "own:1"),
            (["AWS_ENDPOINT_URL_EC2": "http://own:1", "AWS_ENDPOINT_URL": "http://ALL:2"], "all:2"),
            ([:], "section:2"),
            (["AWS_ENDPOINT_URL": "", "AWS_ENDPOINT_URL_BACKUP": ""], "section:2"),
            (["AWS_ENDPOINT_URL": "http://all:80"], "all"),
            (
                ["AWS_ENDPOINT_URL": "http://all:2", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "TRUE"],
                "backup.us-east-1.amazonaws.com"
            ),
        ])
    func configured(environment: [String: String], authority: String) throws {
        let shared = try SharedConfiguration(environment: ["HOME": "/"]) { path in
            path.hasSuffix("config") ? Array(Self.profile.utf8) : nil
        }
        let resolver = EndpointResolver(environment: environment, configuration: shared)
        let endpoint = try resolver.endpoint(for: Self.service("backup"), region: "us-east-1")
        #expect(endpoint.authority == authority)
        if !environment.keys.contains("AWS_ENDPOINT_URL_BACKUP") && environment["AWS_ENDPOINT_URL"] == nil {
            #expect(try resolver.endpoint(for: Self.service("ec2"), region: "us-east-1").authority == "profile:1")
        }
    }

    @Test("a path before every path is kept")
    func basePath() throws {
        let resolver = EndpointResolver(environment: ["AWS_ENDPOINT_URL": "https://h:443/a/b//"])
        let endpoint = try resolver.endpoint(for: Self.service("backup"), region: "r")
        #expect(endpoint.authority == "h")
        #expect(endpoint.basePath == "/a/b")
    }

    @Test(
        "what is no URL of a host is refused",
        arguments: [
            "127.0.0.1:4599", "ftp://h", "http://", "http://:80", "http://u@h", "http://h?q", "http://h h", "http:h",
        ])
    func refused(url: String) {
        let resolver = EndpointResolver(environment: ["AWS_ENDPOINT_URL": url])
        let error = #expect(throws: EndpointError.self) {
            try resolver.endpoint(for: Self.service("backup"), region: "us-east-1")
        }
        #expect(error?.message.contains("AWS_ENDPOINT_URL") == true)
    }

    @Test("a Region that is no host label is refused", arguments: ["", "us east", "evil.com/", "a.b", "a@b"])
    func badRegions(region: String) {
        #expect(throws: EndpointError.self) {
            try EndpointResolver(environment: [:]).endpoint(for: Self.service("backup"), region: region)
        }
    }

    @Test(
        "S3 keeps the bucket in the path for custom endpoints and puts it into the host for AWS's own",
        arguments: [
            ("/", false, "s3.us-east-1.amazonaws.com", "/"),
            ("/bucket", false, "bucket.s3.us-east-1.amazonaws.com", "/"),
            ("/bucket/a%20b/c", false, "bucket.s3.us-east-1.amazonaws.com", "/a%20b/c"),
            ("/dotted.bucket", false, "s3.us-east-1.amazonaws.com", "/dotted.bucket"),
            ("/Upper", false, "s3.us-east-1.amazonaws.com", "/Upper"), ("/bucket/k", true, "h:1", "/base/bucket/k"),
        ])
    func bucketPlaces(path: String, isCustom: Bool, authority: String, sent: String) throws {
        let resolver = EndpointResolver(environment: isCustom ? ["AWS_ENDPOINT_URL": "http://h:1/base"] : [:])
        let place = try resolver.endpoint(for: Self.service("s3"), region: "us-east-1").s3(path: path)
        #expect(place == (authority, sent))
    }
    @Test("the profile may put buckets into the path of AWS's own endpoints and into the host of others")
    func bucketStyles() throws {
        func place(_ style: String, _ environment: [String: String]) throws -> String {
            let resolver = try Self.resolver(environment, "s3 =\n  addressing_style = \(style)")
            let place = try resolver.endpoint(for: Self.service("s3"), region: "us-east-1").s3(path: "/bucket/k")
            return place.authority + place.path
        }
        #expect(try place("path", [:]) == "s3.us-east-1.amazonaws.com/bucket/k")
        #expect(try place("Virtual", ["AWS_ENDPOINT_URL": "http://h:1/base"]) == "bucket.h:1/base/k")
        #expect(try place("auto", ["AWS_ENDPOINT_URL": "http://h:1/base"]) == "h:1/base/bucket/k")
    }

    @Test("what an operation puts before the host is put there, unless nobody wants it")
    func hostPrefix() throws {
        let plain = try Self.resolver([:], "").endpoint(for: Self.service("backup"), region: "r")
        #expect(plain.authority(prefixedBy: "data-") == "data-backup.r.amazonaws.com")
        for (environment, profile) in [
            (["AWS_DISABLE_HOST_PREFIX_INJECTION": "true"], ""), ([:], "disable_host_prefix_injection = true"),
        ] {
            let endpoint = try Self.resolver(environment, profile).endpoint(for: Self.service("backup"), region: "r")
            #expect(endpoint.authority(prefixedBy: "data-") == "backup.r.amazonaws.com")
        }
    }
}
