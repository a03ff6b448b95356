internal import AWSCore
internal import HoldfastHTTP

/// Signs requests such as a sweep sends, with a session token and a key that was derived once.
struct SignBench {
    /// How many requests are signed.
    let count: Int

    private static let credentials = AWSCredentials(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        sessionToken: String(repeating: "T", count: 300))
    /// 2026-11-23T16:15:00Z.
    private static let time = AWSTime(millisecondsSinceEpoch: 1_795_450_500_000)

    /// Signs and gives microseconds for each signature, and the last request with its signature for others to check.
    func run() throws -> BenchFigures {
        let requests = (0..<64).map(Self.request)
        let signer = SignatureV4(region: "us-east-1", service: "backup")
        let key = signer.key(of: Self.credentials, at: Self.time)
        var signed = 0
        var last = requests[0]
        let began = ProcessorTime.ofThread
        for place in 0..<count {
            var request = requests[place & 63]
            signer.sign(&request, with: Self.credentials, at: Self.time, key: key)
            signed += request.headers.fields.count
            last = request
        }
        let used = ProcessorTime.ofThread - began
        var figures = BenchFigures("sign")
        figures.add("count", count)
        figures.add("headersPerRequest", signed / count)
        figures.add("cpuMicroseconds", used / Double(count))
        figures.add("url", last.url)
        figures.add("timestamp", Self.time.timestamp)
        figures.add("accessKeyId", Self.credentials.accessKeyID)
        figures.add("secretAccessKey", Self.credentials.secretAccessKey.revealed)
        figures.add("sessionToken", Self.credentials.sessionToken?.revealed ?? "")
        figures.add("authorization", last.headers["Authorization"] ?? "")
        return figures
    }

    private static func request(_ place: Int) -> HTTPRequest {
        let digits = String(place, radix: 16)
        let token = String(repeating: String(repeating: "0", count: 8 - digits.count) + digits, count: 3)
        return HTTPRequest(
            method: "GET", authority: "backup.us-east-1.amazonaws.com",
            path: "/backup-vaults/vault-\(place % 50)/recovery-points/", query: "maxResults=1000&nextToken=\(token)")
    }
}
