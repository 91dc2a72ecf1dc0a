using System.Globalization;

namespace RawSocketServer.Client;

/// <summary>The server of a client: <c>[tcp://|udp://]HOST:PORT</c>.</summary>
/// <param name="Scheme"><c>tcp</c> or <c>udp</c>.</param>
/// <param name="Host">A name or an IP address; IPv6 without its brackets.</param>
/// <param name="Port">1 to 65535.</param>
public sealed record ConnectTarget(string Scheme, string Host, int Port)
{
    /// <summary>Reads a target as typed; TCP without a scheme.</summary>
    /// <exception cref="StartupException">The text is malformed; the message shows the form.</exception>
    public static ConnectTarget Parse(string text)
    {
        var schemeEnd = text.IndexOf("://", StringComparison.Ordinal);
        var scheme = schemeEnd < 0 ? "tcp" : text[..schemeEnd].ToLowerInvariant();
        var authority = (schemeEnd < 0 ? text : text[(schemeEnd + 3)..]).TrimEnd('/');
        var colon = authority.LastIndexOf(':');
        if (scheme is not ("tcp" or "udp") || colon < 1
            || !ushort.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
        {
            throw new UsageException(ClientMessages.BadTarget(text));
        }

        var host = authority[..colon];
        if (host is ['[', .., ']'])
            host = host[1..^1];
        else if (host.Contains(':', StringComparison.Ordinal))
            throw new UsageException(ClientMessages.BadTarget(text)); // ::1:12345 is ambiguous
        return new ConnectTarget(scheme, host, port);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Scheme}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}
