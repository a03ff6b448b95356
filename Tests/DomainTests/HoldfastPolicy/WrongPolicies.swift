/// One change that makes a right policy wrong, or doubtful.
struct WrongPolicy {
    /// What is wrong.
    let name: String
    /// The text that is replaced.
    let original: String
    /// What it is replaced with.
    let replacement: String

    private init(_ name: String, _ original: String, _ replacement: String) {
        self.name = name
        self.original = original
        self.replacement = replacement
    }

    /// Mistakes of form.
    private static let schema = [
        WrongPolicy("missing api version", "apiVersion: holdfast/v1\n", ""),
        WrongPolicy("another api version", "holdfast/v1", "holdfast/v9"),
        WrongPolicy("another kind", "kind: ProtectionPolicy", "kind: BackupPolicy"),
        WrongPolicy("unknown top key", "waivers:", "waiver:"),
        WrongPolicy("typo in a tier", "rto: 4h", "rtoo: 4h"),
        WrongPolicy("key in snake case", "coldStorage: {after: 30d}", "cold_storage: {after: 30d}"),
        WrongPolicy("duplicate key in a tier", "rto: 4h", "rpo: 4h"),
        WrongPolicy("duplicate tier", "  silver:\n", "  gold:\n"),
        WrongPolicy("missing retention", "    retention: 5w\n", ""),
        WrongPolicy("tiers as a list", "tiers:\n  gold:", "tiers:\n  - gold:"),
        WrongPolicy("no tiers", "backupRole:", "tiers: {}\nbackupRole:"),
        WrongPolicy("flag in words", "enabled: true", "enabled: yes"),
        WrongPolicy("flag in quotes", "continuous: true", "continuous: \"true\""),
        WrongPolicy("duration without a unit", "rpo: 24h", "rpo: 24"),
        WrongPolicy("days without a unit", "retention: 120d", "retention: 120"),
        WrongPolicy("retention in hours", "retention: 120d", "retention: 2880h"),
        WrongPolicy("empty rpo", "rpo: 24h", "rpo:"),
        WrongPolicy("tagging without enabled", ", enabled: true", ""),
        WrongPolicy("lock without a value", "lock: {mode: governance, minRetention: 7d, maxRetention: 365d}", "lock:"),
        WrongPolicy("merge key", "    rto: 4h", "    <<: {rto: 4h}"),
        WrongPolicy("tab for indentation", "    rpo: 24h", "\trpo: 24h"),
        WrongPolicy("unclosed bracket", "resourceType: [EBS, RDS]", "resourceType: [EBS, RDS"),
    ]

    /// Mistakes AWS would find.
    private static let limits = [
        WrongPolicy("cold storage too late", "retention: 120d", "retention: 119d"),
        WrongPolicy("cold storage of a copy too late", "retention: 97d", "retention: 96d"),
        WrongPolicy("continuous for too long", "retention: 5w", "retention: 36d"),
        WrongPolicy("continuous and cold", "continuous: true", "continuous: true\n    coldStorage: {after: 1d}"),
        WrongPolicy("rpo under an hour without continuous", "    continuous: true\n", ""),
        WrongPolicy("rpo of nothing", "rpo: 24h", "rpo: 0h"),
        WrongPolicy("retention of nothing", "retention: 5w", "retention: 0d"),
        WrongPolicy("retention beyond a century", "maxRetention: 365d", "maxRetention: 36501d"),
        WrongPolicy("start window under an hour", "start: 1h", "start: 30m"),
        WrongPolicy("window in seconds", "completion: 2d", "completion: 90s"),
        WrongPolicy("tier name with a space", "  gold:\n", "  gold tier:\n"),
        WrongPolicy("vault name of one letter", "name: silver", "name: s"),
        WrongPolicy("vault name with a dot", "name: silver", "name: silver.vault"),
        WrongPolicy(
            "six copies", "    copies:\n",
            "    copies:\n"
                + ["a", "b", "c", "d"].map { "      - {region: us-west-2, vault: copy-\($0)}\n" }.joined()),
        WrongPolicy("copy to its own vault", "vault: holdfast-copies,", "vault: holdfast,"),
        WrongPolicy(
            "copy twice to one place", "      - {region: eu-west-1",
            "      - {region: us-west-2, vault: holdfast-copies}\n      - {region: eu-west-1"),
        WrongPolicy("copy to another account's default vault", "vault: central", "vault: Default"),
        WrongPolicy("copy account lost a zero", "\"222222222222\"", "22222222222"),
        WrongPolicy("region without hyphen", "us-west-2", "us-west2"),
        WrongPolicy("lock shorter than the retention", "maxRetention: 365d", "maxRetention: 100d"),
        WrongPolicy("lock longer than the retention", "minRetention: 7d", "minRetention: 121d"),
        WrongPolicy("lock upside down", "minRetention: 7d", "minRetention: 400d"),
        WrongPolicy("unknown lock mode", "mode: governance", "mode: complience"),
        WrongPolicy("one vault, two keys", "name: silver", "name: holdfast"),
        WrongPolicy("customer's key without a key", "name: silver", "name: silver, customerManagedKey: true"),
        WrongPolicy("tag key of AWS", "key: holdfast:tier", "key: aws:backup"),
        WrongPolicy("tag key too long", "{backup: none}", "{\(String(repeating: "k", count: 129)): none}"),
    ]

