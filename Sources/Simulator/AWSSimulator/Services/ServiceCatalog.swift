/// Every service the simulator answers.
package enum ServiceCatalog {
    /// The services, in the order they are listed to people.
    package static let all: [any ServiceSimulator] = [
        BackupService(),
        CloudWatchService(),
        ConfigService(),
        CostExplorerService(),
        DLMService(),
        DynamoDBService(),
        EBSService(),
        EC2Service(),
        EFSService(),
        FSxService(),
        IAMService(),
        KMSService(),
        OrganizationsService(),
        PricingService(),
        RDSService(),
        S3Service(),
        STSService(),
        TaggingService(),
    ]

    /// The services by the name in their credential scope.
    package static let bySigningName: [String: any ServiceSimulator] = Dictionary(
        all.map { ($0.profile.signingName, $0) }, uniquingKeysWith: { first, _ in first })
}
