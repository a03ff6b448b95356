internal import AWSCore
internal import Testing

@Suite("Retry mode and attempts")
struct RetryModeTests {
    private static func settings(
        _ environment: [String: String], profile: String = ""
    ) throws -> RetrySettings {
        let configuration = try SharedConfiguration(environment: ["AWS_CONFIG_FILE": "/c"]) { path in
            path == "/c" ? Array("[default]\n\(profile)".utf8) : nil
        }
        return try RetrySettings(environment: environment, configuration: configuration)
    }

    @Test("variables win over the profile, and legacy is taken for standard")
    func order() throws {
        let standard = try Self.settings([:])
        #expect(standard.mode == .standard && standard.attempts == 5)
        let profile = "retry_mode = adaptive\nmax_attempts = 7\n"
        let said = try Self.settings([:], profile: profile)
        #expect(said.mode == .adaptive && said.attempts == 7)
        let both = try Self.settings(["AWS_RETRY_MODE": "Legacy", "AWS_MAX_ATTEMPTS": "2"], profile: profile)
        #expect(both.mode == .standard && both.attempts == 2)
        #expect(try Self.settings(["AWS_RETRY_MODE": ""], profile: profile).mode == .adaptive)
    }

    @Test(
        "a value that is none is an error that names the setting",
        arguments: [
            (["AWS_RETRY_MODE": "fast"], "", "AWS_RETRY_MODE is 'fast'; it may be standard, adaptive, or legacy"),
            (["AWS_MAX_ATTEMPTS": "0"], "", "AWS_MAX_ATTEMPTS is '0'; it must be a whole number above 0"),
            (["AWS_MAX_ATTEMPTS": "three"], "", "AWS_MAX_ATTEMPTS is 'three'"),
            ([:], "retry_mode = quick\n", "retry_mode of profile default is 'quick'"),
            ([:], "max_attempts = -1\n", "max_attempts of profile default is '-1'"),
        ])
    func wrong(environment: [String: String], profile: String, expected: String) throws {
        let error = try #require(throws: RetrySettingsError.self) {
            try Self.settings(environment, profile: profile)
        }
        #expect(error.message.hasPrefix(expected), "\(error)")
    }
}
