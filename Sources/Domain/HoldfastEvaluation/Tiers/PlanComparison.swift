public import HoldfastModel

/// Compares the rules of two plans by what they mean.
///
/// The order of rules and copies, ids, defaults AWS fills in, and two ways to write one schedule make no difference.
public enum PlanComparison {
    /// What differs, a sentence each, sorted by rule; nothing when the plans mean the same.
    public static func differences(wanted: [BackupRule], found: [BackupRule]) -> [String] {
        let wantedByName = Dictionary(wanted.map { ($0.name, $0) }) { first, _ in first }
        let foundByName = Dictionary(found.map { ($0.name, $0) }) { first, _ in first }
        var differences: [String] = []
        for name in Set(wantedByName.keys).union(foundByName.keys).sorted() {
            switch (wantedByName[name], foundByName[name]) {
            case (let rule?, let other?): differences += Self.differences(rule, other)
            case (_?, nil): differences.append("rule \(name) is missing")
            case (nil, _): differences.append("rule \(name) is not asked for")
            }
        }
        if found.count != foundByName.count { differences.append("two rules have one name") }
        return differences
    }

    private static func differences(_ wanted: BackupRule, _ found: BackupRule) -> [String] {
        var differences: [String] = []
        func compare<Value: Equatable>(_ field: String, _ wanted: Value, _ found: Value) {
            if wanted != found { differences.append("\(field) is \(describe(found)), not \(describe(wanted))") }
        }
        compare("vault", wanted.targetVaultName, found.targetVaultName)
        if !isSameSchedule(wanted, found) {
            compare("schedule", scheduleText(wanted), scheduleText(found))
        }
        compare("start window in minutes", wanted.startWindowMinutes ?? 480, found.startWindowMinutes ?? 480)
        compare(
            "completion window in minutes", wanted.completionWindowMinutes ?? 10_080,
            found.completionWindowMinutes ?? 10_080)
        compareLifecycles("", wanted.lifecycle, found.lifecycle, compare)
        compare("continuous backup", wanted.enablesContinuousBackup, found.enablesContinuousBackup)
        compare("recovery point tags", wanted.recoveryPointTags, found.recoveryPointTags)
        let wantedCopies = copies(of: wanted)
        let foundCopies = copies(of: found)
        for arn in Set(wantedCopies.keys).union(foundCopies.keys).sorted() {
            switch (wantedCopies[arn], foundCopies[arn]) {
            case (let copy?, let other?):
                compareLifecycles("copy to \(arn): ", copy.lifecycle, other.lifecycle, compare)
            case (_?, nil): differences.append("the copy to \(arn) is missing")
            case (nil, _): differences.append("the copy to \(arn) is not asked for")
            }
        }
        return differences.map { "rule \(wanted.name): \($0)" }
    }

    private static func compareLifecycles(
        _ prefix: String, _ wanted: Lifecycle?, _ found: Lifecycle?, _ compare: (String, String, String) -> Void
    ) {
        func days(_ days: CalendarDays?) -> String {
            // AWS writes -1 for never where somebody took a lifecycle away.
            guard let days, days.rawValue > 0 else { return "never" }
            return days.description
        }
        compare("\(prefix)retention", days(wanted?.deleteAfter), days(found?.deleteAfter))
        compare("\(prefix)cold storage", days(wanted?.moveToColdStorageAfter), days(found?.moveToColdStorageAfter))
        compare(
            "\(prefix)opt-in to archive", (wanted?.optInToArchive ?? false).description,
            (found?.optInToArchive ?? false).description)
    }

    private static func copies(of rule: BackupRule) -> [ResourceARN: CopyAction] {
        Dictionary(rule.copyActions.map { ($0.destinationVaultARN, $0) }) { first, _ in first }
    }

    private static func isSameSchedule(_ wanted: BackupRule, _ found: BackupRule) -> Bool {
        guard
            case .expression(let left) = CronExpression.parse(
                wanted.scheduleExpression, timezone: wanted.scheduleTimezone),
            case .expression(let right) = CronExpression.parse(
                found.scheduleExpression, timezone: found.scheduleTimezone)
        else { return scheduleText(wanted) == scheduleText(found) }
        return left == right
    }

    private static func scheduleText(_ rule: BackupRule) -> String {
        "\(rule.scheduleExpression ?? CronExpression.defaultText) \(rule.scheduleTimezone ?? "UTC")"
    }

    private static func describe<Value>(_ value: Value) -> String {
        guard let tags = value as? [String: String] else { return "\(value)" }
        return "{\(tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", "))}"
    }
}
