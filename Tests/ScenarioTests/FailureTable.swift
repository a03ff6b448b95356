import AWSSimulator
import Foundation
import TestSupport
import Testing

/// One row of the failure table: a call of the agent and the way it goes wrong.
struct FailureCase: Sendable, Hashable, CustomTestStringConvertible {
    /// The call.
    let call: CountedCall
    /// The way it goes wrong.
    let kind: FaultKind
    /// Whether only the pages after the first go wrong.
    var isLaterPage = false

    var testDescription: String {
        "\(kind.rawValue) of \(call.service):\(call.operation)\(isLaterPage ? ", second page" : "")"
    }

    /// The rules that make it so.
    ///
    /// For a second page, the first is told to promise one.
    var script: FaultScript {
        var rule = FaultRule(kind: kind)
        rule.services = [call.service]
        rule.operations = [call.operation]
        // Longer than an attempt may take, so that late answers are as good as none.
        rule.delay = .seconds(60)
        guard isLaterPage else { return FaultScript(rules: [rule]) }
        var promise = rule
        promise.kind = .endlessPages
        promise.page = .first
        rule.page = .next
        return FaultScript(rules: [promise, rule])
    }

    /// How a gap names the call: by its IAM action, which differs from the operation's name for these alone.
    ///
    /// Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3".
    var gapSuffix: String {
        switch (call.service, call.operation) {
        case ("s3", "ListBuckets"): ":ListAllMyBuckets"
        case ("s3", "HeadBucket"): ":ListBucket"
        case ("s3", "GetBucketNotificationConfiguration"): ":GetBucketNotification"
        default: ":\(call.operation)"
        }
    }

    /// Whether the service did what it was asked, and said so in head and status.
    var spoilsOnlyTheBody: Bool { [.truncatedBody, .garbledBody, .endlessPages].contains(kind) }

    /// What a run without the call is like.
    enum Bearing: Sendable {
        /// The credentials are not known to be good: the run ends before it begins.
        case caller
        /// Accounts may be missing.
        case listing
        /// Other calls bring what this one cannot, so that nothing is missing.
        case substituted
        /// What it would have told is unknown.
        case fact
    }

    /// What a run without the call is like.
    ///
    /// Without AWS Config the services' own lists are read, without the tagging API each resource's tags, and the accounts
    /// are told by both the organization's list and its tree.
    var bearing: Bearing {
        switch call.operation {
        case "GetCallerIdentity": .caller
        // There is only one root, so that a second page of them is not asked for.
        case "ListRoots": kind == .endlessPages ? .substituted : .listing
        // No vault of this world has any, which the head of the refusal says too.
        case "GetBackupVaultNotifications" where spoilsOnlyTheBody: .substituted
        case "SelectResourceConfig", "DescribeConfigurationRecorders", "DescribeConfigurationRecorderStatus",
            "GetResources", "ListAccounts", "ListAccountsForParent", "ListOrganizationalUnitsForParent":
            .substituted
        default: .fact
        }
    }
}

extension FailureCase {
    /// Every way × every call, and every way × the second page of every list.
    static func all(_ calls: [CountedCall]) -> [FailureCase] {
        let whole = calls.flatMap { call in
            FaultKind.allCases.filter { $0 != .endlessPages || call.isPaged }.map { FailureCase(call: call, kind: $0) }
        }
        let later = calls.filter { $0.isPaged && $0.operation != "ListRoots" }.flatMap { call in
            FaultKind.allCases.filter { $0 != .endlessPages }.map {
                FailureCase(call: call, kind: $0, isLaterPage: true)
            }
        }
        return whole + later
    }

    /// All rows where `HOLDFAST_FAILURES=all`; else some, drawn by `HOLDFAST_SEED`: every call and every way.
    static func chosen(of calls: [CountedCall], secondPages: Bool = true) -> [FailureCase] {
        let environment = ProcessInfo.processInfo.environment
        let all = all(calls).filter { secondPages || !$0.isLaterPage }
        if environment["HOLDFAST_FAILURES"] == "all" { return all }
        let seed = environment["HOLDFAST_SEED"].flatMap { UInt64($0) } ?? 20_261_123
        var dice = SeededGenerator(seed: seed)
        var open: [FaultKind] = []
        var rows: [FailureCase] = []
        for (call, isLaterPage) in calls.map({ ($0, false) }) + calls.map({ ($0, true) }) {
            let fitting = all.filter { $0.call == call && $0.isLaterPage == isLaterPage }.shuffled(using: &dice)
            if open.isEmpty { open = FaultKind.allCases }
            guard let row = fitting.first(where: { open.contains($0.kind) }) ?? fitting.first else { continue }
            open.removeAll { $0 == row.kind }
            rows.append(row)
        }
        print("failure table: \(rows.count) of \(all.count) rows, seed \(seed)")
        return rows
    }
}
