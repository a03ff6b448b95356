internal import AWSWire

extension BackupService {
    /// Legal holds.
    static let legalHoldOperations: [BackupOperation] = [
        .write("POST", "/legal-holds", "CreateLegalHold", createLegalHold),
        .read("GET", "/legal-holds", "ListLegalHolds", listLegalHolds),
        .read("GET", "/legal-holds/{legalHoldId}", "GetLegalHold", getLegalHold),
        .write("DELETE", "/legal-holds/{legalHoldId}", "CancelLegalHold", cancelLegalHold),
        .read("GET", "/legal-holds/{legalHoldId}/recovery-points", "ListRecoveryPointsByLegalHold", listHeldPoints),
    ]

    /// The most legal holds an account has in a Region (AWS Backup quotas).
    private static let mostHolds = 50

    /// Creates a legal hold; the same token gives the one that is there.
    static func createLegalHold(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let body = BackupBody(request)
        let token = try body.text("IdempotencyToken")
        if let token, let known = region.backup.legalHolds.first(where: { $0.idempotencyToken == token }) {
            return ServiceReply(.json(.record(members(of: known, at: request.now, withSelection: true))))
        }
        let title = try body.requiredText("Title")
        let summary = try body.requiredText("Description")
        guard !title.isEmpty, !summary.isEmpty else {
            throw BackupFault.invalid("Title and Description must not be empty")
        }
        let tags = try body.tags("Tags")
        let selection = try heldSelection(try body.structure("RecoveryPointSelection"))
        let inForce = region.backup.legalHolds.count { $0.isInForce(at: request.now) }
        guard inForce < mostHolds else {
            throw BackupFault.limit("An account may have at most \(mostHolds) legal holds in a Region")
        }
        var random = request.creation
        let id = random.uuid()
        let hold = LegalHold(
            id: id, arn: "arn:aws:backup:\(request.region):\(request.account):legal-hold:\(id)", title: title,
            summary: summary, createdAt: request.now, vaultNames: selection?.vaults ?? [],
            resourceARNs: selection?.resources ?? [], span: selection?.span, hasSelection: selection != nil,
            tags: tags, idempotencyToken: token)
        region.backup.legalHolds.append(hold)
        return ServiceReply(.json(.record(members(of: hold, at: request.now, withSelection: true))))
    }

    private static func heldSelection(
        _ body: BackupBody?
    ) throws(ServiceFault) -> (vaults: [String], resources: [String], span: ClosedRange<Moment>?)? {
        guard let body else { return nil }
        var span: ClosedRange<Moment>?
        if let range = try body.structure("DateRange") {
            _ = try range.required("FromDate")
            _ = try range.required("ToDate")
            let from = try range.moment("FromDate") ?? Moment(milliseconds: 0)
            let to = try range.moment("ToDate") ?? from
            guard from <= to else { throw BackupFault.invalid("FromDate must not be after ToDate") }
            span = from...to
        }
        let vaults = try body.texts("VaultNames") ?? []
        guard vaults.allSatisfy(BackupNames.isVaultName) else {
            throw BackupFault.invalid("VaultNames holds a name that is not valid")
        }
        let resources = try body.texts("ResourceIdentifiers") ?? []
        guard resources.allSatisfy({ $0.hasPrefix("arn:") }) else {
            throw BackupFault.invalid("ResourceIdentifiers must be ARNs")
        }
        return (vaults, resources, span)
    }

    /// Lists the legal holds in the order of their creation.
    static func listLegalHolds(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let page = try BackupQuery(request).page(region.backup.legalHolds)
        return .json(
            (
                "LegalHolds",
                .array(page.items.map { .record(members(of: $0, at: request.now, withSelection: false)) })
            ), ("NextToken", page.next))
    }

    /// Gives a legal hold.
    static func getLegalHold(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let hold = region.backup.legalHolds[try holdIndex(of: request, in: region)]
        let more: [(String, WireValue?)] = [
            ("CancelDescription", .text(hold.cancelReason)),
            ("CancellationDate", hold.cancelledAt.map { .time($0) }),
            ("RetainRecordUntil", hold.retainedUntil.map { .time($0) }),
        ]
        return ServiceReply(.json(.record(members(of: hold, at: request.now, withSelection: true) + more)))
    }

    /// Ends a legal hold; its record is kept as long as the request says.
    static func cancelLegalHold(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let index = try holdIndex(of: request, in: region)
        let query = BackupQuery(request)
        guard let reason = query.text("cancelDescription"), !reason.isEmpty else {
            throw BackupFault.missing("CancelDescription must not be null")
        }
        let days = try query.number("retainRecordInDays", 0...36_500)
        guard region.backup.legalHolds[index].status(at: request.now) == "ACTIVE" else {
            throw BackupFault.state(
                "Legal hold \(region.backup.legalHolds[index].id) is "
                    + region.backup.legalHolds[index].status(at: request.now))
        }
        region.backup.legalHolds[index].cancelledAt = request.now
        region.backup.legalHolds[index].cancelReason = reason
        region.backup.legalHolds[index].retainedUntil = days.map { request.now.adding(days: Int64($0)) }
        return ServiceReply(status: 201, .json(.object([])))
    }

    /// Lists the recovery points a legal hold in force keeps.
    static func listHeldPoints(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let id = request.labels["legalHoldId"] ?? ""
        // This operation has no error of its own for a hold that is not there.
        guard let hold = region.backup.legalHolds.first(where: { $0.id == id }) else {
            throw BackupFault.invalid("Legal hold \(id) does not exist")
        }
        let points = region.backup.recoveryPoints.filter {
            hold.isInForce(at: request.now) && $0.createdAt <= request.now && hold.holds($0)
        }
        let page = try BackupQuery(request).page(points)
        let list = page.items.map { point in
            WireValue.record(
                ("RecoveryPointArn", .string(point.arn)), ("ResourceArn", .string(point.resourceARN)),
                ("ResourceType", .string(point.resourceType)), ("BackupVaultName", .string(point.vaultName)))
        }
        return .json(("RecoveryPoints", .array(list)), ("NextToken", page.next))
    }

    private static func holdIndex(of request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> Int {
        let id = request.labels["legalHoldId"] ?? ""
        guard let index = region.backup.legalHolds.firstIndex(where: { $0.id == id }) else {
            throw BackupFault.notFound("Legal hold \(id) does not exist")
        }
        return index
    }

    private static func members(
        of hold: LegalHold, at now: Moment, withSelection: Bool
    ) -> [(String, WireValue?)] {
        let head: [(String, WireValue?)] = [
            ("Title", .string(hold.title)), ("Status", .string(hold.status(at: now))),
            ("Description", .string(hold.summary)), ("LegalHoldId", .string(hold.id)),
            ("LegalHoldArn", .string(hold.arn)), ("CreationDate", .time(hold.createdAt)),
        ]
        guard withSelection else { return head + [("CancellationDate", hold.cancelledAt.map { .time($0) })] }
        let selection = WireValue.record(
            ("VaultNames", hold.vaultNames.isEmpty ? nil : .texts(hold.vaultNames)),
            ("ResourceIdentifiers", hold.resourceARNs.isEmpty ? nil : .texts(hold.resourceARNs)),
            (
                "DateRange",
                hold.span.map { span in
                    .record(("FromDate", .time(span.lowerBound)), ("ToDate", .time(span.upperBound)))
                }
            ))
        return head + [("RecoveryPointSelection", hold.hasSelection ? selection : nil)]
    }
}
