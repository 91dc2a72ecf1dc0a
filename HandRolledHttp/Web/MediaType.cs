namespace HandRolledHttp.Web;

// media-type      = type "/" subtype parameters                              RFC 9110 §8.3.1
// type            = token
// subtype         = token
// parameters      = *( OWS ";" OWS [ parameter ] )                           RFC 9110 §5.6.6
// parameter       = parameter-name "=" parameter-value
// parameter-value = ( token / quoted-string )

/// <summary>What a Content-Type field says, for example <c>multipart/form-data; boundary="x"</c>.</summary>
public sealed class MediaType
{
    private readonly List<KeyValuePair<string, string>> _parameters = [];

    private MediaType(string type, string subtype) => (Type, Subtype) = (type, subtype);

    /// <summary>Before the slash, as sent; its case means nothing.</summary>
    public string Type { get; }

    /// <summary>After the slash, as sent; its case means nothing.</summary>
    public string Subtype { get; }

    /// <summary>The parameters in the order in which they were sent, quotes and escapes undone.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters => _parameters;

    /// <summary>Reads the value of a Content-Type field.</summary>
    /// <param name="value">The field value, or null when there is no such field.</param>
    /// <returns>Null when it breaks the grammar of RFC 9110 §8.3.1 or names a parameter twice: which one is meant, nobody can say.</returns>
    public static MediaType? Parse(string? value)
    {
        var reader = new FieldValueReader(value);
        var type = reader.Token();
        if (type.IsEmpty || !reader.TryTake('/'))
            return null;
        var subtype = reader.Token();
        if (subtype.IsEmpty)
            return null;

        var mediaType = new MediaType(type.ToString(), subtype.ToString());
        return mediaType.TryReadParameters(ref reader) ? mediaType : null;
    }

    /// <summary>Whether this is the media type given, whatever its parameters.</summary>
    /// <param name="mediaType">For example <c>multipart/form-data</c>.</param>
    public bool Is(ReadOnlySpan<char> mediaType)
    {
        var slash = mediaType.IndexOf('/');
        return mediaType[..slash].Equals(Type, StringComparison.OrdinalIgnoreCase)
            && mediaType[(slash + 1)..].Equals(Subtype, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The value of a parameter, or null when it is absent.</summary>
    /// <param name="name">The parameter's name in any case.</param>
    public string? Parameter(string name)
    {
        foreach (var parameter in _parameters)
        {
            if (parameter.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return parameter.Value;
        }

        return null;
    }

    private bool TryReadParameters(ref FieldValueReader reader)
    {
        while (true)
        {
            reader.SkipOws();
            if (reader.AtEnd)
                return true;
            if (!reader.TryTake(';'))
                return false;

            reader.SkipOws();
            var name = reader.Token().ToString();
            if (name.Length == 0)
                continue; // an empty parameter: "a/b;" and "a/b;;c=d" are allowed
            if (Parameter(name) is not null || !reader.TryTake('='))
                return false;

            if (reader.TryQuoted(out var quoted))
            {
                _parameters.Add(new(name, FieldValueReader.Unescape(quoted)));
                continue;
            }

            var token = reader.Token();
            if (token.IsEmpty)
                return false;
            _parameters.Add(new(name, token.ToString()));
        }
    }
}
