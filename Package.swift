// swift-tools-version: 6.2
import PackageDescription

/// The language rules every target of this package lives by.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// Declares one library target of ours: where it lives and everything it may import.
func module(
    _ folder: String, _ name: String, _ ours: [String] = [], _ products: [Target.Dependency] = []
) -> Target {
    .target(
        name: name,
        dependencies: ours.map { .target(name: $0) } + products,
        path: "Sources/\(folder)/\(name)",
        swiftSettings: strict)
}

/// Declares one test target: a ring of section 9 of the design or a folder of Sources.
func tests(_ name: String, _ ours: [String], _ products: [Target.Dependency] = [], resources: [String] = []) -> Target {
    .testTarget(
        name: name,
        dependencies: ours.map { .target(name: $0) } + products,
        path: "Tests/\(name)",
        exclude: resources,
        swiftSettings: strict)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// One target per AWS service, generated from the allow-list in `Sources/Tooling/holdfast-modelc/Services.json`.
let services: [Target] = [
    "AWSBackup", "AWSConfigService", "AWSDLM", "AWSDynamoDB", "AWSEC2", "AWSEFS", "AWSIAM", "AWSOrganizations",
    "AWSRDS", "AWSS3", "AWSSTS", "AWSTagging",
].map { module("AWS/Services", $0, ["AWSCore", "AWSWire"]) }

let platform: [Target] = [
    .systemLibrary(name: "CLibcurl", path: "Sources/Platform/CLibcurl"),
    .systemLibrary(name: "COpenSSL", path: "Sources/Platform/COpenSSL"),
    .systemLibrary(name: "CZlib", path: "Sources/Platform/CZlib"),
    module("Platform", "HoldfastCrypto", ["COpenSSL"]),
    module("Platform", "HoldfastCurl", ["CLibcurl", "HoldfastHTTP"]),
    module("Platform", "HoldfastGzip", ["CZlib"]),
    module("Platform", "HoldfastHTTP"),
    module(
        "Platform", "HoldfastWeb", ["HoldfastGzip", "HoldfastHTTP"],
        [httpTypes, hummingbirdCore, logging, nioCore, nioPosix, serviceLifecycle]),
    module("Platform", "HoldfastYAML", [], [yams]),
]

let aws: [Target] = [
    module("AWS", "AWSCore", ["AWSWire", "HoldfastCrypto", "HoldfastHTTP"], [logging]),
    module("AWS", "AWSWire"),
]

let domain: [Target] = [
    module("Domain", "HoldfastEvaluation", ["HoldfastModel", "HoldfastPolicy"]),
    module("Domain", "HoldfastMetrics", ["HoldfastModel", "HoldfastReport"]),
    module("Domain", "HoldfastModel"),
    module("Domain", "HoldfastPlanning", ["HoldfastEvaluation", "HoldfastModel", "HoldfastPolicy"]),
    module("Domain", "HoldfastPolicy", ["HoldfastModel", "HoldfastYAML"]),
    module("Domain", "HoldfastReport", ["HoldfastEvaluation", "HoldfastModel", "HoldfastPlanning", "HoldfastPolicy"]),
]

let runtime: [Target] = [
    module(
        "Runtime", "HoldfastAgent",
        [
            "HoldfastEnforcement", "HoldfastEvaluation", "HoldfastGzip", "HoldfastHTTP", "HoldfastInventory",
            "HoldfastModel", "HoldfastPlanning", "HoldfastPolicy", "HoldfastReport",
        ], [logging, serviceLifecycle]),
    module(
        "Runtime", "HoldfastAggregator",
        [
            "HoldfastCrypto", "HoldfastEvaluation", "HoldfastExporter", "HoldfastHTTP", "HoldfastMetrics",
            "HoldfastModel", "HoldfastReport", "HoldfastStore", "HoldfastWeb",
        ], [logging, serviceLifecycle]),
    module("Runtime", "HoldfastConfiguration", ["HoldfastYAML"]),
    module(
        "Runtime", "HoldfastEnforcement",
        [
            "AWSBackup", "AWSCore", "AWSDynamoDB", "AWSEC2", "AWSEFS", "AWSIAM", "AWSRDS", "AWSS3", "AWSTagging",
            "HoldfastCrypto", "HoldfastModel", "HoldfastPlanning", "HoldfastStore",
        ], [logging]),
    module(
        "Runtime", "HoldfastExporter",
        ["AWSCore", "HoldfastHTTP", "HoldfastMetrics", "HoldfastModel", "HoldfastReport", "HoldfastWeb"]),
    module(
        "Runtime", "HoldfastInventory",
        [
            "AWSBackup", "AWSConfigService", "AWSCore", "AWSDLM", "AWSDynamoDB", "AWSEC2", "AWSEFS", "AWSIAM",
            "AWSOrganizations", "AWSRDS", "AWSS3", "AWSSTS", "AWSTagging", "AWSWire", "HoldfastModel",
        ], [logging]),
    module("Runtime", "HoldfastStore", ["HoldfastEvaluation", "HoldfastModel", "HoldfastPlanning", "HoldfastReport"]),
    module(
        "Runtime", "HoldfastStoreSQLite", ["HoldfastEvaluation", "HoldfastModel", "HoldfastReport", "HoldfastStore"],
        [grdb]),
]

let commandLine: [Target] = [
    module(
        "CommandLine", "HoldfastCommands",
        [
            "AWSBackup", "AWSCore", "AWSEC2", "AWSSimulator", "AWSWire", "HoldfastAgent", "HoldfastAggregator",
            "HoldfastConfiguration", "HoldfastCrypto", "HoldfastCurl", "HoldfastEnforcement", "HoldfastEvaluation",
            "HoldfastExporter", "HoldfastHTTP", "HoldfastInventory", "HoldfastMetrics", "HoldfastModel",
            "HoldfastPlanning", "HoldfastPolicy", "HoldfastReport", "HoldfastStore", "HoldfastStoreSQLite",
            "HoldfastWeb", "HoldfastYAML",
        ], [argumentParser, logging, serviceLifecycle, unixSignals]),
    .executableTarget(
        name: "holdfast", dependencies: ["HoldfastCommands"], path: "Sources/CommandLine/holdfast",
        swiftSettings: strict),
]

let simulator: [Target] = [
    module(
        "Simulator", "AWSSimulator", ["AWSWire", "HoldfastCrypto", "HoldfastHTTP", "HoldfastWeb", "HoldfastYAML"],
        [logging])
]

let tooling: [Target] = [
    module("Tooling", "AWSModelCompiler", ["AWSWire"]),
    .executableTarget(
        name: "holdfast-modelc", dependencies: ["AWSModelCompiler", argumentParser],
        path: "Sources/Tooling/holdfast-modelc", exclude: ["Services.json"], swiftSettings: strict),
]

let testTargets: [Target] = [
    tests(
        "AWSTests",
        [
            "AWSBackup", "AWSCore", "AWSModelCompiler", "AWSS3", "AWSSTS", "AWSWire", "HoldfastCrypto", "HoldfastHTTP",
            "TestSupport",
        ], [logging], resources: ["AWSModelCompiler/Golden"]),
    tests("ArchitectureTests", ["HoldfastEvaluation", "HoldfastMetrics", "TestSupport"]),
    tests(
        "CommandTests",
        [
            "AWSCore", "HoldfastCommands", "HoldfastConfiguration", "HoldfastExporter", "HoldfastHTTP", "HoldfastModel",
            "HoldfastPolicy", "HoldfastWeb", "TestSupport",
        ], [logging]),
    tests(
        "ConformanceTests",
        [
            "HoldfastCurl", "HoldfastEvaluation", "HoldfastHTTP", "HoldfastModel", "HoldfastPlanning",
            "HoldfastReport", "HoldfastStore", "HoldfastStoreSQLite", "TestSupport",
        ]),
    tests(
        "DifferentialTests",
        ["AWSCore", "AWSModelCompiler", "AWSWire", "HoldfastCrypto", "HoldfastHTTP", "TestSupport", "holdfast-modelc"]
            + services.map(\.name), resources: ["Peers"]),
    tests(
        "DomainTests",
        [
            "HoldfastEvaluation", "HoldfastMetrics", "HoldfastModel", "HoldfastPlanning", "HoldfastPolicy",
            "HoldfastReport", "HoldfastYAML", "TestSupport",
        ],
        resources: [
            "HoldfastEvaluation/Schedules/disagreements.json", "HoldfastEvaluation/Selections/truth-table.json",
            "HoldfastMetrics/Golden", "HoldfastPolicy/Golden",
            "HoldfastReport/Golden", "Peers",
        ]),
    tests("FuzzTests", ["FuzzTargets", "TestSupport"], resources: ["Peers"]),
    .target(
        name: "FuzzTargets",
        dependencies: [
            "AWSBackup", "AWSConfigService", "AWSCore", "AWSDynamoDB", "AWSEC2", "AWSIAM", "AWSRDS", "AWSS3",
            "AWSSTS", "AWSSimulator", "AWSTagging", "AWSWire", "HoldfastCurl", "HoldfastEvaluation", "HoldfastGzip",
            "HoldfastHTTP", "HoldfastModel", "HoldfastPolicy", "HoldfastWeb", "HoldfastYAML",
        ], path: "Tests/FuzzTargets", swiftSettings: strict),
    tests(
        "IntegrationTests",
        [
            "AWSCore", "AWSSimulator", "HoldfastExporter", "HoldfastHTTP", "HoldfastMetrics", "HoldfastModel",
            "HoldfastReport", "HoldfastWeb", "TestSupport", "holdfast",
        ], [logging], resources: ["Peers"]),
    tests(
        "PlatformTests",
        [
            "HoldfastCrypto", "HoldfastCurl", "HoldfastGzip", "HoldfastHTTP", "HoldfastWeb", "HoldfastYAML",
            "TestSupport",
        ]),
    tests(
        "RuntimeTests",
        [
            "AWSCore", "HoldfastAgent", "HoldfastAggregator", "HoldfastConfiguration", "HoldfastCurl",
            "HoldfastEnforcement", "HoldfastEvaluation", "HoldfastExporter", "HoldfastGzip", "HoldfastHTTP",
            "HoldfastInventory", "HoldfastMetrics", "HoldfastModel", "HoldfastPlanning", "HoldfastReport",
            "HoldfastStore", "HoldfastStoreSQLite", "HoldfastWeb", "HoldfastYAML", "TestSupport",
        ], [logging, serviceLifecycle]),
    tests(
        "ScenarioTests",
        [
            "AWSBackup", "AWSCore", "AWSSimulator", "HoldfastAgent", "HoldfastEnforcement", "HoldfastEvaluation",
            "HoldfastHTTP", "HoldfastInventory", "HoldfastModel", "HoldfastPlanning", "HoldfastPolicy",
            "HoldfastReport", "HoldfastStore", "TestSupport",
        ], [logging]),
    tests(
        "SimulatorTests",
        ["AWSCore", "AWSSimulator", "AWSWire", "HoldfastHTTP", "HoldfastYAML", "TestSupport"] + services.map(\.name),
        [logging]),
    .target(
        name: "TestSupport",
        dependencies: [
            "AWSCore", "AWSSimulator", "HoldfastEvaluation", "HoldfastHTTP", "HoldfastModel", "HoldfastReport",
        ], path: "Tests/TestSupport", swiftSettings: strict),
]

/// What `make fuzz` builds: libFuzzer brings the `main`, so that nobody else can build it.
let fuzzing: [Target] =
    Context.environment["HOLDFAST_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "holdfast-fuzz", dependencies: ["FuzzTargets"], path: "Tests/FuzzDriver",
            exclude: ["fuzz.py"], swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])])
    ]

/// The rings of tests to build, where not all are: building for a sanitizer those it does not run would take as long again.
let rings = Context.environment["HOLDFAST_RINGS"].map { Set($0.split(separator: " ").map(String.init)) }
let builtTests = testTargets.filter { target in target.type != .test || rings.map { $0.contains(target.name) } ?? true }

let package = Package(
    name: "holdfast",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
    ],
    targets: platform + aws + services + domain + runtime + commandLine + simulator + tooling + builtTests + fuzzing
)
