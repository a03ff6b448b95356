internal import AWSBackup
internal import AWSCore
internal import AWSEC2
internal import AWSWire

/// Reads one answer again and again, into the structures the rest of the program works on.
struct ParseBench {
    /// The answers there are figures of others for.
    enum Format: String, Sendable, CaseIterable {
        /// A page of AWS Backup's ListRecoveryPointsByBackupVault.
        case json
        /// A page of Amazon EC2's DescribeVolumes.
        case xml
    }

    /// Whose answer it is.
    let format: Format
    /// The body.
    let body: [UInt8]
    /// How often it is read.
    let count: Int

    /// Reads and gives the items in one answer and the median of the readings' times, freeing included.
    func run() throws -> BenchFigures {
        let response = WireResponse(status: 200, body: body)
        var items = 0
        var times: [Double] = []
        for _ in 0..<count {
            let began = ProcessorTime.ofThread
            items = try Self.items(in: response, format)
            times.append(ProcessorTime.ofThread - began)
        }
        times.sort()
        let median = times[times.count / 2]
        var figures = BenchFigures("parse")
        figures.add("format", format.rawValue)
        figures.add("count", count)
        figures.add("bytes", body.count)
        figures.add("items", items)
        figures.add("cpuMilliseconds", median / 1_000)
        figures.add("leastMilliseconds", times[0] / 1_000)
        figures.add("megabytesPerSecond", Double(body.count) / median)
        return figures
    }

    private static func items(in response: WireResponse, _ format: Format) throws -> Int {
        switch format {
        case .json:
            try ListRecoveryPointsByBackupVaultOperation.output(from: response).recoveryPoints?.count ?? 0
        case .xml: try DescribeVolumesOperation.output(from: response).volumes?.count ?? 0
        }
    }
}
