using HandRolledHttp.Connection;

namespace HandRolledHttp.Web;

// media-type      = type "/" subtype parameters                              RFC 9110 §8.3.1
// type            = token
// subtype         = token
// parameters      = *( OWS ";" OWS [ parameter ] )                           RFC 9110 §5.6.6
// parameter       = parameter-name "=" parameter-value
// parameter-value = ( token / quoted-string )

/// <summary>The value of a Content-Type field, for example <c>multipart/form-data; boundary="x"</c>.</summary>
public sealed class MediaType
{
    private readonly List<KeyValuePair<string, string>> _parameters = [];

    private MediaType(string type, string subtype) => (Type, Subtype) = (type, subtype);

    /// <summary>The type, before the slash, as sent; case-insensitive.</summary>
    public string Type { get; }

    /// <summary>The subtype, after the slash, as sent; case-insensitive.</summary>
    public string Subtype { get; }

    /// <summary>The parameters in the order in which they were sent, without quotes and escapes.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters => _parameters;

    /// <summary>Reads the value of a Content-Type field.</summary>
    /// <param name="value">The field value, or null if there is no such field.</param>
    /// <returns>Null if it violates the grammar of RFC 9110 §8.3.1 or has a parameter twice, which would be ambiguous.</returns>
    public static MediaType? Parse(string? value)
    {
        var reader = new FieldValueReader(value);
        if (!TryReadType(ref reader, out var type, out var subtype))
            return null;
        var mediaType = new MediaType(type.ToString(), subtype.ToString());
        return TryReadParameters(ref reader, mediaType) ? mediaType : null;
    }

    /// <summary>Whether a value follows the grammar of RFC 9110 §8.3.1.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> value)
    {
        var reader = new FieldValueReader(value);
        return TryReadType(ref reader, out _, out _) && TryReadParameters(ref reader, into: null);
    }

    /// <summary>Whether this is the given media type, with any parameters.</summary>
    /// <param name="mediaType">For example <c>multipart/form-data</c>.</param>
    public bool Is(ReadOnlySpan<char> mediaType)
    {
        var slash = mediaType.IndexOf('/');
        return mediaType[..slash].Equals(Type, StringComparison.OrdinalIgnoreCase)
            && mediaType[(slash + 1)..].Equals(Subtype, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The value of a parameter, or null if it is absent.</summary>
    /// <param name="name">The parameter's name, case-insensitive.</param>
    public string? Parameter(string name)
    {
        foreach (var parameter in _parameters)
        {
            if (parameter.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return parameter.Value;
        }

        return null;
    }

    private static bool TryReadType(ref FieldValueReader reader, out ReadOnlySpan<char> type, out ReadOnlySpan<char> subtype)
    {
        subtype = default;
        type = reader.Token();
        if (type.IsEmpty || !reader.TryTake('/'))
            return false;
        subtype = reader.Token();
        return !subtype.IsEmpty;
    }

    private static bool TryReadParameters(ref FieldValueReader reader, MediaType? into)
    {
        while (true)
        {
            reader.SkipOws();
            if (reader.AtEnd)
                return true;
            if (!reader.TryTake(';'))
                return false;

            reader.SkipOws();
            var name = reader.Token();
            if (name.IsEmpty)
                continue; // an empty parameter: "a/b;" and "a/b;;c=d" are allowed
            if (!reader.TryTake('='))
                return false;
            var isQuoted = reader.TryQuoted(out var value);
            if (!isQuoted)
                value = reader.Token();
            if (!isQuoted && value.IsEmpty)
                return false;
            if (into is not null && !into.TryAdd(name.ToString(), isQuoted ? FieldValueReader.Unescape(value) : value.ToString()))
                return false;
        }
    }

    private bool TryAdd(string name, string value)
    {
        if (Parameter(name) is not null)
            return false;
        _parameters.Add(new(name, value));
        return true;
    }
}
