using System.Text;

namespace HandRolledHttp.Http1;

/// <summary>
/// RFC 9110 §10.1.1:
/// <code>
/// Expect      = #expectation
/// expectation = token [ "=" ( token / quoted-string ) parameters ]
/// </code>
/// <c>100-continue</c> is the only expectation that exists; any other is rejected (417). From an HTTP/1.0 client the field is ignored.
/// </summary>
internal static class Expectation
{
    public static ParseResult Judge(ReadOnlySpan<byte> message, RequestHead head)
    {
        if (head.MinorVersion == 0 || !head.Contains(KnownField.Expect))
            return ParseResult.Complete(head.Length);
        foreach (var expectation in new FieldList(message, head.Fields, KnownField.Expect))
        {
            if (!Ascii.EqualsIgnoreCase(expectation.Of(message), "100-continue"u8))
                return ParseResult.Rejected(RejectionReason.ExpectationUnknown, expectation.Offset, expectation.Length);

            // Without a body the client has nothing to wait with, so the field has no effect.
            head.ExpectsContinue = head.BodyKind == BodyKind.Chunked || head.ContentLength > 0;
        }

        return ParseResult.Complete(head.Length);
    }
}
