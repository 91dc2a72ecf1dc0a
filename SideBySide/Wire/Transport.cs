namespace SideBySide.Wire;

/// <summary>What carries the bytes.</summary>
public enum Transport
{
    /// <summary>A stream.</summary>
    Tcp,

    /// <summary>Datagrams.</summary>
    Udp,

    /// <summary>A stream, sealed.</summary>
    Tls,
}
