namespace RawSocketServer.Listening;

/// <summary>
/// How a connection waits for its socket. There are two implementations: <see cref="SystemOperations"/>, which is plain .NET and works
/// everywhere, and <see cref="Readiness.ReadySocket"/>, which is faster and needs Linux. The code above does not depend on the choice. Both
/// use the connection's <see cref="Deadline"/>; a wait ends with an <see cref="OperationCanceledException"/> when that is interrupted. One
/// receive and one send may run at a time.
/// </summary>
internal interface ISocketOperations
{
    /// <summary>
    /// Returns when a receive would return: bytes, the peer's FIN or a broken connection; or when the deadline was interrupted, without an
    /// exception. Needs no buffer, so a connection that waits like this costs almost nothing.
    /// </summary>
    ValueTask WaitForBytesAsync();

    /// <summary>Receives the available bytes, and waits for at least one; 0 is the peer's FIN.</summary>
    ValueTask<int> ReceiveAsync(Memory<byte> buffer);

    /// <summary>Sends all bytes, also if the kernel takes fewer at a time.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Closes the socket; all waits for it end.</summary>
    void Close();
}
