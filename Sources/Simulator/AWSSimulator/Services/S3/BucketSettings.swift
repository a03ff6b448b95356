internal import AWSWire

/// The configuration of a bucket that can be changed.
package struct BucketSettings: Sendable, Hashable {
    /// `Enabled` or `Suspended`; nothing for a bucket that never kept versions.
    var versioning: String?
    /// The rules of the lifecycle, as elements named `Rule`; empty for none.
    var lifecycle: [XMLNode]
    /// The Intelligent-Tiering configurations by id, as elements.
    var tiering: [String: XMLNode]
    /// Whether objects can be locked, which was decided when the bucket was made.
    let hasObjectLock: Bool

    /// The configuration a bucket has before anybody changes it, told from the bucket alone.
    ///
    /// Six buckets in ten keep versions, one did once. Four have a lifecycle, one an archive tier for rarely used
    /// objects, and one locks objects.
    init(of bucket: SimulatedResource) {
        let details = ResourceDetails(bucket)
        let kind = details.number(below: 10, "versioning")
        versioning = kind < 6 ? "Enabled" : kind == 6 ? "Suspended" : nil
        hasObjectLock = versioning == "Enabled" && details.number(below: 6, "object lock") == 0
        lifecycle = details.number(below: 10, "lifecycle") < 4 ? [Self.expiry] : []
        tiering =
            details.number(below: 10, "tiering") == 0
            ? ["archive-cold-objects": Self.archive("archive-cold-objects")] : [:]
    }

    private static let expiry = XMLNode(
        "Rule",
        [
            XMLNode("ID", "old-versions"), XMLNode("Filter", [XMLNode("Prefix", "")]), XMLNode("Status", "Enabled"),
            XMLNode("Transition", [XMLNode("Days", 30), XMLNode("StorageClass", "STANDARD_IA")]),
            XMLNode("NoncurrentVersionExpiration", [XMLNode("NoncurrentDays", 90)]),
            XMLNode("AbortIncompleteMultipartUpload", [XMLNode("DaysAfterInitiation", 7)]),
        ])

    private static func archive(_ id: String) -> XMLNode {
        XMLNode(
            "IntelligentTieringConfiguration",
            [
                XMLNode("Id", id), XMLNode("Status", "Enabled"),
                XMLNode("Tiering", [XMLNode("Days", 90), XMLNode("AccessTier", "ARCHIVE_ACCESS")]),
            ])
    }
}

extension XMLNode {
    /// The element of that name with the content of a body that was read as a tree.
    init(_ name: String, tree: WireValue) {
        guard let members = tree.objectValue else {
            self.init(name, tree.stringValue ?? "")
            return
        }
        self.init(
            name,
            members.flatMap { member in
                (member.value.arrayValue ?? [member.value]).map { XMLNode(member.name, tree: $0) }
            })
    }

    /// The first element of that name.
    subscript(name: String) -> XMLNode? { children.first { $0.name == name } }

    /// The elements of that name.
    func all(_ name: String) -> [XMLNode] { children.filter { $0.name == name } }
}
