internal import AWSBackup
internal import AWSConfigService
internal import AWSCore
internal import AWSDynamoDB
internal import AWSEC2
internal import AWSIAM
internal import AWSRDS
internal import AWSS3
internal import AWSSTS
internal import AWSTagging
internal import AWSWire

/// Successful answers read as generated outputs.
enum AnswerFuzz {
    static func readJSON(_ input: [UInt8], _ outcome: inout FuzzOutcome) {
        let isJSON = JSONFuzz.passes(input)
        read(AWSBackup.ListRecoveryPointsByBackupVaultOperation.self, input, isJSON, &outcome)
        read(AWSBackup.GetBackupPlanOperation.self, input, isJSON, &outcome)
        read(AWSBackup.GetBackupSelectionOperation.self, input, isJSON, &outcome)
        read(AWSConfigService.DescribeConfigRulesOperation.self, input, isJSON, &outcome)
        read(AWSDynamoDB.DescribeTableOperation.self, input, isJSON, &outcome)
        read(AWSTagging.GetResourcesOperation.self, input, isJSON, &outcome)
    }

    static func readQuery(_ input: [UInt8], _ outcome: inout FuzzOutcome) {
        let isXML = XMLFuzz.passes(input)
        read(AWSRDS.DescribeDBInstancesOperation.self, input, isXML, &outcome)
        read(AWSSTS.AssumeRoleOperation.self, input, isXML, &outcome)
        read(AWSIAM.GetRoleOperation.self, input, isXML, &outcome)
    }

    static func readEC2(_ input: [UInt8], _ outcome: inout FuzzOutcome) {
        let isXML = XMLFuzz.passes(input)
        read(AWSEC2.DescribeVolumesOperation.self, input, isXML, &outcome)
        read(AWSEC2.DescribeInstancesOperation.self, input, isXML, &outcome)
    }

    static func readS3(_ input: [UInt8], _ outcome: inout FuzzOutcome) {
        let isXML = XMLFuzz.passes(input)
        read(AWSS3.ListBucketsOperation.self, input, isXML, &outcome)
        read(AWSS3.GetBucketTaggingOperation.self, input, isXML, &outcome)
        read(AWSS3.GetBucketLocationOperation.self, input, isXML, &outcome)
    }

    /// Reads one operation's output; what it takes must be well written as a whole.
    private static func read<Operation: AWSOperation>(
        _ operation: Operation.Type, _ input: [UInt8], _ isWellWritten: Bool, _ outcome: inout FuzzOutcome
    ) {
        do throws(WireError) {
            var kept = KeptBytes()
            kept.add(try Operation.output(from: WireResponse(status: 200, headers: [], body: input)))
            outcome.keep(kept.text)
            outcome.expect(isWellWritten, "\(Operation.name) reads what is not well written")
        } catch {
            outcome.keep(error.description)
        }
    }
}

/// The leaves of a value of any type, in their order.
private struct KeptBytes {
    private(set) var text = ""

    /// Adds what a value holds, member by member, maps in the order of their keys.
    mutating func add(_ value: Any) {
        switch value {
        case let leaf as String: text += leaf + ";"
        case let map as [String: String]:
            for (key, value) in map.sorted(by: { $0.key < $1.key }) { text += "\(key)=\(value);" }
        case is Int, is Int64, is Double, is Bool, is UInt8: text += "\(value);"
        default:
            for child in Mirror(reflecting: value).children { add(child.value) }
        }
    }
}
