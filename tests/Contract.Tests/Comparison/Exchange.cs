using System.Text;

namespace Contract.Tests.Comparison;

/// <summary>A request that both servers receive byte for byte.</summary>
/// <param name="Name">The subject; differences refer to it.</param>
/// <param name="Request">The bytes, as UTF-8 text.</param>
/// <param name="HalfClose">Whether the client half-closes after the request, as <c>nc -N</c> does.</param>
public sealed record Exchange(string Name, string Request, bool HalfClose = false)
{
    /// <summary>A GET with the fields that every client sends.</summary>
    public static Exchange Get(string target, string fields = "", string? name = null) =>
        new(name ?? $"GET {target} {fields}".Trim(), $"GET {target} HTTP/1.1\r\nHost: contract.test\r\n{(fields.Length > 0 ? fields + "\r\n" : "")}\r\n");

    /// <summary>A POST with Content-Length.</summary>
    public static Exchange Post(string target, string type, string body, string? name = null) =>
        new(
            name ?? $"POST {target} {type} {body}".Trim(),
            $"POST {target} HTTP/1.1\r\nHost: contract.test\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public override string ToString() => Name;
}
