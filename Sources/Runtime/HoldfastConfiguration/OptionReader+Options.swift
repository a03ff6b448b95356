extension OptionReader {
    /// The agent's options; nothing when something in them is wrong.
    mutating func agentOptions(environment: [String: String]) -> AgentOptions? {
        let access = access()
        let scope = scope()
        let sweep = sweep()
        let web = web(of: .agent)
        let push = push()
        let log = log()
        guard let access, let sweep, let web, let log else { return nil }
        return AgentOptions(
            policyFile: path("policyFile"), stateDirectory: stateDirectory(environment), access: access, scope: scope,
            sweep: sweep, web: web, push: push, log: log)
    }

    /// The aggregator's options; nothing when something in them is wrong.
    mutating func aggregatorOptions(environment: [String: String]) -> AggregatorOptions? {
        let web = web(of: .aggregator)
        let log = log()
        guard let web, let log else { return nil }
        return AggregatorOptions(
            stateDirectory: stateDirectory(environment), tokenFile: path("aggregator.tokenFile"), web: web, log: log)
    }

    private func stateDirectory(_ environment: [String: String]) -> String {
        if let said = path("stateDirectory") { return said }
        // systemd lists several directories with colons; the first is ours.
        if let systemd = environment["STATE_DIRECTORY"]?.split(separator: ":").first { return String(systemd) }
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/holdfast" }
        if let home = environment["HOME"], !home.isEmpty { return home + "/.local/state/holdfast" }
        return "holdfast-state"
    }

    private mutating func access() -> AccessOptions? {
        var regions: [String] = []
        for value in values("aws.regions") {
            if !AWSForm.isRegion(value.text) {
                report(
                    "aws.regions", value, "invalid-region", "has not the form of a Region",
                    hint: "write its code, such as us-east-1")
            } else if regions.contains(value.text) {
                warn("aws.regions", value, "duplicate-value", "names '\(value.text)' twice")
            } else {
                regions.append(value.text)
            }
        }
        return AccessOptions(profile: text("aws.profile"), regions: regions, role: role(), rates: rates())
    }

    private mutating func role() -> RoleOptions? {
        let name = value("aws.role.sessionName")
        if let name, let problem = AWSForm.sessionNameProblem(name.text) {
            report("aws.role.sessionName", name, "invalid-name", problem)
        }
        if let id = value("aws.role.externalId"), let problem = AWSForm.externalIDProblem(id.text) {
            report("aws.role.externalId", id, "invalid-external-id", problem)
        }
        let tags = sessionTags()
        let duration = duration("aws.role.sessionDuration", in: .seconds(900)...(.seconds(43_200)))
        guard let arn = value("aws.role.arn") else {
            for path in ["aws.role.externalId", "aws.role.sessionTags"] {
                guard let value = value(path) else { continue }
                warn(path, value, "without-effect", "has no effect without a role to assume")
            }
            return nil
        }
        if let problem = AWSForm.roleProblem(arn.text) {
            report("aws.role.arn", arn, problem.code, problem.message, hint: problem.hint)
        }
        guard let name, let duration else { return nil }
        return RoleOptions(
            arn: arn.text, externalID: text("aws.role.externalId").map { SecretText($0) }, sessionName: name.text,
            sessionTags: tags, sessionDuration: duration)
    }

    /// Source: AWS STS API Reference, "AssumeRole", `Tags`.
    private mutating func sessionTags() -> [OptionPair] {
        let path = "aws.role.sessionTags"
        let values = values(path)
        if values.count > 50, let first = values.first { report(path, first, "invalid-tag", "is one of more than 50") }
        var seen: Set<String> = []
        for value in values {
            let pair = OptionPair(value.text)
            let isRight =
                (1...128).contains(pair.key.unicodeScalars.count) && (pair.value?.unicodeScalars.count ?? 0) <= 256
            if !isRight { report(path, value, "invalid-tag", "is none AWS takes", hint: "write key=value") }
            if !seen.insert(pair.key).inserted { report(path, value, "invalid-tag", "has a key that stands twice") }
        }
        return values.map { OptionPair($0.text) }.map { OptionPair(key: $0.key, value: $0.value ?? "") }.sorted()
    }

    private mutating func scope() -> ScopeOptions {
        for path in ["scope.include.account", "scope.exclude.account"] {
            for value in values(path) where AWSForm.isWrongAccount(value.text) {
                report(
                    path, value, "invalid-account", "is not the 12 digits of an account",
                    hint: "a tool may have dropped a leading 0; write it in quotes")
            }
        }
        func texts(_ path: String) -> [String] { values(path).map(\.text) }
        func pairs(_ path: String) -> [OptionPair] { values(path).map { OptionPair($0.text) }.sorted() }
        return ScopeOptions(
            accounts: texts("scope.include.account"), notAccounts: texts("scope.exclude.account"),
            organizationalUnits: texts("scope.include.ou"), notOrganizationalUnits: texts("scope.exclude.ou"),
            tags: pairs("scope.include.tag"), notTags: pairs("scope.exclude.tag"))
    }

    private mutating func sweep() -> SweepOptions? {
        let interval = duration("sweep.interval", in: .seconds(60)...(.seconds(7 * 86_400)))
        let concurrency = number("sweep.concurrency", in: 1...256)
        guard let interval, let concurrency else { return nil }
        return SweepOptions(interval: interval, concurrency: concurrency)
    }

    private mutating func push() -> PushOptions? {
        let tokenFile = path("agent.push.tokenFile")
        guard let value = value("agent.push.url") else {
            if let value = self.value("agent.push.tokenFile") {
                warn("agent.push.tokenFile", value, "without-effect", "has no effect without an aggregator's address")
            }
            return nil
        }
        guard let url = WebForm(value.text) else {
            report("agent.push.url", value, "invalid-url", "is not an http or https address")
            return nil
        }
        if !url.isSecure, !url.isLoopback, tokenFile != nil {
            warn(
                "agent.push.url", value, "insecure-url", "sends the token where anybody on the way can read it",
                hint: "write https://")
        }
        return PushOptions(url: url.text, tokenFile: tokenFile)
    }

    private mutating func web(of role: OptionDefinition.Role) -> WebOptions? {
        let prefix = "\(role.rawValue).web"
        let addresses = values("\(prefix).listenAddress").compactMap { value in
            let address = ListenAddress(value.text)
            if address == nil {
                report(
                    "\(prefix).listenAddress", value, "invalid-address", "is not an address to listen on",
                    hint: "write host:port, such as 127.0.0.1:10317, or :10317 for every interface")
            }
            return address
        }
        if let path = value("\(prefix).telemetryPath"), !path.text.hasPrefix("/") || path.text.hasPrefix("/-/") {
            report("\(prefix).telemetryPath", path, "invalid-path", "must begin with / and not with /-/")
        }
        if let url = value("\(prefix).externalUrl"), WebForm(url.text) == nil {
            report("\(prefix).externalUrl", url, "invalid-url", "is not an http or https address")
        }
        let lifecycle = flag("\(prefix).enableLifecycle")
        let requests = number("\(prefix).maxRequests", in: 1...10_000)
        guard !addresses.isEmpty, let lifecycle, let requests, let path = text("\(prefix).telemetryPath") else {
            return nil
        }
        return WebOptions(
            listenAddresses: addresses, configFile: self.path("\(prefix).configFile"), telemetryPath: path,
            enablesLifecycle: lifecycle, externalURL: text("\(prefix).externalUrl"), maximumRequests: requests)
    }

    private mutating func log() -> LogOptions? {
        let level = choice("log.level", of: LogOptions.Level.self)
        let format = choice("log.format", of: LogOptions.Format.self)
        guard let level, let format else { return nil }
        return LogOptions(level: level, format: format)
    }
}
