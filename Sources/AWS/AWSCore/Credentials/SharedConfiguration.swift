/// The profiles of AWS's shared config and credentials files.
///
/// AWS: "AWS SDKs and Tools Reference Guide", shared config and credentials files. Keys of the credentials file win over
/// those of the config file; nested keys are named `services.backup.endpoint_url` style, outer name first.
public struct SharedConfiguration: Sendable {
    /// The settings of each profile by name.
    public private(set) var profiles: [String: [String: String]] = [:]
    /// The settings of each `[services name]` section by name.
    public private(set) var services: [String: [String: String]] = [:]
    /// The settings of each `[sso-session name]` section by name.
    public private(set) var singleSignOnSessions: [String: [String: String]] = [:]
    /// The names of the profiles with keys in the credentials file.
    private(set) var credentialsFileProfiles: Set<String> = []
    /// The profile the environment chooses, `default` when it chooses none.
    public let profileName: String
    /// Whether the environment or the caller named the profile.
    public let isProfileNamed: Bool
    /// Where the files were looked for, for messages.
    public let paths: [String]

    /// Reads a file completely, or gives nothing when there is none; throws with words when it cannot be read.
    public typealias FileReader = @Sendable (_ path: String) throws -> [UInt8]?

    /// Reads the files the environment points to.
    ///
    /// - Parameters:
    ///   - environment: Where `AWS_PROFILE`, `AWS_CONFIG_FILE`, `AWS_SHARED_CREDENTIALS_FILE` and `HOME` are looked up.
    ///   - profile: The profile the caller asks for, which wins over `AWS_PROFILE`.
    ///   - readFile: Reads a file.
    /// - Throws: ``CredentialError`` when a file cannot be read, is not in the format, or lacks a profile that was named.
    public init(
        environment: [String: String], profile: String? = nil, readFile: FileReader
    ) throws(CredentialError) {
        let named =
            profile ?? Self.nonEmpty(environment["AWS_PROFILE"])
            ?? Self.nonEmpty(environment["AWS_DEFAULT_PROFILE"])
        profileName = named ?? "default"
        isProfileNamed = named != nil
        let home = Self.nonEmpty(environment["HOME"]) ?? ""
        let config = Self.nonEmpty(environment["AWS_CONFIG_FILE"]) ?? "~/.aws/config"
        let credentials = Self.nonEmpty(environment["AWS_SHARED_CREDENTIALS_FILE"]) ?? "~/.aws/credentials"
        let files = [config, credentials].map { $0.hasPrefix("~/") ? home + $0.dropFirst() : $0 }
        paths = files
        for (path, isConfig) in zip(files, [true, false]) {
            guard let bytes = try Self.read(path, readFile) else { continue }
            merge(try ProfileFile(bytes, path: path).sections, isConfig: isConfig)
        }
        guard named == nil || profiles[profileName] != nil else {
            throw CredentialError(
                code: .malformed, message: "profile \(profileName) is neither in \(paths[0]) nor in \(paths[1])")
        }
    }

    /// A setting of the chosen profile; an empty one counts as none.
    public subscript(key: String) -> String? { Self.nonEmpty(profiles[profileName]?[key]) }

    /// The endpoint the chosen profile's `services` section gives a service, by the name `AWS_ENDPOINT_URL_…` knows it by.
    public func endpointURL(forService variable: String) -> String? {
        guard let section = self["services"] else { return nil }
        return Self.nonEmpty(services[section]?["\(variable.lowercased()).endpoint_url"])
    }

    private mutating func merge(_ sections: [ProfileFile.Section], isConfig: Bool) {
        for section in sections {
            let words = section.name.split(separator: " ", maxSplits: 1).map(String.init)
            switch (isConfig, words.first, words.count) {
            case (true, "services", 2):
                services[words[1], default: [:]].merge(section.settings) { $1 }
            case (true, "sso-session", 2):
                singleSignOnSessions[words[1], default: [:]].merge(section.settings) { $1 }
            case (true, "profile", 2):
                profiles[words[1], default: [:]].merge(section.settings) { $1 }
            // The config file knows other kinds of sections too; only `default` goes without the word `profile`.
            case (true, "default", 1), (false, _, _):
                profiles[section.name, default: [:]].merge(section.settings) { $1 }
                if !isConfig, section.settings["aws_access_key_id"] ?? section.settings["aws_secret_access_key"] != nil
                {
                    credentialsFileProfiles.insert(section.name)
                }
            default: continue
            }
        }
    }

    private static func read(_ path: String, _ readFile: FileReader) throws(CredentialError) -> [UInt8]? {
        do {
            return try readFile(path)
        } catch {
            throw CredentialError(code: .malformed, message: "\(path) cannot be read: \(error)")
        }
    }

    static func nonEmpty(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }
}
