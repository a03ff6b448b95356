package import AWSWire

/// Changes to the world from outside, for demos and alert tests: `POST /_simulator/world`.
///
/// - `{"action":"deny","account":"…"}`, `{"action":"allow",…}`: the account's member role refuses everybody, or no more.
/// - `{"action":"addResource","account":"…","region":"…","type":"AWS::EC2::Volume","tags":{…}}`: a new resource.
/// - `{"action":"tag","account":"…","region":"…","resource":"arn:…","tags":{…}}`: sets tags of a resource.
/// - `{"action":"fill","account":"…","region":"…","resource":"arn:…","percent":400}`: a resource holds so many percent of
///   what it held.
/// - `{"action":"failBackups","account":"…","resource":"arn:…"}`, `{"action":"healBackups",…}`: a resource's backup jobs
///   fail from now on, or no more.
/// - `{"action":"endNextBackup","account":"…","region":"…","resource":"arn:…","state":"EXPIRED","message":"…"}`: the next
///   backup job of a resource ends in that state; `COMPLETED` with a message is "completed with issues".
/// - `{"action":"failCopies","account":"…","region":"…","resource":"arn:…","cause":"accessPolicy"}`, `healCopies`: copies
///   of a resource's recovery points fail from now on by a cause of ``CopyFailure``, or no more.
/// - `{"action":"delayJobs","account":"…","region":"…","resource":"arn:…","hours":20}`: the backup and copy jobs there are
///   of a resource take so much longer than was expected; what they made stays.
/// - `{"action":"addStack","account":"…","region":"…","name":"…","members":["arn:…"]}`: a CloudFormation stack that can be
///   backed up as a whole.
/// - `{"action":"invokeRule","account":"…","region":"…","rule":"…"}`: AWS Config invokes the function of a custom rule;
///   the answer's `resultToken` is what the function passes to `PutEvaluations`.
package enum WorldLever {
    /// Applies one lever.
    ///
    /// - Returns: What changed, for the answer.
    package static func apply(
        _ lever: WireValue, to world: inout SimulatedWorld, at now: Moment
    ) throws(ServiceFault) -> WireValue {
        let action = lever["action"]?.stringValue ?? ""
        guard let account = lever["account"]?.stringValue, world.organization.account(account) != nil else {
            throw ServiceFault("BadRequest", "account must name an account of the organization")
        }
        // What was due before the change happens without it.
        _ = world.withAccount(account, at: now) { _ in }
        world.keep(account)
        switch action {
        case "deny": world.deniedAccounts.insert(account)
        case "allow": world.deniedAccounts.remove(account)
        case "failBackups": world.failingBackups.insert(try resource(lever))
        case "healBackups": world.failingBackups.remove(try resource(lever))
        case "addResource": return try add(lever, account: account, to: &world, at: now)
        case "invokeRule": return try invokeRule(lever, account: account, in: &world, at: now)
        case "fill": try fill(lever, account: account, in: &world, at: now)
        case "tag": try tag(lever, account: account, in: &world, at: now)
        case let action where BackupLever.actions.contains(action):
            return try BackupLever.apply(action, lever, account: account, in: &world, at: now)
        default:
            let actions =
                ["deny", "allow", "addResource", "fill", "tag", "failBackups", "healBackups", "invokeRule"]
                + BackupLever.actions
            throw ServiceFault("BadRequest", "action must be one of \(actions.joined(separator: ", "))")
        }
        return .record(("done", .string(action)))
    }

    private static func resource(_ lever: WireValue) throws(ServiceFault) -> String {
        guard let arn = lever["resource"]?.stringValue else {
            throw ServiceFault("BadRequest", "resource must be an ARN")
        }
        return arn
    }

    private static func tags(_ lever: WireValue) -> TagSet {
        TagSet(
            (lever["tags"]?.objectValue ?? []).compactMap { member in member.value.stringValue.map { (member.name, $0) }
            })
    }

    private static func tag(
        _ lever: WireValue, account: String, in world: inout SimulatedWorld, at now: Moment
    ) throws(ServiceFault) {
        let arn = try resource(lever)
        let scope = Scope(account: account, region: lever["region"]?.stringValue ?? "")
        let tags = tags(lever)
        guard world.withRegion(scope, at: now, { $0.tag(arn, setting: tags) }) == true else {
            throw ServiceFault("BadRequest", "there is no such resource in that Region")
        }
    }

    private static func fill(
        _ lever: WireValue, account: String, in world: inout SimulatedWorld, at now: Moment
    ) throws(ServiceFault) {
        let arn = try resource(lever)
        let scope = Scope(account: account, region: lever["region"]?.stringValue ?? "")
        guard case .integer(let percent)? = lever["percent"], (0...10_000).contains(percent),
            world.withRegion(scope, at: now, { $0.fill(arn, to: percent) }) == true
        else { throw ServiceFault("BadRequest", "resource must be one of the Region, percent from 0 to 10000") }
    }

    private static func invokeRule(
        _ lever: WireValue, account: String, in world: inout SimulatedWorld, at now: Moment
    ) throws(ServiceFault) -> WireValue {
        let scope = Scope(account: account, region: lever["region"]?.stringValue ?? "")
        let name = lever["rule"]?.stringValue ?? ""
        let isCustom = world.withRegion(scope, at: now) { region in
            region.config.rules.contains { $0.name == name && $0.definition?.owner ?? "AWS" != "AWS" }
        }
        guard isCustom == true else {
            throw ServiceFault("BadRequest", "rule must name a custom rule of that account and Region")
        }
        let token = ConfigInvocation.token(rule: name, scope: scope, at: now, seed: world.options.seed)
        return .record(("done", .string("invokeRule")), ("resultToken", .string(token)))
    }

    private static func add(
        _ lever: WireValue, account: String, to world: inout SimulatedWorld, at now: Moment
    ) throws(ServiceFault) -> WireValue {
        guard let kind = lever["type"]?.stringValue.flatMap(ResourceKind.init(rawValue:)),
            let region = lever["region"]?.stringValue, world.options.regions.contains(region)
        else { throw ServiceFault("BadRequest", "type and region must be ones the world holds") }
        let scope = Scope(account: account, region: region)
        let tags = tags(lever)
        let seed = world.options.seed
        let arn = world.withRegion(scope, at: now) { state in
            var random = SeededGenerator(seed, "added", account, region, String(state.resources.count))
            let resource = SimulatedResource(added: kind, scope: scope, tags: tags, at: now, &random)
            state.insert(resource)
            return resource.arn
        }
        return .record(("done", .string("addResource")), ("resource", .text(arn)))
    }
}

extension SimulatedResource {
    /// Makes a plain, encrypted resource of a type.
    fileprivate init(
        added kind: ResourceKind, scope: Scope, tags: TagSet, at now: Moment, _ random: inout SeededGenerator
    ) {
        let id =
            switch kind {
            case .instance: "i-0\(random.hex(16))"
            case .volume: "vol-0\(random.hex(16))"
            case .fileSystem: "fs-0\(random.hex(16))"
            case .database, .cluster, .table, .bucket: "added-\(random.alphanumeric(10))"
            default: FurtherResources.id(kind, name: "added-\(random.alphanumeric(10))", &random)
            }
        self.init(
            kind: kind, id: id, arn: kind.arn(id, account: scope.account, region: scope.region), region: scope.region,
            tags: tags, createdAt: now, sizeInBytes: 21_474_836_480, isEncrypted: true, kmsKeyARN: nil,
            engine: kind == .database
                ? "postgres" : kind == .cluster ? "aurora-postgresql" : FurtherResources.engine(kind),
            instanceClass: kind == .instance ? "t3.medium" : kind == .database ? "db.t4g.medium" : nil,
            attachedTo: nil, isStopped: false)
    }
}
