internal import AWSBackup
internal import AWSCore
internal import HoldfastCurl
internal import Logging

/// Fetches signed pages over the client and transport the program uses, as fast as the endpoint gives them.
struct SweepBench: Sendable {
    /// Where they come from.
    let endpoint: String
    /// The vault that is listed.
    let vault: String
    /// How many pages are fetched.
    let requests: Int
    /// How many are under way at once.
    let concurrency: Int
    /// How many accounts they are spread over.
    let accounts: Int
    /// What is trusted instead of the system's certificates.
    let certificateBundle: String?

    /// What came of the pages.
    private actor Tally {
        var items = 0
        var failures = 0
        var firstFailure = ""

        func add(items: Int, failures: Int, firstFailure: String) {
            self.items += items
            self.failures += failures
            if self.firstFailure.isEmpty { self.firstFailure = firstFailure }
        }
    }

    /// Fetches and gives the processor time of the process for each page, start-up left out.
    ///
    /// - Throws: ``SetupError`` when a page could not be had.
    func run() async throws -> BenchFigures {
        let callers = try callers()
        let tally = Tally()
        let began = (cpu: ProcessorTime.ofProcess, wall: ContinuousClock.now)
        await withDiscardingTaskGroup { group in
            for worker in 0..<concurrency {
                group.addTask { await work(worker, callers, tally) }
            }
        }
        let used = ProcessorTime.ofProcess - began.cpu
        let seconds = began.wall.duration(to: .now) / .seconds(1)
        guard await tally.failures == 0 else {
            throw SetupError("\(await tally.failures) pages failed, one of them: \(await tally.firstFailure)")
        }
        var figures = BenchFigures("sweep")
        figures.add("vault", vault)
        figures.add("requests", requests)
        figures.add("concurrency", concurrency)
        figures.add("accounts", accounts)
        figures.add("items", await tally.items)
        figures.add("cpuMicroseconds", used / Double(requests))
        figures.add("requestsPerSecond", Double(requests) / seconds)
        figures.add("peakMegabytes", Double(ProcessorTime.peakKilobytes) / 1_024)
        return figures
    }

    /// Fetches one worker's share of the pages, one after another.
    private func work(_ worker: Int, _ callers: [any AWSCaller], _ tally: Tally) async {
        var items = 0
        var failures = 0
        var firstFailure = ""
        for page in stride(from: worker, to: requests, by: concurrency) {
            let backup = BackupAPI(callers[page % callers.count])
            do throws(AWSError) {
                let input = ListRecoveryPointsByBackupVaultInput(backupVaultName: vault)
                items += try await backup.listRecoveryPointsByBackupVault(input).recoveryPoints?.count ?? 0
            } catch {
                failures += 1
                if firstFailure.isEmpty { firstFailure = error.description }
            }
        }
        await tally.add(items: items, failures: failures, firstFailure: firstFailure)
    }

    private func callers() throws -> [any AWSCaller] {
        let transport = try CurlTransport(
            options: CurlOptions(
                limits: ConnectionLimits(perHost: concurrency, total: concurrency),
                certificateBundle: certificateBundle, userAgent: "holdfast/\(HoldfastVersion.current)"))
        // The limits are the endpoint's to set: what is measured is the way there and back.
        let rates = RateSettings(custom: RateLimit(rate: 1_000_000, burst: 1_000_000))
        var logger = Logger(label: "holdfast.bench") { _ in SwiftLogNoOpLogHandler() }
        logger.logLevel = .info
        let client = AWSClient(
            transport: transport, endpoints: EndpointResolver(environment: ["AWS_ENDPOINT_URL": endpoint]),
            retry: RetrySettings(attempts: 10), rates: rates, logger: logger)
        return (0..<accounts).map { place in
            let number = String(100_000_000_000 + place)
            let credentials = AWSCredentials(
                accessKeyID: "ASIA\(number)", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                sessionToken: String(repeating: "T", count: 300))
            return client.caller(
                account: number, region: "us-east-1", credentials: StaticCredentials(credentials))
        }
    }
}
