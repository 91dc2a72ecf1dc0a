using System.Text;
using HandRolledHttp.Http1;
using HandRolledHttp.Web.Forms;
using static HandRolledHttp.Fuzz.Targets.FindingException;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>
/// Forms. The message is a Content-Type, a line feed and the content. The result must be the same whole, in the input's pieces and byte by
/// byte. Every limit must hold. A form that is written again with another boundary must read the same.
/// </summary>
internal static class MultipartTarget
{
    private const int ByteByByte = 512;
    private const int MostAllocated = 256 * 1024;
    private const string UrlEncoded = "application/x-www-form-urlencoded";
    private const string Multipart = $"multipart/form-data; boundary=\"{OtherBoundary}\"";
    private const string OtherBoundary = "0123456789''()+_,-./:=?zyxwvutsrqponmlkjihgfedcbaZYXWVUTSRQPONMLKJIHG";

    private static readonly FormLimits s_small = new() { MaxFields = 3, MaxName = 8, MaxTotal = 48, MaxPartHead = 80 };

    public static void Run(ReadOnlySpan<byte> bytes)
    {
        var input = new FuzzInput(bytes);
        var limits = input.SmallLimits ? s_small : FormLimits.Default;
        var line = input.Message.IndexOf((byte)'\n');
        var contentType = line < 0 ? "multipart/form-data; boundary=b" : Encoding.Latin1.GetString(input.Message[..line]);
        var content = input.Message[(line + 1)..].ToArray();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var whole = Read(contentType, content, [], limits);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Require(allocated <= MostAllocated + 128L * bytes.Length, $"{allocated} bytes were allocated for {bytes.Length}.");

        RequireSame(whole, Read(contentType, content, input.Pieces, limits));
        if (content.Length <= ByteByByte)
            RequireSame(whole, Read(contentType, content, [1], limits));
        if (whole.Form is not { } form)
        {
            Require(whole.Error != FormError.None, "There is neither a form nor an error.");
            Require(RejectionText.For(whole.Reason).Status == whole.Status, "The error has no reason.");
            return;
        }

        Require(whole.Error == FormError.None, "There is a form and an error.");
        VerifyLimits(form, limits, content.Length);
        if (!contentType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
            RequireSame(whole, Read(UrlEncoded, WriteUrlEncoded(form), input.Pieces, FormLimits.Default));
        else if (form.Fields.All(field => field.Key != "_charset_") && form.Files.All(file => CanBeWritten(file.Name)))
            RequireSame(whole, Read(Multipart, WriteMultipart(form), input.Pieces, FormLimits.Default)); // _charset_ changes the meaning of bytes
    }

    private static FormResult Read(string contentType, byte[] content, ReadOnlySpan<byte> pieces, FormLimits limits)
    {
        var (lengths, read, piece) = (pieces.ToArray(), 0, 0);
        return FormReader.ReadAsync(contentType, () =>
        {
            var length = read == content.Length ? 0 : FuzzInput.PieceLength(lengths, piece++, content.Length - read);
            read += length;
            return new(content.AsMemory(read - length, length));
        }, limits).AsTask().GetAwaiter().GetResult(); // all bytes are available, so nothing waits
    }

    private static void VerifyLimits(Form form, FormLimits limits, int length)
    {
        Require(form.Fields.Count + form.Files.Count <= limits.MaxFields, "There are too many fields.");
        Require(form.Fields.All(field => Encoding.UTF8.GetByteCount(field.Key) <= limits.MaxName), "A name is too long.");
        Require(form.Fields.Sum(field => field.Key.Length) <= limits.MaxTotal, "The names are too much.");
        Require(form.Files.All(file => file.Size >= 0 && file.Name.Length > 0), "A file has no name or no size.");
        Require(form.Files.Sum(file => file.Size) <= length, "The files are more than what arrived.");
    }

    private static byte[] WriteUrlEncoded(Form form) => Encoding.ASCII.GetBytes(string.Join('&', form.Fields.Select(field =>
        $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}")));

    private static byte[] WriteMultipart(Form form)
    {
        const string Start = $"--{OtherBoundary}\r\nContent-Disposition: form-data; name=\"";
        var text = new StringBuilder();
        foreach (var (name, value) in form.Fields)
            text.Append(Start).Append(Escape(name)).Append("\"\r\n\r\n").Append(value).Append("\r\n");
        foreach (var file in form.Files)
        {
            var type = file.Type.Length > 0 ? $"Content-Type: {file.Type}\r\n" : "";
            text.Append(Start).Append(Escape(file.Field)).Append("\"; filename=\"").Append(Escape(file.Name)).Append("\"\r\n")
                .Append(type).Append("\r\n").Append('x', (int)file.Size).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.Append($"--{OtherBoundary}--\r\n").ToString());
    }

    // A name decoded from filename* may contain characters that quotes do not allow or read as an escape.
    private static bool CanBeWritten(string name) =>
        !name.Any(c => char.IsAscii(c) && char.IsControl(c) && c is not ('\t' or '\r' or '\n'))
        && !((string[])["%22", "%0d", "%0a"]).Any(escape => name.Contains(escape, StringComparison.OrdinalIgnoreCase));

    private static string Escape(string name) => name
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "%22", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static void RequireSame(FormResult a, FormResult b)
    {
        Require(a.Error == b.Error, $"Once it was {a.Error} and once {b.Error}.");
        Require((a.Form?.Fields ?? []).SequenceEqual(b.Form?.Fields ?? []), "The fields are not the same.");
        Require((a.Form?.Files ?? []).SequenceEqual(b.Form?.Files ?? []), "The files are not the same.");
    }
}
