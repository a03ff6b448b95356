/// How failed calls are tried again, by AWS's names.
///
/// AWS SDKs and Tools Reference Guide, "Retry behavior". The governor holds calls to their rates in every mode. In
/// standard mode a rate falls when AWS throttles and comes back to where it began. In adaptive mode it also grows past
/// that as long as AWS does not throttle, so that it finds out what AWS grants. Legacy is taken for standard.
public enum RetryMode: String, Sendable, Hashable, CaseIterable {
    /// Rates never exceed those configured, or half of those published.
    case standard
    /// Rates are found out.
    case adaptive
}

/// A setting of AWS's environment or shared files that is none.
public struct RetrySettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, and what may be said instead.
    public let message: String

    /// The words.
    public var description: String { message }
}

extension RetrySettings {
    /// Reads `AWS_RETRY_MODE` and `AWS_MAX_ATTEMPTS`, else the profile's `retry_mode` and `max_attempts`.
    ///
    /// Where nothing is said a call has five attempts, two more than AWS's standard mode: reads that are throttled are
    /// better late than missing.
    ///
    /// - Throws: ``RetrySettingsError`` naming the setting whose value is none.
    public init(environment: [String: String], configuration: SharedConfiguration?) throws(RetrySettingsError) {
        self.init()
        if let (text, source) = Self.setting("AWS_RETRY_MODE", "retry_mode", environment, configuration) {
            guard let mode = text == "legacy" ? RetryMode.standard : RetryMode(rawValue: text) else {
                throw RetrySettingsError(
                    message: "\(source) is '\(text)'; it may be standard, adaptive, or legacy, taken for standard")
            }
            self.mode = mode
        }
        if let (text, source) = Self.setting("AWS_MAX_ATTEMPTS", "max_attempts", environment, configuration) {
            guard let attempts = Int(text), attempts > 0 else {
                throw RetrySettingsError(message: "\(source) is '\(text)'; it must be a whole number above 0")
            }
            self.attempts = attempts
        }
    }

    private static func setting(
        _ variable: String, _ key: String, _ environment: [String: String], _ configuration: SharedConfiguration?
    ) -> (text: String, source: String)? {
        if let text = SharedConfiguration.nonEmpty(environment[variable]) { return (text.lowercased(), variable) }
        guard let configuration, let text = configuration[key] else { return nil }
        return (text.lowercased(), "\(key) of profile \(configuration.profileName)")
    }
}
