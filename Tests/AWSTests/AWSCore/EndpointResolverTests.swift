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
    func s3(path: String, isCustom: Bool, authority: String, sent: String) throws {
        let resolver = EndpointResolver(environment: isCustom ? ["AWS_ENDPOINT_URL": "http://h:1/base"] : [:])
        let place = try resolver.endpoint(for: Self.service("s3"), region: "us-east-1").s3(path: path)
        #expect(place == (authority, sent))
    }
}
