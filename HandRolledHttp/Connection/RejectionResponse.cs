using System.Buffers;
using System.Globalization;
using System.Text;
using HandRolledHttp.Http1;
using RawSocketServer;

namespace HandRolledHttp.Connection;

/// <summary>
/// The response to a request that broke a rule. It explains the rule, names its section, marks the wrong bytes, and gives a correct
/// request. Quoted bytes are escaped, so that nothing from a peer reaches a terminal or a page unescaped.
/// </summary>
internal static class RejectionResponse
{
    private const int ShownBytes = 40;

    /// <summary>Writes the complete response; the connection is closed after it.</summary>
    public static void Write(IBufferWriter<byte> output, ParseResult result, ReadOnlySpan<byte> offence, RequestMessage request,
        ReadOnlySpan<byte> date, bool terse)
    {
        var rejection = RejectionText.For(result.Reason);
        var body = terse ? [] : Encoding.UTF8.GetBytes(Explain(rejection, result, offence, request));
        ResponseHeadWriter.WriteStatusLine(output, rejection.Status);
        output.Write(date);
        if (body.Length > 0)
        {
            // Caches may store 414 and 501 by default (RFC 9110 §15.1), but the language was chosen for this client.
            ResponseHeadWriter.WriteField(output, "Content-Type", "text/plain; charset=utf-8");
            ResponseHeadWriter.WriteField(output, "Vary", "Accept-Language");
        }

        ResponseHeadWriter.WriteContentLength(output, body.Length);
        output.Write("Connection: close\r\n\r\n"u8);
        if (!request.MethodBytes.SequenceEqual("HEAD"u8))
            output.Write(body);
    }

    /// <summary>Writes a response that keeps the connection open: the message was well-formed, but its content was not.</summary>
    public static ValueTask WriteAsync(ResponseWriter response, ParseResult result, RequestMessage request, bool terse)
    {
        var rejection = RejectionText.For(result.Reason);
        response.Reset();
        response.Status = rejection.Status;
        if (rejection.Status == 426)
        {
            // The protocol to request instead (RFC 9110 §15.5.22), and its version (RFC 6455 §4.2.2).
            response.Fields.Add(new("Upgrade", "websocket"));
            response.Fields.Add(new("Sec-WebSocket-Version", "13"));
        }

        if (terse)
            return ValueTask.CompletedTask;
        response.Fields.Add(new("Vary", "Accept-Language"));
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(Explain(rejection, result, [], request));
    }

    private static string Explain(RejectionText rejection, ParseResult result, ReadOnlySpan<byte> offence, RequestMessage request)
    {
        var chinese = AcceptLanguage.PrefersChinese(request.Field("Accept-Language"));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{rejection.Status} {result.Reason}\n\n");
        text.Append(chinese ? rejection.Chinese : rejection.English).Append('\n');
        text.Append(chinese ? "依据：" : "Rule: ").Append(rejection.Section).Append('\n');
        text.Append(chinese ? "偏移：" : "At byte: ").Append(result.Offset);
        if (offence.Length > 0)
            text.Append(chinese ? "，字节：" : ", bytes: ").Append(VisibleBytes.Of(offence, ShownBytes));

        text.Append('\n').Append(chinese ? "正确写法示例：\n" : "A correct request:\n");
        return text.Append("  ").Append(rejection.Example.Replace("\r\n", "\\r\\n\n  ", StringComparison.Ordinal).TrimEnd()).Append('\n').ToString();
    }
}
