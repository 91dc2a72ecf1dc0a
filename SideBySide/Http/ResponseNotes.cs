using System.Text;
using HandRolledHttp.Http1;
using SideBySide.Language;

namespace SideBySide.Http;

/// <summary>Violations in a response that a client can still parse.</summary>
internal static class ResponseNotes
{
    /// <summary>One sentence for each violation.</summary>
    /// <param name="stream">All bytes of the stream.</param>
    /// <param name="reading">The response.</param>
    public static IReadOnlyList<LocalizedText> Of(ReadOnlySpan<byte> stream, ResponseParser reading)
    {
        if (reading.HeadEnd == 0)
            return [];
        var text = reading.FieldText(stream);
        var lengths = 0;
        foreach (var field in reading.Fields.Where(field => field.Known == KnownField.ContentLength))
            lengths += 1 + field.Value.Of(text).Count((byte)',');
        var codings = new List<string>();
        foreach (var coding in new FieldList(text, reading.Fields.ToArray(), KnownField.TransferEncoding))
            codings.Add(Encoding.Latin1.GetString(coding.Of(text)));

        var notes = new List<LocalizedText>();
        if (reading.IsFolded)
            notes.Add(new("A field is folded over several lines; each fold counts as spaces (RFC 9112 §5.2).", "有字段折成了多行；每处折行按空格读取（RFC 9112 §5.2）。"));
        if (lengths > 0 && codings.Count > 0)
            notes.Add(new("Both Content-Length and Transfer-Encoding: a server must not send both. Transfer-Encoding decides (RFC 9112 §6.2, §6.3, rule 3).", "同时有 Content-Length 和 Transfer-Encoding：服务器不得同时发送。以 Transfer-Encoding 为准（RFC 9112 §6.2、§6.3 第 3 条）。"));
        if (codings.Count(coding => coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)) > 1)
            notes.Add(new("chunked is there twice, but must not be applied more than once (RFC 9112 §6.1). The body is decoded once.", "chunked 写了两次：它不得重复使用（RFC 9112 §6.1）。正文按分块一次读取。"));
        if (lengths > 1 && reading.Fault != ResponseFault.ContentLength)
            notes.Add(new("Content-Length is repeated with the same value; it counts once (RFC 9110 §8.6).", "Content-Length 重复但数值相同；只算一次（RFC 9110 §8.6）。"));
        if (reading.Status is < 200 or 204 && lengths > 0)
            notes.Add(new($"A {reading.Status} must not have a Content-Length (RFC 9110 §8.6); it has no body.", $"{reading.Status} 响应不得有 Content-Length（RFC 9110 §8.6）；它没有正文。"));
        if (reading.Status is < 200 or 204 && codings.Count > 0)
            notes.Add(new($"A {reading.Status} must not have a Transfer-Encoding (RFC 9112 §6.1); it has no body.", $"{reading.Status} 响应不得有 Transfer-Encoding（RFC 9112 §6.1）；它没有正文。"));
        return notes;
    }
}