    /// Mistakes in expressions.
    private static let expressions = [
        WrongPolicy("cron of five fields", "cron(0 5 ? * MON-FRI *)", "cron(0 5 * * *)"),
        WrongPolicy("cron without parentheses", "cron(0 5 ? * MON-FRI *)", "0 5 ? * MON-FRI *"),
        WrongPolicy("cron hour 24", "cron(0 5 ?", "cron(0 24 ?"),
        WrongPolicy("cron weekday misspelt", "MON-FRI", "MON-FRY"),
        WrongPolicy("cron with two days", "cron(0 5 ? * MON-FRI *)", "cron(0 5 1 * MON *)"),
        WrongPolicy("cron without a day", "cron(0 5 ? * MON-FRI *)", "cron(0 5 ? * ? *)"),
        WrongPolicy("rate in the plural", "schedule: derived", "schedule: rate(1 days)"),
        WrongPolicy("rate in weeks", "schedule: derived", "schedule: rate(2 weeks)"),
        WrongPolicy("misspelt schedule", "schedule: derived", "schedule: derive"),
        WrongPolicy("time zone by offset", "timezone: Europe/Berlin", "timezone: \"+01:00\""),
        WrongPolicy("role with an unknown placeholder", "{account}:role", "{acount}:role"),
        WrongPolicy("role of another form", ":role/HoldfastBackupRole", ":user/HoldfastBackupRole"),
        WrongPolicy("role of one account", "{account}:role", "111122223333:role"),
        WrongPolicy("key of another service", "arn:{partition}:kms:", "arn:{partition}:s3:"),
    ]

    /// Mistakes in assignments, enforcement and waivers.
    private static let governance = [
        WrongPolicy("unknown tier", "tier: gold", "tier: glod"),
        WrongPolicy("tier never assigned", "    tier: gold", "    tier: silver"),
        WrongPolicy("assignment after a catch-all", "  - when: {tag: {backup: none}}\n", "  - when: {region: \"*\"}\n"),
        WrongPolicy(
            "assignment said twice", "  - tier: silver",
            "  - when: {tag: {backup: none}}\n    tier: silver\n  - tier: silver"),
        WrongPolicy("assignment of nothing", "    tier: gold\n", ""),
        WrongPolicy("assignment of tier and ignore", "    ignore: true", "    ignore: true\n    tier: gold"),
        WrongPolicy("two assignments of one name", "  - when: {tag", "  - name: production data\n    when: {tag"),
        WrongPolicy("criteria without a value", "when: {tag: {backup: none}}", "when:"),
        WrongPolicy("unknown criterion", "configRule:", "configRules:"),
        WrongPolicy("empty criterion", "ou: [Workloads/Prod]", "ou: []"),
        WrongPolicy("resource type in lower case", "[EBS, RDS]", "[ebs, RDS]"),
        WrongPolicy("resource type of AWS Config", "[EBS, RDS]", "[\"AWS::EC2::Volume\"]"),
        WrongPolicy("resource type not read", "[EBS, RDS]", "[FSx]"),
        WrongPolicy("account of eleven digits", "\"012345678901\"", "12345678901"),
        WrongPolicy("account without quotes", "\"012345678901\"", "012345678901"),
        WrongPolicy("unit with a slash before it", "Workloads/Prod", "/Workloads/Prod"),
        WrongPolicy("arn of nothing", "\"arn:aws:rds:*\"", "volume/vol-1"),
        WrongPolicy("unknown mode", "mode: enforce", "mode: enforced"),
        WrongPolicy("unknown action", "tag-resource: observe", "tag-resources: observe"),
        WrongPolicy("guardrail of nothing", "maxChangesPerAccount: 10", "maxChangesPerAccount: 0"),
        WrongPolicy("guardrail without effect", "maxChangesPerAccount: 10", "maxChangesPerAccount: 51"),
        WrongPolicy("waiver without an end", "    expires: 2027-01-31\n", ""),
        WrongPolicy("waiver until no date", "2027-01-31", "2027-02-30"),
        WrongPolicy("waiver without an owner", "    owner: data@example.com\n", ""),
        WrongPolicy("waiver of no control", "[HF-COV-*]", "[coverage]"),
        WrongPolicy("waiver longer than the limit", "expires: 2027-01-31", "expires: 2027-11-02"),
        WrongPolicy("waiver that ends before it began", "accepted: 2026-11-01\n", "accepted: 2027-01-31\n"),
        WrongPolicy("waiver that does not say since when", "    accepted: 2026-11-01\n", ""),
        WrongPolicy("limit of waivers in hours", "maxDuration: 365d", "maxDuration: 8760h"),
        WrongPolicy("unknown key in a scope", "      not: {resourceType", "      none: {resourceType"),
        WrongPolicy("negation of nothing", "not: {resourceType: [RDS]}", "not: {}"),
        WrongPolicy("alternative of nothing", "{account: play-*}]", "{}]"),
        WrongPolicy("no alternative", "[{tag: {stage: test}}, {account: play-*}]", "[]"),
        WrongPolicy("alternatives that are no list", "[{tag: {stage: test}}, {account: play-*}]", "{account: play-*}"),
        WrongPolicy(
            "waiver of everything", "    scope: {arn: [\"arn:aws:s3:::scratch\"]}\n    controls: [HF-COV-*]\n", ""),
    ]

    /// All of them, in the order of the golden file.
    static let all = schema + limits + expressions + governance
}
