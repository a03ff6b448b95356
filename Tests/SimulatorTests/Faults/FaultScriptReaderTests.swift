internal import AWSSimulator
internal import HoldfastYAML
internal import Testing

@Suite("Fault scripts")
struct FaultScriptReaderTests {
    @Test("Every key of a rule is read")
    func everyKey() throws {
        let text = """
            faults:
              - kind: throttling
                account: "1*"
                region: [us-east-1, eu-*]
                service: backup
                operation: [ListBackupVaults, "List*Points*"]
                page: next
                share: 25
                after: 3
                times: 10
              - {kind: serverError, status: 503}
              - {kind: latency, delay: 5s}

            """
        let (script, diagnostics) = FaultScriptReader.read(Array(text.utf8), file: "faults.yaml")
        #expect(diagnostics.isEmpty)
        var throttling = FaultRule(kind: .throttling)
        throttling.accounts = ["1*"]
        throttling.regions = ["us-east-1", "eu-*"]
        throttling.services = ["backup"]
        throttling.operations = ["ListBackupVaults", "List*Points*"]
        throttling.page = .next
        throttling.share = 25
        throttling.after = 3
        throttling.times = 10
        var failing = FaultRule(kind: .serverError)
        failing.status = 503
        var late = FaultRule(kind: .latency)
        late.delay = .seconds(5)
        #expect(try #require(script) == FaultScript(rules: [throttling, failing, late]))
    }

    @Test(
        "A mistake refuses the script and is told with its place and the way out",
        arguments: [
            ("faults:\n  - {kind: throtling}\n", "faults.yaml:2:12", "throttling"),
            ("faults:\n  - {kind: hang, service: backups}\n", "faults.yaml:2:27", "backup"),
            ("faults:\n  - {kind: hang, operation: ListVaults}\n", "faults.yaml:2:29", ""),
            ("faults:\n  - {kind: hang, service: sts, operation: ListBackupVaults}\n", "faults.yaml:2:43", ""),
            ("faults:\n  - {kind: hang, share: 101}\n", "faults.yaml:2:25", "1 to 100"),
            ("faults:\n  - {kind: hang, status: 503}\n", "faults.yaml:2:26", "serverError"),
            ("faults:\n  - {kind: serverError, status: 502}\n", "faults.yaml:2:33", "500 or 503"),
            ("faults:\n  - {kind: latency, delay: 20m}\n", "faults.yaml:2:28", "10m"),
            ("faults:\n  - {service: backup}\n", "faults.yaml:2:5", "kind"),
            ("fault: []\n", "faults.yaml:1:1", "faults"),
        ])
    func mistakes(text: String, place: String, words: String) {
        let (script, diagnostics) = FaultScriptReader.read(Array(text.utf8), file: "faults.yaml")
        #expect(script == nil)
        let told = diagnostics.map(\.description).joined(separator: "\n")
        #expect(told.contains("\(place): error: ") && told.contains(words), "\(told)")
    }
}
