internal import AWSSimulator
internal import Testing

@Suite("The access policy of a vault")
struct VaultPolicyTests {
    private static func policy(_ statements: String) -> VaultPolicy {
        VaultPolicy(#"{"Version":"2012-10-17","Statement":[\#(statements)]}"#)
    }

    private static let copy = VaultPolicy.Call(
        action: "backup:CopyIntoBackupVault", resources: ["arn:aws:backup:us-east-1:222222222222:backup-vault:v"],
        principalARN: "arn:aws:iam::111111111111:role/backup", account: "111111111111")

    @Test(
        "a statement applies to whom, what and where it names",
        arguments: [
            (#""Principal":"*","Action":"backup:CopyIntoBackupVault","Resource":"*""#, true),
            (#""Principal":{"AWS":"111111111111"},"Action":"backup:copyinto*","Resource":"*""#, true),
            (#""Principal":{"AWS":["arn:aws:iam::111111111111:root"]},"Action":"*""#, true),
            (#""Principal":{"AWS":"arn:aws:iam::111111111111:role/backup"},"Action":["backup:*"]"#, true),
            (#""Principal":{"AWS":"333333333333"},"Action":"backup:*"}"#.dropLast().description, false),
            (#""Principal":"*","Action":"backup:DeleteRecoveryPoint","Resource":"*""#, false),
            (#""Principal":"*","NotAction":"backup:DeleteRecoveryPoint","Resource":"*""#, true),
            (#""NotPrincipal":{"AWS":"111111111111"},"Action":"backup:*""#, false),
            (#""Principal":"*","Action":"backup:*","Resource":"arn:aws:backup:*:*:backup-vault:w""#, false),
            (
                #""Principal":"*","Action":"backup:*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}"#,
                true
            ),
            (
                #""Principal":"*","Action":"backup:*","Condition":{"StringNotEquals":{"aws:PrincipalAccount":"1"}}"#,
                true
            ),
            (
                #""Principal":"*","Action":"backup:*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:*:role/x*"}}"#,
                false
            ),
        ])
    func applies(statement: String, isMeant: Bool) {
        #expect(Self.policy(#"{"Effect":"Allow",\#(statement)}"#).allows(Self.copy) == isMeant)
        #expect(Self.policy(#"{"Effect":"Deny",\#(statement)}"#).denies(Self.copy) == isMeant)
    }

    @Test("what it cannot judge does not allow, and denies")
    func unknownConditions() {
        let statement = #""Principal":"*","Action":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#
        #expect(!Self.policy(#"{"Effect":"Allow",\#(statement)}"#).allows(Self.copy))
        #expect(Self.policy(#"{"Effect":"Deny",\#(statement)}"#).denies(Self.copy))
    }

    @Test("a denial is stronger than a permission, and no policy neither allows nor denies")
    func precedence() {
        let both =
            #"{"Effect":"Allow","Principal":"*","Action":"*"},"#
            + #"{"Effect":"Deny","Principal":"*","Action":"backup:CopyIntoBackupVault"}"#
        #expect(!Self.policy(both).allows(Self.copy))
        #expect(!VaultPolicy(nil).allows(Self.copy))
        #expect(!VaultPolicy(nil).denies(Self.copy))
    }
}
