/// What is fed with arbitrary bytes: by libFuzzer under `make fuzz`, and by the tests with the corpus of `Tests/Fuzz`.
///
/// An entry point never throws for its input. It reads the bytes with the code of the product, asks whether what came
/// of them holds together, and says what it kept of them.
public enum FuzzTarget: String, CaseIterable, Sendable {
    /// JSON as a tree, and passed without one.
    case json
    /// Answers of the JSON protocols as generated outputs.
    case jsonAnswer = "json-answer"
    /// XML, element by element and as the simulator's tree.
    case xml
    /// Answers of the query protocol as generated outputs.
    case queryAnswer = "query-answer"
    /// Answers of EC2 as generated outputs.
    case ec2Answer = "ec2-answer"
    /// Answers of S3 as generated outputs.
    case s3Answer = "s3-answer"
    /// Answers that are no success, head and body.
    case errorBody = "error-body"
    /// The shared config and credentials files.
    case sharedConfiguration = "shared-configuration"
    /// The head of an answer, line by line, and the dates in it.
    case responseHead = "response-head"
    /// A request as a listener hands it on: target, headers and body.
    case request
    /// ARNs and the patterns that select them.
    case arn
    /// Schedules.
    case cron
    /// Policy files and fault scripts.
    case policy
    /// Instants, durations and dates in every form that is read.
    case timestamp
    /// Compressed bodies.
    case gzip

    /// Reads the input.
    public func outcome(of input: [UInt8]) -> FuzzOutcome {
        var outcome = FuzzOutcome()
        switch self {
        case .json: JSONFuzz.read(input, &outcome)
        case .jsonAnswer: AnswerFuzz.readJSON(input, &outcome)
        case .xml: XMLFuzz.read(input, &outcome)
        case .queryAnswer: AnswerFuzz.readQuery(input, &outcome)
        case .ec2Answer: AnswerFuzz.readEC2(input, &outcome)
        case .s3Answer: AnswerFuzz.readS3(input, &outcome)
        case .errorBody: HeadFuzz.readError(input, &outcome)
        case .sharedConfiguration: TextFuzz.readSharedConfiguration(input, &outcome)
        case .responseHead: HeadFuzz.readResponse(input, &outcome)
        case .request: HeadFuzz.readRequest(input, &outcome)
        case .arn: TextFuzz.readARN(input, &outcome)
        case .cron: ScheduleFuzz.readCron(input, &outcome)
        case .policy: TextFuzz.readPolicy(input, &outcome)
        case .timestamp: ScheduleFuzz.readTimestamp(input, &outcome)
        case .gzip: TextFuzz.readGzip(input, &outcome)
        }
        let size = outcome.size
        outcome.expect(size <= sizeLimit(for: input), "\(size) bytes kept of \(input.count)")
        return outcome
    }

    /// Whether the whole input is a document of the format, for the targets ``json`` and ``xml``.
    public func isWellWritten(_ input: [UInt8]) -> Bool {
        switch self {
        case .json: JSONFuzz.passes(input)
        case .xml: XMLFuzz.passes(input)
        default: outcome(of: input).violations.isEmpty
        }
    }

    /// How much may be kept of an input, in bytes: a multiple of it, and what words of errors may need.
    ///
    /// Aliases and compression make more of less, and have limits of their own.
    private func sizeLimit(for input: [UInt8]) -> Int {
        switch self {
        case .policy: 64 * 200_000
        case .gzip: Self.contentLimit
        default: 16 * input.count + 4_096
        }
    }

    /// The most content a compressed input may give.
    static let contentLimit = 1 << 20
}

/// What came of one input; equal inputs must give equal outcomes.
public struct FuzzOutcome: Equatable, Sendable {
    /// What was read of it, or the words it was refused with, in the order of the readers.
    public private(set) var readings: [String] = []
    /// What does not hold together.
    public private(set) var violations: [String] = []
    /// How many bytes are kept of it, by a reading's own text.
    public private(set) var size = 0

    /// Keeps what one reader made of the input.
    mutating func keep(_ reading: String) {
        readings.append(reading)
        size += reading.utf8.count
    }

    /// Remembers what does not hold.
    mutating func expect(_ holds: Bool, _ violation: @autoclosure () -> String) {
        if !holds { violations.append(violation()) }
    }
}
