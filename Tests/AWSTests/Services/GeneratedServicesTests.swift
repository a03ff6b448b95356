internal import AWSBackup
internal import AWSCore
internal import AWSS3
internal import AWSSTS
internal import AWSWire
internal import Testing

@Suite("Generated services")
struct GeneratedServicesTests {
    private func response(_ body: String) -> WireResponse { WireResponse(status: 200, body: Array(body.utf8)) }

    @Test("What AWS adds later is passed or kept, never fatal")
    func newThings() throws {
        let body = """
            {"BackupJobs": [{"State": "DREAMING", "Invented": {"a": [1]}, "BackupJobId": "j", "PercentDone": null}],
            "AlsoNew": 1}
            """
        let output = try ListBackupJobsOperation.output(from: response(body))
        let job = try #require(output.backupJobs?.first)
        #expect(job.state == BackupJobState(rawValue: "DREAMING"))
        #expect(job.backupJobID == "j")
        #expect(job.percentDone == nil)
        #expect(output.nextToken == nil)
    }

    @Test("An error names the member and the byte")
    func errorPath() {
        let body = #"{"BackupVaultList": [{"Locked": true}, {"BackupVaultName": "[\"", "Locked": "yes"}]}"#
        let error = #expect(throws: WireError.self) { try ListBackupVaultsOperation.output(from: response(body)) }
        #expect(error?.path == "BackupVaultList[1].Locked")
        #expect(error?.offset == body.utf8.count - 8)
        let xml = "<R><AssumeRoleResult><Credentials><Expiration>soon</Expiration></Credentials></AssumeRoleResult></R>"
        let other = #expect(throws: WireError.self) { try AssumeRoleOperation.output(from: response(xml)) }
        #expect(other?.path == "R.AssumeRoleResult.Credentials")
    }

    @Test("A body cut short anywhere is an error, never a shorter list")
    func truncation() {
        let body = Array(#"{"BackupVaultList": [{"BackupVaultName": "a"}, {"BackupVaultName": "b"}]}"#.utf8)
        for length in body.indices {
            #expect(throws: WireError.self, "\(length) bytes") {
                try ListBackupVaultsOperation.output(from: WireResponse(status: 200, body: Array(body[..<length])))
            }
        }
    }

    @Test("An idempotency token is drawn once for each input and stays with its copies")
    func idempotencyToken() throws {
        let first = CreateBackupVaultInput(backupVaultName: "v")
        let second = CreateBackupVaultInput(backupVaultName: "v")
        let copy = first
        let token = try #require(first.creatorRequestID)
        #expect(token.count == 36 && copy.creatorRequestID == token && second.creatorRequestID != token)
        let request = try CreateBackupVaultOperation.request(for: first)
        #expect(try WireValue(json: request.body)["CreatorRequestId"] == .string(token))
        #expect(try CreateBackupVaultOperation.request(for: copy) == request)
    }

    @Test("A part of the path must not be empty: it would name another resource")
    func emptyLabel() {
        #expect(throws: WireError.self) {
            try DescribeBackupVaultOperation.request(for: DescribeBackupVaultInput(backupVaultName: ""))
        }
    }

    @Test("The location of a bucket is the text of the root; an empty one is us-east-1's")
    func bucketLocation() throws {
        let prefix = #"<?xml version="1.0"?><LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/""#
        let named = try GetBucketLocationOperation.output(
            from: response("\(prefix)>eu-west-1</LocationConstraint>"))
        #expect(named.locationConstraint?.rawValue == "eu-west-1")
        #expect(try GetBucketLocationOperation.output(from: response("\(prefix)/>")).locationConstraint == nil)
        #expect(throws: WireError.self) {
            try GetBucketLocationOperation.output(from: response("<Error><Code>X</Code></Error>"))
        }
    }

    @Test("Tagging a bucket carries the checksum S3 demands")
    func bucketTagging() throws {
        let input = PutBucketTaggingInput(
            bucket: "b", tagging: Tagging(tagSet: [AWSS3.Tag(key: "k", value: "<v>")]))
        let request = try PutBucketTaggingOperation.request(for: input)
        #expect(request.path == "/b")
        #expect(request.query.map(\.name) == ["tagging"])
        let body =
            "<Tagging xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><TagSet><Tag><Key>k</Key>"
            + "<Value>&lt;v&gt;</Value></Tag></TagSet></Tagging>"
        #expect(String(decoding: request.body, as: UTF8.self) == body)
        #expect(
            request.headers.map(\.name) == ["Content-Type", "x-amz-sdk-checksum-algorithm", "x-amz-checksum-crc32"])
    }

    @Test("Secrets of a session are not printed")
    func secrets() throws {
        let xml = """
            <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>AKIA</AccessKeyId>
            <SecretAccessKey>hush</SecretAccessKey><SessionToken>quiet</SessionToken>
            <Expiration>2026-11-23T18:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
            """
        let output = try AssumeRoleOperation.output(from: response(xml))
        #expect(output.credentials?.secretAccessKey == "hush")
        var dumped = ""
        dump(output, to: &dumped)
        for text in ["\(output)", String(reflecting: output), dumped] {
            #expect(!text.contains("hush") && !text.contains("quiet"))
        }
    }

    @Test("A list whose token comes back is told from one that ends")
    func pages() async throws {
        let caller = ScriptedCaller(["a", "b", nil])
        var tokens: [String?] = []
        for try await page in BackupAPI(caller).listBackupVaultsPages() { tokens.append(page.nextToken) }
        #expect(tokens == ["a", "b", nil])
        await #expect(throws: AWSError.self) {
            for try await _ in BackupAPI(ScriptedCaller(["a", "b", "a", nil])).listBackupVaultsPages() {}
        }
    }
}

/// Answers `ListBackupVaults` with the token after the one asked for.
private struct ScriptedCaller: AWSCaller {
    private let tokens: [String?]

    init(_ tokens: [String?]) { self.tokens = tokens }

    func call<Operation: AWSOperation>(
        _ operation: Operation.Type, _ input: Operation.Input
    ) async throws(AWSError) -> Operation.Output {
        let context = AWSError.Context(service: "backup", operation: Operation.name, region: "eu-west-1")
        do throws(WireError) {
            let asked = try Operation.request(for: input).query.first { $0.name == "nextToken" }?.value
            let place = asked.flatMap { token in tokens.firstIndex { $0 == token } }.map { $0 + 1 } ?? 0
            let next = tokens[place].map { "\"\($0)\"" } ?? "null"
            let body = Array("{\"BackupVaultList\": [], \"NextToken\": \(next)}".utf8)
            return try Operation.output(from: WireResponse(status: 200, body: body))
        } catch {
            throw AWSError(kind: .malformed, code: "", message: "\(error)", context: context)
        }
    }
}
