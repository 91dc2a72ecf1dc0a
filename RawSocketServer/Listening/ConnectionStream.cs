namespace RawSocketServer.Listening;

/// <summary>
/// A connection as a <see cref="Stream"/>, for code that requires one (TLS). Waits end with the connection's
/// <see cref="SocketConnection.Deadline"/>; cancellation tokens are ignored.
/// </summary>
/// <param name="connection">The connection; the stream does not close it.</param>
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

    /// <summary>Called before bytes are received, when they or the first part of their record have arrived.</summary>
    public Action? Receiving { get; set; }

    /// <summary>Called before it waits for bytes without receiving any.</summary>
    public Action? Waiting { get; set; }

    /// <summary>Receives. With an empty buffer it only waits until bytes have arrived.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return WaitAsync();
        Receiving?.Invoke();
        return connection.ReceiveAsync(buffer);
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        connection.SendAsync(buffer);

    /// <summary>Does nothing: writes are not buffered.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Does nothing: writes are not buffered.</summary>
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
