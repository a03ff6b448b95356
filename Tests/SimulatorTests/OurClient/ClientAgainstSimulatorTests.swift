internal import AWSConfigService
internal import AWSCore
internal import AWSDynamoDB
internal import AWSEC2
internal import AWSEFS
internal import AWSIAM
internal import AWSRDS
internal import AWSS3
internal import AWSSTS
internal import AWSSimulator
internal import AWSTagging
internal import AWSWire
internal import HoldfastHTTP
internal import Logging
internal import TestSupport
internal import Testing

/// The generated client reads what the simulator says, and the simulator's own ledger says the same.
@Suite("The generated client against the simulator")
struct ClientAgainstSimulatorTests {
    private let host: SimulatorHost
    private let client: AWSClient
    private let base: StaticCredentials
    private let region = "us-east-1"

    init() throws {
        var options = WorldOptions(birth: .wallClock())
        options.memberAccounts = 3
        options.resources = 400
        host = SimulatorHost(SimulatedOrganization(options: options))
        let pairs = host.environment(endpoint: "http://127.0.0.1:4599").map { ($0.name, $0.value) }
        let environment = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        client = AWSClient(
            transport: SimulatorTransport(host), endpoints: EndpointResolver(environment: environment),
            logger: Logger(label: "test"))
        base = StaticCredentials(
            AWSCredentials(
                accessKeyID: try #require(environment["AWS_ACCESS_KEY_ID"]),
                secretAccessKey: try #require(environment["AWS_SECRET_ACCESS_KEY"])))
    }

    /// A caller in the first member account, through its role.
    private func member() async throws -> any AWSCaller {
        let ledger = try ledger()
        let account = try #require(ledger["accounts"]?.arrayValue?[1]["accountId"]?.stringValue)
        let management = client.caller(account: nil, region: region, credentials: base)
        let answer = try await STSAPI(management).assumeRole(
            AssumeRoleInput(
                roleARN: "arn:aws:iam::\(account):role/HoldfastMember", roleSessionName: "test",
                externalID: "holdfast-demo"))
        let given = try #require(answer.credentials)
        return client.caller(
            account: account, region: region,
            credentials: StaticCredentials(
                AWSCredentials(
                    accessKeyID: try #require(given.accessKeyID), secretAccessKey: try #require(given.secretAccessKey),
                    sessionToken: given.sessionToken)))
    }

    private func ledger() throws -> WireValue {
        let request = HTTPRequest(
            method: "GET", scheme: "http", authority: "127.0.0.1:4599", path: "/_simulator/ledger", query: "detail=1")
        return try WireValue(json: host.respond(to: request).body)
    }

    private func heldARNs() throws -> Set<String> {
        let regions = try ledger()["accounts"]?.arrayValue?[1]["regions"]?.arrayValue ?? []
        let here = regions.first { $0["region"]?.stringValue == region }
        return Set(here?["arns"]?.textsValue ?? [])
    }

    @Test("every service's list together is the ledger's")
    func listsAreTheLedger() async throws {
        let caller = try await member()
        let account = try #require(try ledger()["accounts"]?.arrayValue?[1]["accountId"]?.stringValue)
        var found: [String] = []
        let ec2 = "arn:aws:ec2:\(region):\(account)"
        for try await page in EC2API(caller).describeInstancesPages(DescribeInstancesInput(maxResults: 5)) {
            found += (page.reservations ?? []).flatMap { $0.instances ?? [] }.compactMap(\.instanceID)
                .map { "\(ec2):instance/\($0)" }
        }
        for try await page in EC2API(caller).describeVolumesPages(DescribeVolumesInput(maxResults: 5)) {
            found += (page.volumes ?? []).compactMap(\.volumeID).map { "\(ec2):volume/\($0)" }
        }
        for try await page in RDSAPI(caller).describeDBInstancesPages(DescribeDBInstancesInput(maxRecords: 20)) {
            found += (page.dbInstances ?? []).filter { $0.dbClusterIdentifier == nil }.compactMap(\.dbInstanceARN)
        }
        for try await page in RDSAPI(caller).describeDBClustersPages(DescribeDBClustersInput(maxRecords: 20)) {
            found += (page.dbClusters ?? []).compactMap(\.dbClusterARN)
        }
        for try await page in DynamoDBAPI(caller).listTablesPages(ListTablesInput(limit: 2)) {
            found += (page.tableNames ?? []).map { "arn:aws:dynamodb:\(region):\(account):table/\($0)" }
        }
        for try await page in EFSAPI(caller).describeFileSystemsPages(DescribeFileSystemsInput(maxItems: 1)) {
            found += (page.fileSystems ?? []).compactMap(\.fileSystemARN)
        }
        let buckets = ListBucketsInput(maxBuckets: 2, bucketRegion: region)
        for try await page in S3API(caller).listBucketsPages(buckets) {
            found += (page.buckets ?? []).compactMap(\.name).map { "arn:aws:s3:::\($0)" }
        }
        #expect(Set(found) == (try heldARNs()))
        #expect(Set(found).count == found.count)
    }

    @Test("what the tagging API sets is what it lists, page after page")
    func tagsAreReadBack() async throws {
        let tagging = TaggingAPI(try await member())
        let arns = try heldARNs().sorted()
        for start in stride(from: 0, to: arns.count, by: 20) {
            let chunk = Array(arns[start..<min(start + 20, arns.count)])
            let answer = try await tagging.tagResources(
                TagResourcesInput(resourceARNList: chunk, tags: ["holdfast:tier": "gold & silver"]))
            #expect(answer.failedResourcesMap?.isEmpty ?? true)
        }
        var tagged: Set<String> = []
        let filter = TagFilter(key: "holdfast:tier", values: ["gold & silver"])
        let input = GetResourcesInput(tagFilters: [filter], resourcesPerPage: 7)
        for try await page in tagging.getResourcesPages(input) {
            tagged.formUnion((page.resourceTagMappingList ?? []).compactMap(\.resourceARN))
        }
        #expect(tagged == Set(arns))
    }

    @Test("absence, refusal and bad input come as their kinds")
    func errorsHaveKinds() async throws {
        let caller = try await member()
        func kind(_ body: () async throws -> Void) async -> AWSError.Kind? {
            do {
                try await body()
                return nil
            } catch { return (error as? AWSError)?.kind }
        }
        #expect(await kind { _ = try await IAMAPI(caller).getRole(GetRoleInput(roleName: "nobody")) } == .notFound)
        #expect(
            await kind { _ = try await DynamoDBAPI(caller).describeTable(DescribeTableInput(tableName: "nobody")) }
                == .notFound)
        #expect(
            await kind {
                _ = try await S3API(caller).getBucketTagging(GetBucketTaggingInput(bucket: "nobody-has-this"))
            }
                == .notFound)
        let query = SelectResourceConfigInput(expression: "SELECT nothing")
        #expect(await kind { _ = try await ConfigAPI(caller).selectResourceConfig(query) } == .invalid)
        let wrong = StaticCredentials(AWSCredentials(accessKeyID: "AKIAAAAAAAAAAAAAAAAA", secretAccessKey: "x"))
        let stranger = client.caller(account: nil, region: region, credentials: wrong)
        #expect(await kind { _ = try await EC2API(stranger).describeRegions() } != nil)
    }
}
