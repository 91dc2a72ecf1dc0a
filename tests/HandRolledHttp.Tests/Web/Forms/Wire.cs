using System.Text;
using HandRolledHttp.Web.Forms;

namespace HandRolledHttp.Tests.Web.Forms;

/// <summary>A form's content that arrives in any pieces.</summary>
internal static class Wire
{
    /// <summary>Reads the content in pieces that end at the given positions.</summary>
    public static async Task<FormResult> Read(string contentType, byte[] content, IEnumerable<int> cuts, FormLimits? limits = null)
    {
        var ends = cuts.Append(content.Length).Where(c => c > 0).Distinct().Order().ToArray();
        var next = 0;
        var position = 0;
        byte[] piece = [];
        return await FormReader.ReadAsync(contentType, () =>
        {
            Array.Fill(piece, (byte)'!'); // overwrites the bytes that were read
            if (next == ends.Length || content.Length == 0)
                return new(ReadOnlyMemory<byte>.Empty);
            piece = content[position..ends[next]];
            position = ends[next++];
            return new(piece);
        }, limits);
    }

    /// <summary>Reads the content whole, byte by byte and cut in two at every position; the results must be equal.</summary>
    public static async Task<string> ReadEveryWay(string contentType, byte[] content, FormLimits? limits = null)
    {
        var whole = Describe(await Read(contentType, content, [], limits));
        Assert.Equal(whole, Describe(await Read(contentType, content, Enumerable.Range(1, content.Length), limits)));
        for (var cut = 1; cut < content.Length; cut++)
            Assert.Equal(whole, Describe(await Read(contentType, content, [cut], limits)));
        return whole;
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary><c>a=1&amp;b=2|field:name:type:size</c>, or the error.</summary>
    public static string Describe(FormResult result)
    {
        if (result.Form is not { } form)
            return result.Error.ToString();
        Assert.Equal(FormError.None, result.Error);
        return string.Join('&', form.Fields.Select(f => $"{f.Key}={f.Value}"))
            + string.Concat(form.Files.Select(f => $"|{f.Field}:{f.Name}:{f.Type}:{f.Size}"));
    }
}
