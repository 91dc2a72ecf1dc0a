using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using HandRolledHttp.Connection.Tls;
using HandRolledHttp.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RawSocketServer.Hosting;
using TestKit;

namespace HandRolledHttp.Tests.Connection.Tls;

/// <summary>The start and the end of a TLS connection; the test controls the server's clock.</summary>
public sealed class TlsConnectionTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("handshake-");
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow()); // the client validates the certificate with the real clock
    private X509Certificate2 _certificate = null!;
    private WebServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _certificate = DemoCertificate.LoadOrCreate(_folder.FullName, _time);
        _server = WebServer.Create(
            ["--urls", "https://127.0.0.1:0", "--Http:Certificate", Path.Combine(_folder.FullName, "localhost.pfx")],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton<TimeProvider>(_time);
            });
        _server.MapGet("/", (_, response) => response.TextAsync("here"));
        await _server.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        await _server.DisposeAsync();
        _certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_client_that_stops_in_the_middle_is_waited_for_for_ten_seconds()
    {
        await using var peer = await ConnectAsync();
        await using var wire = new StallingStream(new NetworkStream(peer.Socket));
        await using var tls = new SslStream(wire);
        var shaken = ShakeAsync(tls, peer);
        await wire.Stalled.WaitAsync(peer.Timeout);

        _time.Advance(TimeSpan.FromSeconds(9));
        wire.GoOn();

        await shaken;
        await tls.WriteAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray(), peer.Timeout);
        using var answer = new StreamReader(tls, Encoding.ASCII);
        Assert.EndsWith("\r\n\r\nhere", await answer.ReadToEndAsync(peer.Timeout), StringComparison.Ordinal);
    }

    [Fact]
    public async Task And_then_no_longer()
    {
        await using var peer = await ConnectAsync();
        await using var wire = new StallingStream(new NetworkStream(peer.Socket));
        await using var tls = new SslStream(wire);
        var shaken = ShakeAsync(tls, peer);
        await wire.Stalled.WaitAsync(peer.Timeout);

        _time.Advance(TimeSpan.FromSeconds(11)); // ten, and one until the deadlines are checked

        await peer.ReceiveToEndOrResetAsync(); // ends, or the peer's timeout fails the test
        wire.GoOn();
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await shaken;
            await tls.ReadExactlyAsync(new byte[1], peer.Timeout);
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Its_end_is_announced_between_requests_too(bool byTheClient)
    {
        await using var peer = await ConnectAsync();
        await using var tls = new SslStream(new NetworkStream(peer.Socket));
        await ShakeAsync(tls, peer, SslProtocols.Tls12); // in TLS 1.2 an alert is visible from outside
        await tls.WriteAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), peer.Timeout);
        var answer = "";
        for (var buffer = new byte[1]; !answer.EndsWith("\r\n\r\nhere", StringComparison.Ordinal); answer += (char)buffer[0])
            await tls.ReadExactlyAsync(buffer, peer.Timeout);

        if (byTheClient)
            await tls.ShutdownAsync();
        var ended = peer.ReceiveToEndOrResetAsync();
        while (!byTheClient && !ended.IsCompleted)
        {
            // No event reports that a deadline is set, so time advances until it has passed.
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(ended, Task.Delay(10, peer.Timeout));
        }

        var (alert, wasReset) = await ended;
        Assert.Equal(21, Assert.Single(Records(alert))); // alert(21), RFC 5246 §6.2.1
        Assert.False(wasReset);
    }

    // The type of each record.
    private static IEnumerable<byte> Records(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length; at += 5 + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 3)))
            yield return bytes[at];
    }

    private Task<Peer> ConnectAsync() => Peer.ConnectAsync(_server.Services.GetRequiredService<BoundUrls>().Urls[0]);

    private Task ShakeAsync(SslStream tls, Peer peer, SslProtocols protocols = SslProtocols.None) =>
        tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = protocols,
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { _certificate },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        }, peer.Timeout);

    /// <summary>Sends the client's first flight, and holds its second back on request: the server then waits within a handshake.</summary>
    private sealed class StallingStream(Stream inner) : Stream
    {
        private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _writes;

        public Task Stalled => _stalled.Task;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void GoOn() => _goOn.TrySetResult();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.ReadAsync(buffer, cancellationToken);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (++_writes == 2)
            {
                _stalled.TrySetResult();
                await _goOn.Task.WaitAsync(cancellationToken);
            }

            await inner.WriteAsync(buffer, cancellationToken);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
