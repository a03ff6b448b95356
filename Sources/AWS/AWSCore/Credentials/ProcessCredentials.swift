internal import AWSWire

/// Credentials another program prints: the `credential_process` of a profile.
///
/// AWS: "AWS SDKs and Tools Reference Guide", process credential provider. No shell sees the command.
struct ProcessCredentials: Sendable {
    let tools: CredentialTools
    /// The command with its arguments as the profile has it.
    let command: String
    /// Whose command it is, for messages.
    let source: String

    /// Runs the program and reads its output.
    func fetch() async throws(CredentialError) -> AWSCredentials {
        guard let arguments = Self.words(of: command), let program = arguments.first else {
            throw CredentialError(
                code: .malformed, message: "\(source): credential_process is empty or a quote in it has no end")
        }
        let place = "\(source): credential_process \(program)"
        let outcome: ProcessOutcome
        do {
            outcome = try await tools.runProcess(arguments)
        } catch is CancellationError {
            throw CredentialError(code: .cancelled, message: "the task waiting for \(place) was cancelled")
        } catch {
            throw CredentialError(code: .sourceFailed, message: "\(place) cannot be run: \(error)")
        }
        guard outcome.status == 0 else {
            throw CredentialError(code: .sourceFailed, message: "\(place) ended with status \(outcome.status)")
        }
        // Messages quote nothing of the output: it holds the secret.
        guard let value = try? WireValue(json: outcome.output), value.objectValue != nil else {
            throw CredentialError(code: .malformed, message: "\(place) did not print a JSON object")
        }
        guard value["Version"]?.integerValue == 1 else {
            throw CredentialError(code: .malformed, message: "\(place) printed no Version 1")
        }
        let keys = SessionKeys(value, tokenName: "SessionToken")
        return try keys.credentials(from: place, isTemporary: false)
    }

    /// The words of a command as a POSIX shell would split them, without expanding anything; nothing for an open quote.
    static func words(of command: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in command {
            if isEscaped {
                // Within double quotes a backslash escapes only these.
                if quote == "\"", character != "\"", character != "\\" { word = (word ?? "") + "\\" }
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if character == quote {
                quote = nil
            } else if quote == nil, character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if quote == nil, character.isWhitespace {
                if let word { words.append(word) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        return quote == nil && !isEscaped ? words : nil
    }
}
