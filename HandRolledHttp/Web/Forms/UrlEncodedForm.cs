using System.Buffers;
using System.Text;

namespace HandRolledHttp.Web.Forms;

/// <summary>
/// application/x-www-form-urlencoded (WHATWG URL Standard §5.1): pairs joined by <c>&amp;</c>; the first <c>=</c> separates name and value.
/// No input is malformed; empty pairs are skipped, and a name without <c>=</c> has an empty value.
/// </summary>
internal sealed class UrlEncodedForm(FormLimits limits) : IFormParser
{
    private readonly ArrayBufferWriter<byte> _content = new();

    /// <inheritdoc/>
    public FormError Take(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > limits.MaxTotal - _content.WrittenCount)
            return FormError.TooLarge;
        _content.Write(bytes);
        return FormError.None;
    }

    /// <inheritdoc/>
    public FormResult End()
    {
        var fields = new List<KeyValuePair<string, string>>();
        var content = _content.WrittenSpan;
        foreach (var range in content.Split((byte)'&'))
        {
            var pair = content[range];
            if (pair.IsEmpty)
                continue;
            if (fields.Count == limits.MaxFields)
                return new FormResult(null, FormError.TooManyFields);

            var equals = pair.IndexOf((byte)'=');
            var name = FormDecoding.Decode(equals < 0 ? pair : pair[..equals]);
            if (Encoding.UTF8.GetByteCount(name) > limits.MaxName)
                return new FormResult(null, FormError.NameTooLong);
            fields.Add(new(name, equals < 0 ? "" : FormDecoding.Decode(pair[(equals + 1)..])));
        }

        return new FormResult(new Form(fields, []), FormError.None);
    }
}
