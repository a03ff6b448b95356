internal import AWSCore
internal import AWSDynamoDB
internal import HoldfastModel

/// Asks of each table whether it can be restored to a moment; no list says so.
struct TableRecoveryReader: FactReader {
    static let facts: Set<FactKind> = [.tableRecovery]
    static let iamActions = ["dynamodb:DescribeContinuousBackups"]

    /// The recovery of each of the tables; one that could not be asked is missing and has a gap.
    ///
    /// Costs one call a table.
    func recovery(
        of tables: [ResourceARN], in context: RegionContext, log: inout ReadLog
    ) async -> [ResourceARN: TableRecovery] {
        let service = DynamoDBAPI(context.caller)
        return await log.each(
            tables, type: .dynamoDB, api: "dynamodb:DescribeContinuousBackups", for: .tableRecovery
        ) { arn throws(AWSError) in
            let output = try await service.describeContinuousBackups(
                DescribeContinuousBackupsInput(tableName: String(arn.resource.dropFirst("table/".utf8.count))))
            let recovery = output.continuousBackupsDescription?.pointInTimeRecoveryDescription
            guard let status = recovery?.pointInTimeRecoveryStatus?.rawValue.nonEmpty else { return nil }
            return TableRecovery(
                isOn: status == "ENABLED", period: recovery?.recoveryPeriodInDays.map { CalendarDays($0) })
        }
    }
}
