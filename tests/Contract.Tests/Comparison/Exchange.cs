using System.Text;

namespace Contract.Tests.Comparison;

/// <summary>A request that both servers get, byte for byte the same.</summary>
/// <param name="Name">What it is about; differences are listed under it.</param>
/// <param name="Request">The bytes, as UTF-8 text.</param>
/// <param name="HalfClose">The client says that it has finished sending, as <c>nc -N</c> does, and still listens.</param>
public sealed record Exchange(string Name, string Request, bool HalfClose = false)
{
    /// <summary>A GET with the fields that every client sends.</summary>
    public static Exchange Get(string target, string fields = "", string? name = null) =>
        new(name ?? $"GET {target} {fields}".Trim(), $"GET {target} HTTP/1.1\r\nHost: contract.test\r\n{(fields.Length > 0 ? fields + "\r\n" : "")}\r\n");

    /// <summary>A POST with a body whose length is told.</summary>
    public static Exchange Post(string target, string type, string body, string? name = null) =>
        new(name ?? $"POST {target} {type} {body}".Trim(), $"POST {target} HTTP/1.1\r\nHost: contract.test\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public override string ToString() => Name;
}
