internal import HoldfastModel
internal import HoldfastPolicy

/// Whose key copies are encrypted with.
extension EncryptionControls {
    static let copyKeys = Control(
        id: "HF-ENC-06", title: "Copies are encrypted with a key of the vault they are in, or one of their own account",
        severity: .medium, parameters: [.init("keys", "the vaults' own, and keys of the account")],
        needs: [.init(.vaults, .couldHarm), .init(.recoveryPoints, .couldHarm)], listedBy: [.recoveryPoints, .vaults],
        remediation: "Give the destination vault a key of its own account, which outlives the source's.",
        subjects: { context in context.pointGroups { $0.points.contains { $0.sourceVaultARN != nil } } }
    ) { subject, context in
        guard case .points(let group) = subject else { return Judgement(.notApplicable, "not recovery points") }
        let copies = group.points.filter { $0.sourceVaultARN != nil }.sorted { $0.arn < $1.arn }
        let vaultKeys = Set(context.snapshot.vaults.compactMap(\.encryptionKeyARN))
        let account = context.snapshot.account.id.rawValue
        for copy in copies {
            guard let key = copy.encryptionKeyARN else { continue }
            let isOwn = ResourceARN(rawValue: key)?.accountCode == account
            if vaultKeys.contains(key) || isOwn, copy.encryptionKeyType != .awsOwned { continue }
            let whose = copy.encryptionKeyType == .awsOwned ? "AWS's own" : "of another account"
            return Judgement(
                .nonCompliant, "a copy of it in vault \(copy.vaultName) is encrypted with \(key), \(whose)",
                grounds: [RetentionControls.ground(copy)])
        }
        let untold = copies.count { $0.encryptionKeyARN == nil }
        if untold > 0 {
            return Judgement(.unknown, "not known: AWS did not name the key of \(untold) of \(copies.count) copies")
        }
        return Judgement(.compliant, "its \(copies.count) copies are encrypted with keys of this account")
    }
}
