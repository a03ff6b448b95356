package import AWSWire

extension WireValue {
    /// An object of members; absent ones are left out.
    package static func record(_ members: [(String, WireValue?)]) -> WireValue {
        .object(members.compactMap { name, value in value.map { Member(name, $0) } })
    }

    /// An object of members; absent ones are left out.
    package static func record(_ members: (String, WireValue?)...) -> WireValue { record(members) }

    /// An object with a member for every tag.
    package static func tagMap(_ tags: TagSet) -> WireValue {
        .object(tags.all.map { Member($0.key, .string($0.value)) })
    }

    /// What `tagMap` gives, or nothing where there is no tag and the service leaves the member out.
    package static func someTagMap(_ tags: TagSet) -> WireValue? { tags.isEmpty ? nil : tagMap(tags) }

    /// What `tagList` gives, or nothing where there is no tag and the service leaves the member out.
    package static func someTagList(_ tags: TagSet) -> WireValue? { tags.isEmpty ? nil : tagList(tags) }

    /// An array of `{"Key": …, "Value": …}` for every tag.
    package static func tagList(_ tags: TagSet) -> WireValue {
        .array(tags.all.map { .record(("Key", .string($0.key)), ("Value", .string($0.value))) })
    }

    /// A moment in seconds since the epoch, as JSON carries times.
    package static func time(_ moment: Moment) -> WireValue {
        moment.milliseconds % 1_000 == 0 ? .integer(moment.milliseconds / 1_000) : .double(moment.seconds)
    }

    /// Text, or nothing.
    package static func text(_ text: String?) -> WireValue? { text.map { .string($0) } }

    /// An array of texts.
    package static func texts(_ texts: some Sequence<String>) -> WireValue { .array(texts.map { .string($0) }) }

    /// The texts of an array; nothing when this is no array of texts.
    package var textsValue: [String]? {
        guard let elements = arrayValue else { return nil }
        let texts = elements.compactMap(\.stringValue)
        return texts.count == elements.count ? texts : nil
    }
}
