/// What each target may import beside the standard library: the table of the design, as data.
enum ImportRules {
    /// Modules of the language, open to every target.
    static let always: Set = ["Swift", "FoundationEssentials", "Synchronization", "_Concurrency"]

    /// The pure modules.
    static let domain: Set = [
        "HoldfastEvaluation", "HoldfastMetrics", "HoldfastModel", "HoldfastPlanning", "HoldfastPolicy",
        "HoldfastReport",
    ]

    /// The generated services.
    static let services: Set = [
        "AWSBackup", "AWSConfigService", "AWSDLM", "AWSDynamoDB", "AWSEC2", "AWSEFS", "AWSIAM", "AWSOrganizations",
        "AWSRDS", "AWSS3", "AWSSTS", "AWSTagging",
    ]

    /// Modules a target may import, by target; a generated service has the row `service`.
    static let rows: [String: Set<String>] = [
        "HoldfastGzip": ["CZlib"],
        "HoldfastYAML": ["Yams"],
        "HoldfastCrypto": ["COpenSSL"],
        "HoldfastHTTP": [],
        "HoldfastCurl": ["CLibcurl", "Glibc", "HoldfastHTTP", "Logging"],
        "HoldfastWeb": [
            "Glibc", "HTTPTypes", "HoldfastGzip", "HoldfastHTTP", "Hummingbird", "HummingbirdCore", "HummingbirdTLS",
            "Logging", "NIOCore", "NIOPosix", "ServiceLifecycle",
        ],
        "AWSWire": [],
        "AWSCore": ["AWSWire", "HoldfastCrypto", "HoldfastHTTP", "Logging"],
        "service": ["AWSCore", "AWSWire"],
        "HoldfastModel": [],
        "HoldfastPolicy": ["HoldfastModel", "HoldfastYAML"],
        "HoldfastEvaluation": ["HoldfastModel", "HoldfastPolicy"],
        "HoldfastPlanning": ["HoldfastEvaluation", "HoldfastModel", "HoldfastPolicy"],
        "HoldfastReport": ["HoldfastEvaluation", "HoldfastModel", "HoldfastPlanning", "HoldfastPolicy"],
        "HoldfastMetrics": ["HoldfastModel", "HoldfastReport"],
        "HoldfastStore": ["HoldfastEvaluation", "HoldfastModel", "HoldfastPlanning", "HoldfastReport"],
        "HoldfastStoreSQLite": [
            "GRDB", "HoldfastEvaluation", "HoldfastModel", "HoldfastPlanning", "HoldfastReport", "HoldfastStore",
        ],
        "HoldfastExporter": [
            "AWSCore", "HoldfastHTTP", "HoldfastMetrics", "HoldfastModel", "HoldfastReport", "HoldfastWeb", "Logging",
        ],
        "HoldfastConfiguration": ["HoldfastYAML"],
        "HoldfastInventory": domain.union(services).union(["AWSCore", "AWSWire", "Logging"]),
        "HoldfastEnforcement": domain.union(services).union(["AWSCore", "HoldfastCrypto", "HoldfastStore", "Logging"]),
        "HoldfastAgent": domain.union([
            "AWSCore", "HoldfastConfiguration", "HoldfastEnforcement", "HoldfastExporter", "HoldfastGzip",
            "HoldfastHTTP", "HoldfastInventory", "HoldfastStore", "HoldfastWeb", "Logging", "ServiceLifecycle",
        ]),
        "HoldfastAggregator": domain.union([
            "HoldfastConfiguration", "HoldfastCrypto", "HoldfastExporter", "HoldfastGzip", "HoldfastHTTP",
            "HoldfastStore", "HoldfastWeb", "Logging", "ServiceLifecycle",
        ]),
        "HoldfastCommands": domain.union(services).union([
            "AWSCore", "AWSSimulator", "AWSWire", "ArgumentParser", "HoldfastAgent", "HoldfastAggregator",
            "Glibc", "HoldfastConfiguration", "HoldfastCrypto", "HoldfastCurl", "HoldfastEnforcement",
            "HoldfastExporter",
            "HoldfastGzip", "HoldfastHTTP", "HoldfastInventory", "HoldfastStore", "HoldfastStoreSQLite", "HoldfastWeb",
            "HoldfastYAML", "Logging", "ServiceLifecycle", "UnixSignals",
        ]),
        "AWSModelCompiler": ["AWSWire"],
        "holdfast-modelc": [
            "AWSModelCompiler", "AWSWire", "ArgumentParser", "Foundation", "HoldfastCrypto", "HoldfastGzip",
        ],
        "AWSSimulator": [
            "AWSWire", "Foundation", "HoldfastCrypto", "HoldfastHTTP", "HoldfastWeb", "HoldfastYAML", "Logging",
            "ServiceLifecycle",
        ],
        "holdfast": ["HoldfastCommands"],
    ]

    /// Modules only one target may import.
    static let fences: [String: String] = [
        "Hummingbird": "HoldfastWeb", "HummingbirdCore": "HoldfastWeb", "HummingbirdTLS": "HoldfastWeb",
        "CLibcurl": "HoldfastCurl",
        "COpenSSL": "HoldfastCrypto", "CZlib": "HoldfastGzip", "GRDB": "HoldfastStoreSQLite", "Yams": "HoldfastYAML",
        "AWSSimulator": "HoldfastCommands",
    ]

    /// Words that betray an effect, which the pure folder may not hold.
    static let effects = [
        "Date()", "Date.now", "Clock", "(.now", " .now", "UUID()", "FileManager", "ProcessInfo", "Task {", "Task.",
        "Mutex", " async ", " await ",
        ".random(", "print(", "Logger", "Thread", "DispatchQueue", "getenv", "URLSession",
    ]
}
