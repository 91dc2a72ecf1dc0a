namespace HandRolledHttp.Http1;

/// <summary>The form of the request target (RFC 9112 §3.2).</summary>
public enum TargetForm
{
    /// <summary><c>/where?q=now</c>: the form that browsers send to a server.</summary>
    Origin,

    /// <summary><c>http://host/where?q=now</c>: the form that clients send to a proxy; servers must accept it too.</summary>
    Absolute,

    /// <summary><c>host:port</c>, with CONNECT.</summary>
    Authority,

    /// <summary><c>*</c>, with OPTIONS: the server as a whole.</summary>
    Asterisk,
}

/// <summary>How the body ends.</summary>
public enum BodyKind
{
    /// <summary>There is no body.</summary>
    None,

    /// <summary>After the number of bytes in Content-Length.</summary>
    ContentLength,

    /// <summary>After a chunk of size zero.</summary>
    Chunked,
}

/// <summary>
/// A parsed request head: ranges into the buffer that it was parsed from, and the values derived from them. One instance serves all
/// requests of a connection, so parsing a request allocates nothing.
/// </summary>
public sealed class RequestHead
{
    private readonly FieldSection _fields;

    internal RequestHead(Limits limits) => _fields = new FieldSection(limits);

    /// <summary>The method, as sent.</summary>
    public ByteRange MethodRange { get; internal set; }

    /// <summary>The request target, as sent.</summary>
    public ByteRange TargetRange { get; internal set; }

    /// <summary>The form of the target.</summary>
    public TargetForm TargetForm { get; internal set; }

    /// <summary>
    /// OPTIONS for the server as a whole: <c>*</c>, or an absolute URI without path and query, which means the same (RFC 9112 §3.2.4); for
    /// any other method an empty path means <c>/</c> (RFC 9110 §4.2.3).
    /// </summary>
    public bool IsServerWide { get; internal set; }

    /// <summary>The path within the target, still percent-encoded.</summary>
    public ByteRange PathRange { get; internal set; }

    /// <summary>The query within the target, without its <c>?</c>.</summary>
    public ByteRange QueryRange { get; internal set; }

    /// <summary>The host and port of the request: from the target in absolute form, otherwise from Host (RFC 9112 §3.3).</summary>
    public ByteRange AuthorityRange { get; internal set; }

    /// <summary>The path, percent-decoded exactly once and without dot segments.</summary>
    public TargetPath Path { get; } = new();

    /// <summary>The minor version of HTTP/1 as sent, 0 to 9; versions above 1 are served as 1.</summary>
    public int MinorVersion { get; internal set; }

    /// <summary>The field lines in the order of arrival.</summary>
    public ReadOnlySpan<FieldLine> Fields => _fields.Lines;

    /// <summary>How the body ends.</summary>
    public BodyKind BodyKind { get; internal set; }

    /// <summary>Content-Length in bytes, if <see cref="BodyKind"/> is that.</summary>
    public long ContentLength { get; internal set; }

    /// <summary>The client wants a persistent connection (RFC 9112 §9.3).</summary>
    public bool IsPersistent { get; internal set; }

    /// <summary>The client waits for 100 (Continue) before it sends the body (RFC 9110 §10.1.1).</summary>
    public bool ExpectsContinue { get; internal set; }

    /// <summary>Whether the head has such a field line.</summary>
    public bool Contains(KnownField known) => _fields.Contains(known);

    /// <summary>The first such field line.</summary>
    internal ref readonly FieldLine First(KnownField known)
    {
        var i = 0;
        while (Fields[i].Known != known)
            i++;
        return ref Fields[i];
    }

    /// <summary>
    /// The response depends on the state of the resource (RFC 9110 §13.1). If-Range does not count: it only decides how much is sent.
    /// </summary>
    public bool IsConditional => Contains(KnownField.IfMatch) || Contains(KnownField.IfNoneMatch)
        || Contains(KnownField.IfModifiedSince) || Contains(KnownField.IfUnmodifiedSince);

    /// <summary>The head's length in bytes, including the empty line at its end.</summary>
    public int Length { get; internal set; }

    /// <summary>The field section's length in bytes.</summary>
    internal int FieldSectionLength => _fields.Length;

    internal FieldSection FieldSection => _fields;

    internal void Clear()
    {
        MethodRange = TargetRange = PathRange = QueryRange = AuthorityRange = default;
        TargetForm = TargetForm.Origin;
        MinorVersion = 0;
        BodyKind = BodyKind.None;
        ContentLength = 0;
        IsPersistent = ExpectsContinue = IsServerWide = false;
        Length = 0;
        Path.Clear();
        _fields.Begin(0);
    }
}
