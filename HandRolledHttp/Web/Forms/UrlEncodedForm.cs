using System.Buffers;
using System.Text;

namespace HandRolledHttp.Web.Forms;

/// <summary>
/// application/x-www-form-urlencoded: see <see cref="FormPairs"/>. No input is malformed.
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
        for (var pairs = new FormPairs(_content.WrittenSpan); pairs.MoveNext();)
        {
            if (fields.Count == limits.MaxFields)
                return new FormResult(null, FormError.TooManyFields);

            var name = FormDecoding.Decode(pairs.Name);
            if (Encoding.UTF8.GetByteCount(name) > limits.MaxName)
                return new FormResult(null, FormError.NameTooLong);
            fields.Add(new(name, FormDecoding.Decode(pairs.Value)));
        }

        return new FormResult(new Form(fields, []), FormError.None);
    }
}
