using RawSocketServer;

namespace HandRolledHttp.Http1;

/// <summary>How much of a request is read before it is rejected. Each limit bounds memory, time, or both.</summary>
public sealed record Limits
{
    /// <summary>
    /// Request line in bytes, without its CRLF; 64 to 65,536. Default 8 KiB (Kestrel, nginx, httpd). Above: 414, or 400 if the line shows
    /// no method (RFC 9112 §3).
    /// </summary>
    public int RequestLine { get; init; } = 8 * 1024;

    /// <summary>
    /// Field section in bytes, with every CRLF; 256 to 1 MiB. Default 32 KiB (Kestrel; httpd 8 KiB per line). Above: 431.
    /// </summary>
    public int FieldSection { get; init; } = 32 * 1024;

    /// <summary>Field lines, including trailer fields; 1 to 10,000. Default 100 (Kestrel, httpd). Above: 431.</summary>
    public int FieldCount { get; init; } = 100;

    /// <summary>
    /// Empty lines before a request line that are ignored (RFC 9112 §2.2 asks for at least one); 1 to 100. Default 8. Above: 400.
    /// </summary>
    public int EmptyLines { get; init; } = 8;

    /// <summary>
    /// Extensions of one chunk, in bytes; 0 to 64 KiB. Default 4 KiB (Go; extensions are not used in practice). Above: 400.
    /// </summary>
    public int ChunkExtension { get; init; } = 4 * 1024;

    /// <summary>Extensions of all chunks of a body, in bytes; 0 to 1 MiB. Default 16 KiB (Go). Above: 400.</summary>
    public int ChunkExtensions { get; init; } = 16 * 1024;

    /// <summary>
    /// Content of a body, in bytes, unless a route sets another limit; 0 or more. Default 30,000,000 (Kestrel). Above: 413.
    /// </summary>
    public long Body { get; init; } = 30_000_000;

    /// <summary>Checks every range.</summary>
    /// <exception cref="StartupException">A value is out of range; the message names it.</exception>
    public void Validate(string section)
    {
        Check.Range(section, nameof(RequestLine), RequestLine, 64, 64 * 1024);
        Check.Range(section, nameof(FieldSection), FieldSection, 256, 1024 * 1024);
        Check.Range(section, nameof(FieldCount), FieldCount, 1, 10_000);
        Check.Range(section, nameof(EmptyLines), EmptyLines, 1, 100);
        Check.Range(section, nameof(ChunkExtension), ChunkExtension, 0, 64 * 1024);
        Check.Range(section, nameof(ChunkExtensions), ChunkExtensions, 0, 1024 * 1024);
        Check.Range(section, nameof(Body), Body, 0, long.MaxValue);
    }
}
