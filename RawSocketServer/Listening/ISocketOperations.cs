namespace RawSocketServer.Listening;

/// <summary>
/// How a connection waits for its socket. There are two ways: <see cref="SystemOperations"/>, which is plain .NET and works
/// everywhere, and <see cref="Readiness.ReadySocket"/>, which is faster and needs Linux. Nothing above this seam knows which it has.
/// Each is given the connection's <see cref="Deadline"/>, and every wait ends with an <see cref="OperationCanceledException"/>
/// when that is interrupted. One receive and one send may be under way at a time.
/// </summary>
internal interface ISocketOperations
{
    /// <summary>
    /// Returns when a receive would find something, be it bytes, the peer's FIN or a broken connection; or when the deadline was
    /// interrupted, without an exception. Needs no buffer, so a connection that waits like this costs next to nothing.
    /// </summary>
    ValueTask WaitForBytesAsync();

    /// <summary>Receives what is there, waiting for at least one byte; 0 is the peer's FIN.</summary>
    ValueTask<int> ReceiveAsync(Memory<byte> buffer);

    /// <summary>Sends all of it: the system may take fewer bytes at a time than it was given.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Closes the socket: whoever waits for it wakes up, and finds it closed.</summary>
    void Close();
}
