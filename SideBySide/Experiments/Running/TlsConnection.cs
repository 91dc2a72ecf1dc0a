using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using HandRolledHttp.Connection.Tls;
using SideBySide.Wire;

namespace SideBySide.Experiments.Running;

/// <summary>A connection over TLS; the log contains the plaintext. It trusts only this user's demo certificate.</summary>
internal sealed class TlsConnection(string name, AddressFamily family, ConnectOptions options, EventLog log, TimeProvider time)
    : ScriptConnection(name, family, options, Transport.Tls, log)
{
    private readonly EventLog _log = log;
    private readonly TimeProvider _time = time;
    private SslStream? _tls;

    /// <summary>Trusts one certificate, which no authority has signed.</summary>
    public static X509ChainPolicy Trusting(X509Certificate2 certificate) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { certificate },
        RevocationMode = X509RevocationMode.NoCheck,
    };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_tls is not null)
            await _tls.DisposeAsync();
    }

    protected override async Task ConnectAsync(EndPoint server, CancellationToken cancellation)
    {
        await base.ConnectAsync(server, cancellation);
        using var trusted = DemoCertificate.LoadOrCreate(_time);
        _tls = new SslStream(new NetworkStream(Socket, ownsSocket: false));
        await _tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ApplicationProtocols = Options.Protocols?.Select(protocol => new SslApplicationProtocol(protocol)).ToList(),
            CertificateChainPolicy = Trusting(trusted),
        }, cancellation);
        if (Options.Protocols is not null)
            _ = _log.Add(WireEventKind.Noted, Name, note: $"alpn={(_tls.NegotiatedApplicationProtocol.ToString() is { Length: > 0 } chosen ? chosen : "none")}");
    }

    protected override ValueTask<int> ReceiveAsync(Memory<byte> buffer) => _tls!.ReadAsync(buffer, Closing);

    protected override async ValueTask<int> SendSomeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await _tls!.WriteAsync(bytes, cancellation);
        return bytes.Length;
    }

    protected override Task ShutdownAsync() => _tls!.ShutdownAsync();
}
