/// A policy that asks for much: locks, keys, copies, cold storage, continuous backups, opting out by tag.
enum RichPolicy {
    static let text = """
        apiVersion: holdfast/v1
        kind: ProtectionPolicy
        backupRole: arn:{partition}:iam::{account}:role/HoldfastBackupRole
        tagging: {enabled: true}
        tiers:
          standard:
            rpo: 24h
            retention: 35d
            copies: [{region: us-west-2, vault: Default, retention: 14d}]
            vault:
              name: primary
              key: arn:{partition}:kms:{region}:{account}:alias/backup
              customerManagedKey: true
              lock: {mode: governance, minRetention: 7d, maxRetention: 400d}
          archived:
            rpo: 7d
            retention: 365d
            coldStorage: {after: 30d}
            schedule: cron(0 5 ? * * *)
            vault: {name: holdfast}
          continuous:
            rpo: 24h
            retention: 35d
            continuous: true
            vault: {name: continuous}
        assignments:
          - name: opted out
            when: {tag: {backup: none}}
            ignore: true
          - name: flagged
            when: {configRule: ["*"], resourceType: [EC2]}
            tier: standard
          - name: databases
            when: {resourceType: [RDS, Aurora]}
            tier: continuous
          - name: volumes
            when: {resourceType: [EBS]}
            tier: archived
          - name: everything
            when: {resourceType: [EC2, DynamoDB, EFS]}
            tier: standard
        enforcement: {mode: enforce, guardrails: {maxChangesPerAccount: 10000, maxChangesPerRun: 100000}}

        """
}
