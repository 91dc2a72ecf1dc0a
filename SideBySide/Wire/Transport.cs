namespace SideBySide.Wire;

/// <summary>The transport of the bytes.</summary>
public enum Transport
{
    /// <summary>A stream.</summary>
    Tcp,

    /// <summary>Datagrams.</summary>
    Udp,

    /// <summary>An encrypted stream.</summary>
    Tls,
}
