internal import AWSCore
internal import HoldfastHTTP
internal import TestSupport
internal import Testing

@Suite("SignatureV4")
struct SignatureV4Tests {
    private static let credentials = AWSCredentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    private static let time = AWSTime(millisecondsSinceEpoch: 1_440_938_160_000)

    @Test("AWS's worked example gets the signature AWS gives")
    func workedExample() {
        var request = HTTPRequest(
            authority: "iam.amazonaws.com", query: "Action=ListUsers&Version=2010-05-08",
            headers: ["Content-Type": "application/x-www-form-urlencoded; charset=utf-8"])
        SignatureV4(region: "us-east-1", service: "iam").sign(&request, with: Self.credentials, at: Self.time)
        #expect(
            request.headers["Authorization"]
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
                + "SignedHeaders=content-type;host;x-amz-date, "
                + "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7")
        #expect(request.headers["X-Amz-Date"] == "20150830T123600Z")
        #expect(request.headers["X-Amz-Content-SHA256"] == nil)
    }

    @Test("signing again replaces the first signature, date and token")
    func again() {
        let signer = SignatureV4(region: "us-east-1", service: "s3")
        var once = HTTPRequest(method: "PUT", authority: "b.s3.us-east-1.amazonaws.com", body: [1, 2, 3])
        var twice = once
        let session = AWSCredentials(accessKeyID: "ASIA", secretAccessKey: "s", sessionToken: "token")
        signer.sign(&twice, with: session, at: Self.time)
        #expect(twice.headers["X-Amz-Security-Token"] == "token")
        let later = Self.time.advanced(by: .seconds(90_000))
        signer.sign(&twice, with: Self.credentials, at: later)
        signer.sign(&once, with: Self.credentials, at: later)
        #expect(twice.headers["Authorization"] == once.headers["Authorization"])
        #expect(twice.headers["X-Amz-Security-Token"] == nil)
        #expect(twice.headers.values(of: "X-Amz-Date") == ["20150831T133600Z"])
        #expect(
            once.headers["X-Amz-Content-SHA256"] == "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81")
    }

    @Test("secrets do not show in any description of credentials")
    func redaction() {
        let credentials = AWSCredentials(accessKeyID: "AKIA", secretAccessKey: "hush", sessionToken: "psst")
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped, "\(credentials.secretAccessKey)"] {
            #expect(!text.contains("hush") && !text.contains("psst"))
        }
    }
}
