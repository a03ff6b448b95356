/// Layouts of variables and files from which credentials are found.
struct CredentialLayout: Encodable, Sendable {
    var name: String
    /// Variables; `$HOME` in them stands for the home folder.
    var environment: [String: String] = [:]
    /// Files by their paths in the home folder.
    var files: [String: String] = [:]
    /// The profile the caller names.
    var profile: String?
    /// Why ours differs on purpose, and what it gives; nothing for an error.
    var difference: Difference?

    struct Difference: Encodable, Sendable {
        var key: String?
        var because: String
    }

    init(
        _ name: String, _ environment: [String: String] = [:], config: String = "", keys: String = "",
        files: [String: String] = [:], profile: String? = nil, difference: Difference? = nil
    ) {
        self.name = name
        self.environment = ["AWS_DEFAULT_REGION": "eu-west-1"].merging(environment) { $1 }
        self.files = files
        if !config.isEmpty { self.files[".aws/config"] = config }
        if !keys.isEmpty { self.files[".aws/credentials"] = keys }
        self.profile = profile
        self.difference = difference
    }
}

extension CredentialLayout {
    private static let environmentKeys = ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "s"]
    private static let webIdentity = [
        "AWS_WEB_IDENTITY_TOKEN_FILE": "$HOME/token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/Web",
    ]
    private static let container = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/task"]
    private static let noInstance = ["AWS_EC2_METADATA_DISABLED": "true"]
    private static let fileKeys = "[default]\naws_access_key_id = FILE\naws_secret_access_key = s\n"
    private static let base = "[base]\naws_access_key_id = BASE\naws_secret_access_key = s\n"
    private static let process =
        "credential_process = /bin/echo '{\"Version\":1,\"AccessKeyId\":\"PROCESS\",\"SecretAccessKey\":\"s\"}'\n"
    private static let configKeys = "aws_access_key_id = CONFIG\naws_secret_access_key = s\n"
    private static let session = """
        [profile sso]
        sso_session = corp
        sso_account_id = 111111111111
        sso_role_name = Reader
        [sso-session corp]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-west-1

        """
    // Named after the SHA-1 of the session's name and of the start URL.
    private static let sessionCache = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
    private static let legacyCache = ".aws/sso/cache/a51746d4aa793ae07b25e90c3a5db96fc7832bd7.json"

    private static func role(_ name: String, _ source: String) -> String {
        "role_arn = arn:aws:iam::1:role/\(name)\n\(source)\n"
    }

    private static func login(_ end: String, _ more: String = "") -> String {
        #"{"accessToken":"TOKEN","expiresAt":"\#(end)","startUrl":"s","region":"eu-west-1"\#(more)}"#
    }

    private static let renewal =
        #","clientId":"c","clientSecret":"s","refreshToken":"R","registrationExpiresAt":"2099-01-01T00:00:00Z""#

    /// Every source, alone and beside others.
    static let all: [CredentialLayout] = environments + roles + logins + machines

    private static let environments = [
        CredentialLayout("environment", environmentKeys),
        CredentialLayout("environment before files", environmentKeys, keys: fileKeys),
        CredentialLayout("environment before web identity", environmentKeys.merging(webIdentity) { $1 }),
        CredentialLayout("a named profile before the environment", environmentKeys, keys: fileKeys, profile: "default"),
        CredentialLayout(
            "AWS_PROFILE does not hide the environment", environmentKeys.merging(["AWS_PROFILE": "base"]) { $1 },
            keys: base),
        CredentialLayout("only an access key id", ["AWS_ACCESS_KEY_ID": "ENV"], keys: fileKeys),
        CredentialLayout(
            "only a secret", ["AWS_SECRET_ACCESS_KEY": "s"], keys: fileKeys,
            difference: Difference(because: "half a key is a mistake, whichever half; botocore passes this one over")),
        CredentialLayout("an empty access key id", ["AWS_ACCESS_KEY_ID": ""], keys: fileKeys),
        CredentialLayout("credentials file", keys: fileKeys),
        CredentialLayout("config file", config: "[default]\n" + configKeys),
        CredentialLayout("credentials file before config file", config: "[default]\n" + configKeys, keys: fileKeys),
        CredentialLayout("AWS_PROFILE", ["AWS_PROFILE": "base"], keys: fileKeys + base),
        CredentialLayout(
            "AWS_DEFAULT_PROFILE before AWS_PROFILE", ["AWS_PROFILE": "base", "AWS_DEFAULT_PROFILE": "default"],
            keys: fileKeys + base,
            difference: Difference(
                key: "BASE", because: "AWS_PROFILE is the name of today, as in AWS's CLI of version 2 and other SDKs")),
        CredentialLayout("a profile nobody has", ["AWS_PROFILE": "gone"], keys: fileKeys),
        CredentialLayout(
            "files elsewhere", ["AWS_SHARED_CREDENTIALS_FILE": "$HOME/keys", "AWS_CONFIG_FILE": "$HOME/config"],
            files: ["keys": fileKeys, "config": "[default]\nregion = eu-west-1\n"]),
        CredentialLayout("a process", config: "[default]\n" + process),
        CredentialLayout("a process before keys of the config file", config: "[default]\n" + process + configKeys),
        CredentialLayout(
            "keys of the credentials file before a process", config: "[default]\n" + process, keys: fileKeys),
        CredentialLayout("a process that fails", config: "[default]\ncredential_process = /bin/false\n", keys: base),
    ]

    private static let roles = [
        CredentialLayout("a role from keys", config: "[default]\n" + role("A", "source_profile = base"), keys: base),
        CredentialLayout(
            "a chain of roles",
            config: "[default]\n" + role("A", "source_profile = b") + "[profile b]\n"
                + role("B", "source_profile = base"),
            keys: base),
        CredentialLayout(
            "a role from itself", config: "[default]\n" + role("A", "source_profile = default") + configKeys),
        CredentialLayout(
            "roles in a circle",
            config: "[default]\n" + role("A", "source_profile = b") + "[profile b]\n"
                + role("B", "source_profile = default")),
        CredentialLayout("a role from nowhere", config: "[default]\n" + role("A", "source_profile = gone")),
        CredentialLayout("a role from nothing", config: "[default]\n" + role("A", "")),
        CredentialLayout(
            "a role from two sources",
            config: "[default]\n" + role("A", "source_profile = base\ncredential_source = Environment"), keys: base),
        CredentialLayout(
            "a role from the environment", environmentKeys,
            config: "[default]\n" + role("A", "credential_source = Environment"),
            profile: "default"),
        CredentialLayout(
            "a role from an empty environment", noInstance,
            config: "[default]\n" + role("A", "credential_source = Environment")),
        CredentialLayout(
            "a role from the container", container,
            config: "[default]\n" + role("A", "credential_source = EcsContainer")),
        CredentialLayout(
            "a role from the instance", config: "[default]\n" + role("A", "credential_source = Ec2InstanceMetadata")),
        CredentialLayout("a role from the moon", config: "[default]\n" + role("A", "credential_source = Moon")),
        CredentialLayout(
            "a role from a process", config: "[default]\n" + role("A", "source_profile = p") + "[profile p]\n" + process
        ),
        CredentialLayout(
            "a role from a login", config: "[default]\n" + role("A", "source_profile = sso") + session,
            files: [sessionCache: login("2099-01-01T00:00:00Z")]),
        CredentialLayout(
            "a role in another Region's STS",
            config: "[default]\nregion = us-west-2\n" + role("A", "source_profile = base"),
            keys: base,
            difference: Difference(
                key: "A.BY.BASE.IN.sts.us-west-2.amazonaws.com",
                because:
                    "STS is asked in the profile's Region although AWS_DEFAULT_REGION names another, since the role is "
                    + "the profile's")),
        CredentialLayout("web identity", webIdentity, files: ["token": "JSON.WEB.TOKEN"]),
        CredentialLayout("web identity before keys", webIdentity, keys: fileKeys, files: ["token": "JSON.WEB.TOKEN"]),
        CredentialLayout("web identity without its file", webIdentity),
        CredentialLayout(
            "web identity without a role", ["AWS_WEB_IDENTITY_TOKEN_FILE": "$HOME/token"],
            files: ["token": "JSON.WEB.TOKEN"]),
        CredentialLayout(
            "web identity beside a profile's role", webIdentity,
            config: "[default]\n" + role("A", "source_profile = base"),
            keys: base, files: ["token": "JSON.WEB.TOKEN"],
            difference: Difference(
                key: "Web.FOR.JSON.WEB.TOKEN.IN.sts.eu-west-1.amazonaws.com",
                because: "the environment stands before the files; botocore takes the profile's role first")),
    ]

    private static let logins = [
        CredentialLayout(
            "a login", ["AWS_PROFILE": "sso"], config: session, files: [sessionCache: login("2099-01-01T00:00:00Z")]),
        CredentialLayout(
            "a login before keys of the same profile", ["AWS_PROFILE": "sso"], config: session,
            keys: "[sso]\n" + configKeys, files: [sessionCache: login("2099-01-01T00:00:00Z")]),
        CredentialLayout(
            "a login that is renewed", ["AWS_PROFILE": "sso"], config: session,
            files: [sessionCache: login("2020-01-01T00:00:00Z", renewal)]),
        CredentialLayout(
            "a login that ended", ["AWS_PROFILE": "sso"], config: session,
            files: [sessionCache: login("2020-01-01T00:00:00Z")]),
        CredentialLayout("no login", ["AWS_PROFILE": "sso"], config: session),
        CredentialLayout(
            "a legacy login",
            config: """
                [default]
                sso_start_url = https://corp.awsapps.com/start
                sso_region = eu-west-1
                sso_account_id = 111111111111
                sso_role_name = Reader

                """, files: [legacyCache: login("2099-01-01T00:00:00Z")]),
        CredentialLayout(
            "a login without a role", config: "[default]\nsso_start_url = s\nsso_region = eu-west-1\n",
            files: [legacyCache: login("2099-01-01T00:00:00Z")]),
    ]

    private static let machines = [
        CredentialLayout("container", container),
        CredentialLayout("container before instance", container.merging(noInstance) { $1 }),
        CredentialLayout("keys before container", container, keys: fileKeys),
        CredentialLayout(
            "container with a token",
            [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN": "SECRET",
            ]),
        CredentialLayout(
            "container with the token of a file",
            [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN": "SECRET", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "$HOME/auth",
            ], files: ["auth": "FILED"]),
        CredentialLayout(
            "container elsewhere", ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.com/credentials"]),
        CredentialLayout("instance"),
        CredentialLayout("no instance", noInstance),
    ]
}
