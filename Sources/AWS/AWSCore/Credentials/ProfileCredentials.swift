/// Credentials of a profile, in whichever of AWS's ways it has them.
///
/// AWS: "AWS SDKs and Tools Reference Guide", shared config and credentials files, and the pages of each way. Order, as
/// in AWS's CLI: a role to assume, IAM Identity Center, keys of the credentials file, a console login,
/// `credential_process`, keys of the config file.
struct ProfileCredentials: Sendable {
    let context: CredentialContext

    /// The credentials of the profile the configuration chooses.
    func fetch() async throws(CredentialError) -> AWSCredentials {
        try await credentials(of: context.configuration.profileName, after: [])
    }

    /// The credentials of a profile, which those in `chain` led to.
    private func credentials(of name: String, after chain: [String]) async throws(CredentialError) -> AWSCredentials {
        let profile = Profile(name: name, configuration: context.configuration)
        if !chain.isEmpty, !profile.exists {
            throw profile.error(.malformed, "is the source_profile of \(chain.last ?? ""), but does not exist in ")
        }
        // A profile may name itself for its own keys; as a source, keys end the chain.
        if !chain.isEmpty, profile["aws_access_key_id"] != nil { return try profile.keys() }
        guard !chain.contains(name) else {
            let path = (chain + [name]).joined(separator: " → ")
            throw CredentialError(
                code: .malformed, message: "the profiles \(path) name each other as source_profile in a circle")
        }
        try profile.refuseUnsupported()
        if let role = profile["role_arn"] { return try await session(of: role, for: profile, after: chain) }
        // A session or start URL alone is there for tokens of other services.
        if profile["sso_account_id"] ?? profile["sso_role_name"] != nil {
            return try await SingleSignOnCredentials(context: context, profile: profile).fetch()
        }
        if profile.hasKeysInCredentialsFile { return try profile.keys() }
        if let session = profile["login_session"] {
            return try ConsoleLoginCredentials(context: context, profile: profile, session: session).fetch()
        }
        if let command = profile["credential_process"] {
            return try await ProcessCredentials(tools: context.tools, command: command, source: profile.label).fetch()
        }
        if profile.hasKeys { return try profile.keys() }
        // A profile somebody named must have what it was named for.
        let isNamed = context.configuration.isProfileNamed || !chain.isEmpty
        throw profile.error(isNamed ? .incomplete : .missing, "has no aws_access_key_id in ")
    }

    private func session(
        of role: String, for profile: Profile, after chain: [String]
    ) async throws(CredentialError) -> AWSCredentials {
        var request = SessionRequest(
            roleARN: role,
            sessionName: profile["role_session_name"] ?? context["AWS_ROLE_SESSION_NAME"] ?? context.sessionName,
            externalID: profile["external_id"], duration: try profile.duration())
        switch (profile["source_profile"], profile["credential_source"], profile["web_identity_token_file"]) {
        case (let source?, nil, nil):
            let signer = try await credentials(of: source, after: chain + [profile.name])
            return try await context.session(
                request, signedBy: signer, region: profile["region"], for: profile.label)
        case (nil, let source?, nil):
            let signer = try await credentials(fromSource: source, of: profile)
            return try await context.session(
                request, signedBy: signer, region: profile["region"], for: profile.label)
        case (nil, nil, let file?):
            let setting = "web_identity_token_file of \(profile.label)"
            request.webIdentityToken = Redacted(
                try context.tools.token(in: context.expanded(file), from: setting))
            request.externalID = nil
            return try await context.session(request, signedBy: nil, region: profile["region"], for: profile.label)
        case (nil, nil, nil):
            throw profile.error(
                .incomplete, "has role_arn, but no source_profile, credential_source or web_identity_token_file in ")
        default:
            throw profile.error(
                .malformed,
                "has more than one of source_profile, credential_source and web_identity_token_file in ")
        }
    }

    private func credentials(
        fromSource source: String, of profile: Profile
    ) async throws(CredentialError) -> AWSCredentials {
        do throws(CredentialError) {
            switch source {
            case "Environment":
                return try await EnvironmentCredentials(environment: context.environment).credentials()
            case "EcsContainer": return try await ContainerCredentials(context: context).fetch()
            case "Ec2InstanceMetadata": return try await InstanceCredentials(context: context).fetch()
            default:
                throw CredentialError(
                    code: .malformed, message: "it is none of Environment, EcsContainer and Ec2InstanceMetadata")
            }
        } catch {
            // What the profile asks for must be there: to go on to another source would act as somebody else.
            throw CredentialError(
                code: error.code == .missing ? .incomplete : error.code,
                message: "\(profile.label) has credential_source = \(source): \(error.message)",
                underlying: error.underlying)
        }
    }
}
