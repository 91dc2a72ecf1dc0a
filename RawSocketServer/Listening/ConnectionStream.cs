namespace RawSocketServer.Listening;

/// <summary>
/// A connection as a <see cref="Stream"/>, for what can only work on one (TLS). Waits end with the connection's own
/// <see cref="SocketConnection.Deadline"/>; tokens are not looked at.
/// </summary>
/// <param name="connection">Is not closed with the stream.</param>
public sealed class ConnectionStream(SocketConnection connection) : Stream
{
    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Called before bytes are received: they have come, or the first part of what they belong to has.</summary>
    public Action? Receiving { get; set; }

    /// <summary>Called before it waits for bytes without receiving any.</summary>
    public Action? Waiting { get; set; }

    /// <summary>Receives; into an empty buffer nothing, but it waits until there is something to receive.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return WaitAsync();
        Receiving?.Invoke();
        return connection.ReceiveAsync(buffer);
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => connection.SendAsync(buffer);

    /// <summary>Nothing is held back.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Nothing is held back.</summary>
    public override void Flush()
    {
    }

    /// <summary>Not supported: it would block.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Not supported: it would block.</summary>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override void SetLength(long value) => throw new NotSupportedException();

    private async ValueTask<int> WaitAsync()
    {
        Waiting?.Invoke();
        await connection.WaitForBytesAsync();
        return 0;
    }
}
